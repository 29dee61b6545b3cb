/*
id = "programme-enrolled"
unit = "share"
place = "home"
source = "Ley 30364, arts. 10.d y 27; DS 009-2016-MIMP, art. 80.2"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Recuperación: necesidad e inclusión en un programa"
en = "Recovery: need and enrolment in a programme"

[question]
es = "De quienes necesitaban recuperarse o cumplían los requisitos, ¿cuántas entraron a un programa?"
en = "Of those who needed recovery or met the criteria, how many entered a programme?"

[grain]
es = "Una necesidad o un requisito cumplido, anotado en el periodo"
en = "One need, or criteria met, recorded in the period"

[denominator]
es = "Necesidades de recuperación y requisitos cumplidos, anotados en el periodo"
en = "Needs for recovery and criteria met, recorded in the period"

[not_comparable]
es = "Solo se ve lo que alguien anotó en Ruta."
en = "Only what somebody recorded in Ruta is seen."

[[example]]
says = "Two in need, one enrolled"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 victim-needs-recovery @cem",
    "2026-04-02 10:00 programme-enrolled @cem",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 victim-eligible @cem",
    "2026-04-02 10:00 programme-enrolled @cem #x",
    "2026-04-10 10:00 annulment @cem annuls=#x",
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
    "2026-03-02 08:00 victim-eligible @cem",
    "2026-03-02 09:00 programme-enrolled @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-eligible @cem",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 programme-enrolled @cem",
    "2026-03-02 09:00 victim-eligible @cem",
    "2026-03-02 10:00 programme-enrolled @cem #x",
    "2026-03-02 11:00 annulment @cem annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-eligible @cem",
    "2026-03-02 09:00 programme-enrolled @cem",
    "2026-03-02 10:00 victim-eligible @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-eligible @cem #x",
    "2026-03-02 09:00 annulment @cem annuls=#x",
    "2026-03-02 10:00 programme-enrolled @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-needs-recovery @cem",
  ] },
]
expect = [{ n = 2, of = 6 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind IN ('victim-eligible', 'victim-needs-recovery') AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'programme-enrolled'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
