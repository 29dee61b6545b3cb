/*
id = "aggressor-treatment"
unit = "share"
place = "office"
source = "Ley 30364, arts. 22, 31 y 32; DS 009-2016-MIMP, art. 96"
dimensions = [[], ["office_group"]]

[title]
es = "Tratamiento de agresores que empezó"
en = "Treatment of aggressors begun"

[question]
es = "De los tratamientos dispuestos para agresores, ¿cuántos empezaron?"
en = "Of the treatments ordered for aggressors, how many began?"

[grain]
es = "Un tratamiento dispuesto en el periodo"
en = "One treatment ordered in the period"

[denominator]
es = "Tratamientos dispuestos en el periodo"
en = "Treatments ordered in the period"

[not_comparable]
es = "Empezar no es terminar ni cambiar: no mide resultados."
en = "To begin is not to end nor to change: it measures no result."

[[example]]
says = "Two ordered, one begun; another begun before it was ordered"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 treatment-ordered @court",
    "2026-05-02 10:00 treatment-started @health",
  ] },
  { home = "2101", acts = [
    "2026-03-01 08:00 treatment-started @health",
    "2026-03-02 08:00 treatment-ordered @court",
    "2026-03-05 08:00 treatment-started @health #x",
    "2026-03-05 09:00 annulment @health annuls=#x",
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
    "2026-03-02 08:00 treatment-ordered @court",
    "2026-03-02 09:00 treatment-started @health",
  ] },
  { acts = [
    "2026-03-02 08:00 treatment-ordered @court",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 treatment-started @health",
    "2026-03-02 09:00 treatment-ordered @court",
    "2026-03-02 10:00 treatment-started @health #x",
    "2026-03-02 11:00 annulment @health annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 treatment-ordered @court",
    "2026-03-02 09:00 treatment-started @health",
    "2026-03-02 10:00 treatment-ordered @court",
  ] },
  { acts = [
    "2026-03-02 08:00 treatment-ordered @court #x",
    "2026-03-02 09:00 annulment @court annuls=#x",
    "2026-03-02 10:00 treatment-started @health",
  ] },
]
expect = [{ n = 2, of = 5 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day, a.department, a.province, a.office, a.office_group
  FROM acts AS a
  WHERE a.kind = 'treatment-ordered' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'treatment-started'
)
SELECT
  a.case_id, a.day, a.department, a.province, a.office, a.office_group,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
