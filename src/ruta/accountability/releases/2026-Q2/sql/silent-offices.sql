/*
id = "silent-offices"
unit = "share"
place = "office"
source = "Ley 30364, art. 42; acts recorded in Ruta"
dimensions = [[], ["office_group"]]

[title]
es = "Oficinas en silencio"
en = "Silent offices"

[question]
es = "De las oficinas a las que se pidió o que debían algo, ¿cuántas no anotaron nada en el periodo?"
en = "Of the offices that were asked for something or owed it, how many recorded nothing in the period?"

[grain]
es = "Una oficina a la que se dirigió un acto, o que debía algo, en el periodo"
en = "One office to which an act was addressed, or that owed something, in the period"

[denominator]
es = "Oficinas a las que se dirigió un acto o que debían algo en el periodo"
en = "Offices to which an act was addressed or that owed something in the period"

[not_comparable]
es = "El silencio puede ser falta de equipo, de señal o de personal: es un hallazgo, no una prueba de inacción."
en = "Silence may be want of equipment, signal or staff: it is a finding, no proof of inaction."

[[example]]
says = "The police was told and owed and recorded nothing in March; the court recorded; the centre was never asked"
as_of = "2026-09-01T09:00"
from = "2026-03-01"
until = "2026-04-01"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-04-12 08:00 measure-executed @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 note-added @cem",
  ] },
]
expect = [
  { office_group = "police", n = 1, of = 1 },
  { office_group = "protection-courts", n = 0, of = 1 },
]

[[example]]
says = "On the first and the last day, before and after, struck out"
as_of = "2026-09-01T09:00"
from = "2026-03-01"
until = "2026-04-01"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office"]
case = [
  { acts = [
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-04-01 08:00 measure-executed @police",
  ] },
  { acts = [
    "2026-03-01 08:00 referral-made @cem >health",
  ] },
  { acts = [
    "2026-04-01 08:00 note-added @fiscal",
    "2026-04-01 09:00 report-demanded @court >fiscal",
  ] },
  { acts = [
    "2026-02-28 08:00 copies-sent-court @police >trial",
  ] },
  { acts = [
    "2026-03-05 08:00 forensic-exam-requested @court >iml",
    "2026-03-06 08:00 note-added @iml #x",
    "2026-03-31 08:00 annulment @court annuls=#x",
  ] },
  { acts = [
    "2026-03-10 08:00 note-added @court >trial #y",
    "2026-03-10 09:00 annulment @court annuls=#y",
  ] },
]
expect = [
  { office = "police", n = 1, of = 1 },
  { office = "health", n = 1, of = 1 },
  { office = "iml", n = 1, of = 1 },
  { office = "court", n = 0, of = 1 },
]
*/
WITH asked AS (
  SELECT a.to_office AS office
  FROM acts AS a
  CROSS JOIN span AS s
  WHERE NOT a.annulled AND NOT a.to_office IS NULL
    AND a.day >= s.from_day AND a.day < s.until_day
  UNION
  SELECT o.office
  FROM obligations AS o
  CROSS JOIN span AS s
  WHERE NOT o.voided AND NOT o.office IS NULL
    AND o.started_day >= s.from_day AND o.started_day < s.until_day
), spoke AS (
  SELECT DISTINCT a.office
  FROM acts AS a
  CROSS JOIN span AS s
  WHERE NOT a.annulled AND a.day >= s.from_day AND a.day < s.until_day
)
SELECT
  CAST(NULL AS BIGINT) AS case_id, s.from_day AS day, f.department, f.province, f.office, f.office_group,
  CASE WHEN w.office IS NULL THEN 1 ELSE 0 END AS counted
FROM asked AS q
JOIN offices AS f ON f.office = q.office
CROSS JOIN span AS s
LEFT JOIN spoke AS w ON w.office = q.office
