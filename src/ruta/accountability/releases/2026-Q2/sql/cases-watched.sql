/*
id = "cases-watched"
unit = "ratio"
place = "office"
source = "Ley 30364, arts. 23-A y 23-C; DS 009-2016-MIMP, art. 47"
dimensions = [[], ["office_group"]]

[title]
es = "Casos con medidas por vigilar, por oficina"
en = "Cases with measures to watch, per office"

[question]
es = "¿Cuántos casos con medidas vigentes tiene a su cargo cada oficina que ejecuta, al final del periodo?"
en = "How many cases with measures in force does each executing office hold at the end of the period?"

[grain]
es = "Una oficina notificada para ejecutar, con sus casos no terminados"
en = "One office notified to execute, with its cases not ended"

[denominator]
es = "Oficinas con algún caso por vigilar al final del periodo"
en = "Offices with some case to watch at the end of the period"

[not_comparable]
es = "No es la carga por persona: cuántos efectivos vigilan no lo anota ningún acto."
en = "It is not the load per person: how many officers watch is recorded by no act."

[[example]]
says = "Two cases notified to the station before the end of the period, one of them ended; a third after it"
as_of = "2026-09-01T09:00"
from = "2026-03-01"
until = "2026-04-01"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-03-12 08:00 executor-notified @court >police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-03-22 08:00 measures-ended @court >police",
  ] },
  { home = "2101", acts = [
    "2026-05-02 08:00 executor-notified @court >police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-05-22 08:00 measures-ended @court >police",
  ] },
]
expect = [
  { office_group = "police", n = 2, of = 1 },
]

[[example]]
says = "Struck out, on the last day, addressed for another thing"
as_of = "2026-09-01T09:00"
from = "2026-03-01"
until = "2026-04-01"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { acts = [
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-03-10 08:00 measures-ended @court #x",
    "2026-03-10 09:00 annulment @court annuls=#x",
  ] },
  { acts = [
    "2026-04-01 08:00 executor-notified @court >police",
  ] },
  { acts = [
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-04-01 08:00 measures-ended @court",
  ] },
  { acts = [
    "2026-03-02 08:00 executor-notified @court >police #y",
    "2026-03-02 09:00 annulment @court annuls=#y",
  ] },
  { acts = [
    "2026-03-02 08:00 police-informed @court >police",
  ] },
]
expect = [
  { n = 2, of = 1 },
]
*/
WITH ended AS (
  SELECT DISTINCT a.case_id
  FROM acts AS a
  CROSS JOIN span AS s
  WHERE a.kind = 'measures-ended' AND NOT a.annulled AND a.day < s.until_day
), held AS (
  SELECT DISTINCT a.case_id, a.to_office AS office
  FROM acts AS a
  CROSS JOIN span AS s
  WHERE a.kind = 'executor-notified' AND NOT a.annulled AND a.day < s.until_day
)
SELECT
  CAST(NULL AS BIGINT) AS case_id, s.from_day AS day, f.department, f.province, f.office, f.office_group,
  COUNT(*) AS part, 1 AS whole
FROM held AS h
JOIN offices AS f ON f.office = h.office
CROSS JOIN span AS s
LEFT JOIN ended AS e ON e.case_id = h.case_id
WHERE e.case_id IS NULL
GROUP BY s.from_day, f.department, f.province, f.office, f.office_group
