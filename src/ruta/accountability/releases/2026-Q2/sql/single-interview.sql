/*
id = "single-interview"
unit = "share"
place = "home"
source = "Ley 30364, art. 19; DS 009-2016-MIMP, art. 11"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Entrevista única realizada"
en = "Single interview held"

[question]
es = "Cuando hizo falta su declaración, ¿se tomó en una entrevista única?"
en = "When her statement was needed, was it taken in a single interview?"

[grain]
es = "Una declaración que hizo falta en el periodo"
en = "One statement needed in the period"

[denominator]
es = "Declaraciones que hicieron falta en el periodo"
en = "Statements needed in the period"

[not_comparable]
es = "Solo se ve lo que alguien anotó en Ruta."
en = "Only what somebody recorded in Ruta is seen."

[[example]]
says = "Two statements needed, one single interview"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 statement-needed @fiscal",
    "2026-03-09 10:00 single-interview-held @fiscal",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 statement-needed @fiscal",
    "2026-03-09 10:00 single-interview-held @fiscal #x",
    "2026-03-10 10:00 annulment @fiscal annuls=#x",
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
    "2026-03-02 08:00 statement-needed @fiscal",
    "2026-03-02 09:00 single-interview-held @fiscal",
  ] },
  { acts = [
    "2026-03-02 08:00 statement-needed @fiscal",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 single-interview-held @fiscal",
    "2026-03-02 09:00 statement-needed @fiscal",
    "2026-03-02 10:00 single-interview-held @fiscal #x",
    "2026-03-02 11:00 annulment @fiscal annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 statement-needed @fiscal",
    "2026-03-02 09:00 single-interview-held @fiscal",
    "2026-03-02 10:00 statement-needed @fiscal",
  ] },
  { acts = [
    "2026-03-02 08:00 statement-needed @fiscal #x",
    "2026-03-02 09:00 annulment @fiscal annuls=#x",
    "2026-03-02 10:00 single-interview-held @fiscal",
  ] },
]
expect = [{ n = 2, of = 5 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'statement-needed' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'single-interview-held'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
