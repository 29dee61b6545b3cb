/*
id = "legal-aid-given"
unit = "share"
place = "home"
source = "Ley 30364, art. 10.b; DS 009-2016-MIMP, art. 70"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Defensa legal pedida y dada"
en = "Legal aid requested and given"

[question]
es = "De quienes pidieron defensa gratuita, ¿cuántas la tuvieron?"
en = "Of those who asked for free legal aid, how many had it?"

[grain]
es = "Un pedido de defensa del periodo"
en = "One request for legal aid in the period"

[denominator]
es = "Pedidos de defensa del periodo"
en = "Requests for legal aid in the period"

[not_comparable]
es = "Solo se ve lo que alguien anotó en Ruta."
en = "Only what somebody recorded in Ruta is seen."

[[example]]
says = "Two requests, one answered; aid before the request answers nothing"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 legal-aid-requested @cem >cem",
    "2026-03-03 08:00 legal-aid-given @cem",
  ] },
  { home = "2101", acts = [
    "2026-03-01 08:00 legal-aid-given @cem",
    "2026-03-02 08:00 legal-aid-requested @cem >cem",
    "2026-03-04 08:00 legal-aid-given @cem #x",
    "2026-03-04 09:00 annulment @cem annuls=#x",
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
    "2026-03-02 08:00 legal-aid-requested @cem",
    "2026-03-02 09:00 legal-aid-given @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 legal-aid-requested @cem",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 legal-aid-given @cem",
    "2026-03-02 09:00 legal-aid-requested @cem",
    "2026-03-02 10:00 legal-aid-given @cem #x",
    "2026-03-02 11:00 annulment @cem annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 legal-aid-requested @cem",
    "2026-03-02 09:00 legal-aid-given @cem",
    "2026-03-02 10:00 legal-aid-requested @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 legal-aid-requested @cem #x",
    "2026-03-02 09:00 annulment @cem annuls=#x",
    "2026-03-02 10:00 legal-aid-given @cem",
  ] },
]
expect = [{ n = 2, of = 5 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'legal-aid-requested' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'legal-aid-given'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
