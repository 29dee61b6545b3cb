/*
id = "complaints-against-officials"
unit = "share"
place = "office"
source = "Ley 30364, art. 21; Código Penal, arts. 377 y 378"
dimensions = [[], ["office_group"]]

[title]
es = "Faltas de funcionarios y su desenlace"
en = "Breaches by officials and their outcome"

[question]
es = "De las omisiones o demoras conocidas de un deber, ¿cuántas tuvieron un procedimiento abierto?"
en = "Of the omissions or delays of a duty that became known, how many had a proceeding opened?"

[grain]
es = "Una omisión o demora de un deber, conocida en el periodo"
en = "One omission or delay of a duty known in the period"

[denominator]
es = "Omisiones o demoras conocidas en el periodo"
en = "Omissions or delays known in the period"

[not_comparable]
es = "No dice cómo acabó el procedimiento: ningún acto lo anota todavía."
en = "It does not say how the proceeding ended: no act records that yet."

[[example]]
says = "Two omissions known, one proceeding opened"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 duty-breached @police duty=x",
    "2026-04-02 10:00 liability-proceeding-opened @police duty=x",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 duty-breached @police duty=x",
    "2026-04-02 10:00 liability-proceeding-opened @police #x",
    "2026-04-03 10:00 annulment @police annuls=#x",
  ] },
]
expect = [
  { office_group = "police", n = 1, of = 2 },
]

[[example]]
says = "In order, struck out, repeated, at the edge of the time given"
as_of = "2027-04-06T08:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { acts = [
    "2026-03-02 08:00 duty-breached @police",
    "2026-03-02 09:00 liability-proceeding-opened @police",
  ] },
  { acts = [
    "2026-03-02 08:00 duty-breached @police",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 liability-proceeding-opened @police",
    "2026-03-02 09:00 duty-breached @police",
    "2026-03-02 10:00 liability-proceeding-opened @police #x",
    "2026-03-02 11:00 annulment @police annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 duty-breached @police",
    "2026-03-02 09:00 liability-proceeding-opened @police",
    "2026-03-02 10:00 duty-breached @police",
  ] },
  { acts = [
    "2026-03-02 08:00 duty-breached @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
    "2026-03-02 10:00 liability-proceeding-opened @police",
  ] },
]
expect = [{ n = 2, of = 5 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day, a.department, a.province, a.office, a.office_group
  FROM acts AS a
  WHERE a.kind = 'duty-breached' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'liability-proceeding-opened'
)
SELECT
  a.case_id, a.day, a.department, a.province, a.office, a.office_group,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
