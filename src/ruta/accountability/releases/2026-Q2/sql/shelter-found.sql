/*
id = "shelter-found"
unit = "share"
place = "home"
source = "Ley 30364, arts. 27 y 29; DS 009-2016-MIMP, arts. 87 a 92"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Albergue encontrado"
en = "Shelter found"

[question]
es = "De quienes necesitaron albergue, ¿cuántas entraron a uno en 72 horas?"
en = "Of those who needed shelter, how many entered one within 72 hours?"

[grain]
es = "Una necesidad de albergue anotada en el periodo"
en = "One need for shelter recorded in the period"

[denominator]
es = "Necesidades de albergue anotadas en el periodo, hace 72 horas o más"
en = "Needs for shelter recorded in the period, 72 hours ago or more"

[not_comparable]
es = "No dice dónde, ni cuántos lugares hay. Las 72 horas son un umbral de trabajo."
en = "It does not say where, nor how many places there are. The 72 hours are a working threshold."

[[example]]
says = "One admitted the next day, one after a week, one need too recent to count"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 shelter-needed @cem",
    "2026-03-03 10:00 shelter-admitted @cem",
  ] },
  { home = "2101", acts = [
    "2026-03-01 08:00 shelter-admitted @cem",
    "2026-03-02 08:00 shelter-needed @cem",
    "2026-03-09 10:00 shelter-admitted @cem",
  ] },
  { home = "2101", acts = [
    "2026-08-31 08:00 shelter-needed @cem",
    "2026-08-31 10:00 shelter-admitted @cem",
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
    "2026-03-02 08:00 shelter-needed @cem",
    "2026-03-02 09:00 shelter-admitted @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 shelter-needed @cem",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 shelter-admitted @cem",
    "2026-03-02 09:00 shelter-needed @cem",
    "2026-03-02 10:00 shelter-admitted @cem #x",
    "2026-03-02 11:00 annulment @cem annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 shelter-needed @cem",
    "2026-03-02 09:00 shelter-admitted @cem",
    "2026-03-02 10:00 shelter-needed @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 shelter-needed @cem #x",
    "2026-03-02 09:00 annulment @cem annuls=#x",
    "2026-03-02 10:00 shelter-admitted @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 shelter-needed @cem",
    "2026-03-05 08:00 shelter-admitted @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 shelter-needed @cem",
    "2026-03-05 09:00 shelter-admitted @cem",
  ] },
  { acts = [
    "2027-04-03 08:00 shelter-needed @cem",
    "2027-04-03 09:00 shelter-admitted @cem",
  ] },
  { acts = [
    "2027-04-03 09:00 shelter-needed @cem",
    "2027-04-03 10:00 shelter-admitted @cem",
  ] },
]
expect = [{ n = 4, of = 8 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'shelter-needed' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position AND b.occurred <= a.occurred + 259200
  WHERE NOT b.annulled AND b.kind = 'shelter-admitted'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
WHERE a.occurred + 259200 <= s.as_of
