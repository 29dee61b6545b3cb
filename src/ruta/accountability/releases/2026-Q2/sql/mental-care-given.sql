/*
id = "mental-care-given"
unit = "share"
place = "home"
source = "Ley 30364, art. 10.c; DS 009-2016-MIMP, art. 81"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Salud mental: necesidad y atención"
en = "Mental health: need and care"

[question]
es = "De las necesidades de salud mental identificadas, ¿cuántas se atendieron en 30 días?"
en = "Of the mental health needs identified, how many were attended within 30 days?"

[grain]
es = "Una necesidad de salud mental identificada en el periodo"
en = "One mental health need identified in the period"

[denominator]
es = "Necesidades identificadas en el periodo, hace 30 días o más"
en = "Needs identified in the period, 30 days ago or more"

[not_comparable]
es = "Solo se ve lo que alguien anotó en Ruta."
en = "Only what somebody recorded in Ruta is seen."

[[example]]
says = "Cared for in a week; after two months"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-03-09 10:00 care-given @health",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-05-09 10:00 care-given @health",
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
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-03-02 09:00 care-given @health",
  ] },
  { acts = [
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 care-given @health",
    "2026-03-02 09:00 mental-care-needed @cem",
    "2026-03-02 10:00 care-given @health #x",
    "2026-03-02 11:00 annulment @health annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-03-02 09:00 care-given @health",
    "2026-03-02 10:00 mental-care-needed @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 mental-care-needed @cem #x",
    "2026-03-02 09:00 annulment @cem annuls=#x",
    "2026-03-02 10:00 care-given @health",
  ] },
  { acts = [
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-03-02 09:00 emergency-care-given @health",
  ] },
  { acts = [
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-04-01 08:00 care-given @health",
  ] },
  { acts = [
    "2026-03-02 08:00 mental-care-needed @cem",
    "2026-04-01 09:00 care-given @health",
  ] },
  { acts = [
    "2027-03-07 08:00 mental-care-needed @cem",
    "2027-03-07 09:00 care-given @health",
  ] },
  { acts = [
    "2027-03-07 09:00 mental-care-needed @cem",
    "2027-03-07 10:00 care-given @health",
  ] },
]
expect = [{ n = 5, of = 9 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'mental-care-needed' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position AND b.occurred <= a.occurred + 2592000
  WHERE NOT b.annulled AND b.kind IN (
    'care-given', 'emergency-care-given'
  )
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
WHERE a.occurred + 2592000 <= s.as_of
