/*
id = "child-kept-safe"
unit = "share"
place = "home"
source = "DL 1297; DS 009-2016-MIMP, art. 14.2"
dimensions = [[]]

[title]
es = "Niñez puesta a salvo"
en = "Children kept safe"

[question]
es = "Cuando una denuncia involucra a niñas o niños, ¿quedaron a salvo en 24 horas?"
en = "When a complaint involves children, were they kept safe within 24 hours?"

[grain]
es = "Una denuncia que involucra a niñez, del periodo"
en = "One complaint involving children, in the period"

[denominator]
es = "Denuncias que involucran a niñez, del periodo"
en = "Complaints involving children, in the period"

[not_comparable]
es = "Solo se ve lo que alguien anotó en Ruta."
en = "Only what somebody recorded in Ruta is seen."

[[example]]
says = "Safe the same day; three days later"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 child-complaint @police",
    "2026-03-02 10:00 child-safe @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 child-complaint @police",
    "2026-03-05 10:00 child-safe @police",
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
    "2026-03-02 08:00 child-complaint @police",
    "2026-03-02 09:00 child-safe @police",
  ] },
  { acts = [
    "2026-03-02 08:00 child-complaint @police",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 child-safe @police",
    "2026-03-02 09:00 child-complaint @police",
    "2026-03-02 10:00 child-safe @police #x",
    "2026-03-02 11:00 annulment @police annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 child-complaint @police",
    "2026-03-02 09:00 child-safe @police",
    "2026-03-02 10:00 child-complaint @police",
  ] },
  { acts = [
    "2026-03-02 08:00 child-complaint @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
    "2026-03-02 10:00 child-safe @police",
  ] },
  { acts = [
    "2026-03-02 08:00 child-complaint @police",
    "2026-03-03 08:00 child-safe @police",
  ] },
  { acts = [
    "2026-03-02 08:00 child-complaint @police",
    "2026-03-03 09:00 child-safe @police",
  ] },
  { acts = [
    "2027-04-05 08:00 child-complaint @police",
    "2027-04-05 09:00 child-safe @police",
  ] },
  { acts = [
    "2027-04-05 09:00 child-complaint @police",
    "2027-04-05 10:00 child-safe @police",
  ] },
]
expect = [{ n = 4, of = 8 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'child-complaint' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position AND b.occurred <= a.occurred + 86400
  WHERE NOT b.annulled AND b.kind = 'child-safe'
)
SELECT
  a.case_id, a.day, c.department, c.province,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
WHERE a.occurred + 86400 <= s.as_of
