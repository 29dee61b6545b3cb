/*
id = "health-screening"
unit = "share"
place = "home"
source = "DS 009-2016-MIMP, arts. 76 y 81"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Tamizaje de violencia en salud"
en = "Screening for violence in health care"

[question]
es = "De las atenciones de salud de los casos, ¿cuántas tuvieron un tamizaje?"
en = "Of the health attentions in cases, how many had a screening?"

[grain]
es = "Una atención de salud del periodo"
en = "One health attention in the period"

[denominator]
es = "Atenciones de salud de casos del periodo"
en = "Health attentions of cases in the period"

[not_comparable]
es = "Son atenciones de casos ya conocidos: no es la cobertura del tamizaje en la población."
en = "These are attentions of known cases: it is not the coverage of screening in the population."

[[example]]
says = "Two attentions, one with a screening"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 victim-attended-health @health",
    "2026-03-02 10:00 health-screening-done @health",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 victim-attended-health @health",
    "2026-03-02 10:00 health-screening-done @health #x",
    "2026-03-03 09:00 annulment @health annuls=#x",
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
    "2026-03-02 08:00 victim-attended-health @health",
    "2026-03-02 09:00 health-screening-done @health",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended-health @health",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 health-screening-done @health",
    "2026-03-02 09:00 victim-attended-health @health",
    "2026-03-02 10:00 health-screening-done @health #x",
    "2026-03-02 11:00 annulment @health annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended-health @health",
    "2026-03-02 09:00 health-screening-done @health",
    "2026-03-02 10:00 victim-attended-health @health",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended-health @health #x",
    "2026-03-02 09:00 annulment @health annuls=#x",
    "2026-03-02 10:00 health-screening-done @health",
  ] },
]
expect = [{ n = 2, of = 5 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'victim-attended-health' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'health-screening-done'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
