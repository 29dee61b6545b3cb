/*
id = "reassessed-after-breach"
unit = "share"
place = "home"
source = "Ley 30364, arts. 16-B y 28; working threshold of 24 hours, no term of law"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Riesgo vuelto a valorar tras un incumplimiento"
en = "Risk assessed again after a breach"

[question]
es = "Después de un incumplimiento, ¿se volvió a valorar su riesgo en 24 horas?"
en = "After a breach, was her risk assessed again within 24 hours?"

[grain]
es = "Un incumplimiento conocido en el periodo"
en = "One breach known in the period"

[denominator]
es = "Incumplimientos conocidos en el periodo"
en = "Breaches known in the period"

[not_comparable]
es = "Las 24 horas son un umbral de trabajo: la ley no fija este plazo."
en = "The 24 hours are a working threshold: the law sets no such term."

[[example]]
says = "One reassessed the same day, one two days later"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 breach-known @police",
    "2026-03-02 10:00 risk-level-raised @police risk=severo",
  ] },
  { home = "2101", acts = [
    "2026-03-01 08:00 risk-form-completed @police risk=leve",
    "2026-03-02 08:00 breach-known @police",
    "2026-03-04 10:00 risk-form-completed @police risk=severo",
  ] },
]
expect = [
  { n = 1, of = 2 },
]

[[example]]
says = "In order, struck out, repeated, at the edge of the time given"
as_of = "2027-04-06T08:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { acts = [
    "2026-03-02 08:00 breach-known @police",
    "2026-03-02 09:00 risk-form-completed @police",
  ] },
  { acts = [
    "2026-03-02 08:00 breach-known @police",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 risk-form-completed @police",
    "2026-03-02 09:00 breach-known @police",
    "2026-03-02 10:00 risk-form-completed @police #x",
    "2026-03-02 11:00 annulment @police annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 breach-known @police",
    "2026-03-02 09:00 risk-form-completed @police",
    "2026-03-02 10:00 breach-known @police",
  ] },
  { acts = [
    "2026-03-02 08:00 breach-known @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
    "2026-03-02 10:00 risk-form-completed @police",
  ] },
  { acts = [
    "2026-03-02 08:00 breach-known @police",
    "2026-03-02 09:00 risk-level-raised @police",
  ] },
  { acts = [
    "2026-03-02 08:00 breach-known @police",
    "2026-03-03 08:00 risk-form-completed @police",
  ] },
  { acts = [
    "2026-03-02 08:00 breach-known @police",
    "2026-03-03 09:00 risk-form-completed @police",
  ] },
  { acts = [
    "2027-04-05 08:00 breach-known @police",
    "2027-04-05 09:00 risk-form-completed @police",
  ] },
  { acts = [
    "2027-04-05 09:00 breach-known @police",
    "2027-04-05 10:00 risk-form-completed @police",
  ] },
]
expect = [{ n = 5, of = 9 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'breach-known' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position AND b.occurred <= a.occurred + 86400
  WHERE NOT b.annulled AND b.kind IN (
    'risk-form-completed', 'risk-level-raised'
  )
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
WHERE a.occurred + 86400 <= s.as_of
