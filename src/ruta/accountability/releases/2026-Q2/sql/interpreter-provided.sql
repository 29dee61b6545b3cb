/*
id = "interpreter-provided"
unit = "share"
place = "office"
source = "Ley 30364, art. 10.a; DS 009-2016-MIMP, art. 20"
dimensions = [[], ["language"], ["ethnicity"], ["office_group"]]

[title]
es = "Intérprete: pedido y presente"
en = "Interpreter: needed and present"

[question]
es = "De las veces que ella necesitó intérprete, ¿cuántas lo tuvo?"
en = "Of the times she needed an interpreter, how often was there one?"

[grain]
es = "Una necesidad de intérprete anotada en el periodo"
en = "One need for an interpreter recorded in the period"

[denominator]
es = "Necesidades de intérprete anotadas en el periodo"
en = "Needs for an interpreter recorded in the period"

[not_comparable]
es = "Donde nadie anota la necesidad parece que no la hay: compárala con la lengua materna de los casos."
en = "Where nobody records the need there seems to be none: compare it with the mother tongues of the cases."

[[example]]
says = "Needed twice, present once; before it was needed does not count"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["language"]
case = [
  { home = "2101", language = "aymara", acts = [
    "2026-03-02 08:00 interpreter-needed @police",
    "2026-03-02 10:00 interpreter-present @police",
  ] },
  { home = "2101", language = "aymara", acts = [
    "2026-03-01 08:00 interpreter-present @police",
    "2026-03-02 08:00 interpreter-needed @police",
    "2026-03-03 08:00 interpreter-present @police #x",
    "2026-03-03 09:00 annulment @police annuls=#x",
  ] },
]
expect = [
  { language = "aymara", n = 1, of = 2 },
]

[[example]]
says = "In order, struck out, repeated, at the edge of the time given"
as_of = "2027-04-06T08:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { acts = [
    "2026-03-02 08:00 interpreter-needed @police",
    "2026-03-02 09:00 interpreter-present @police",
  ] },
  { acts = [
    "2026-03-02 08:00 interpreter-needed @police",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 interpreter-present @police",
    "2026-03-02 09:00 interpreter-needed @police",
    "2026-03-02 10:00 interpreter-present @police #x",
    "2026-03-02 11:00 annulment @police annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 interpreter-needed @police",
    "2026-03-02 09:00 interpreter-present @police",
    "2026-03-02 10:00 interpreter-needed @police",
  ] },
  { acts = [
    "2026-03-02 08:00 interpreter-needed @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
    "2026-03-02 10:00 interpreter-present @police",
  ] },
]
expect = [{ n = 2, of = 5 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day, a.department, a.province, a.office, a.office_group
  FROM acts AS a
  WHERE a.kind = 'interpreter-needed' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'interpreter-present'
)
SELECT
  a.case_id, a.day, a.department, a.province, a.office, a.office_group, c.language, c.ethnicity,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
