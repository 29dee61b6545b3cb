/*
id = "reparation-paid"
unit = "share"
place = "home"
source = "Ley 30364, art. 20; Código Penal, arts. 92 y 93"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Reparación pagada"
en = "Reparation paid"

[question]
es = "De las sentencias firmes, ¿cuántas tienen la reparación pagada?"
en = "Of the final sentences, in how many has the reparation been paid?"

[grain]
es = "Una sentencia firme del periodo"
en = "One final sentence of the period"

[denominator]
es = "Sentencias firmes del periodo, también las que absuelven"
en = "Final sentences of the period, those that acquit included"

[not_comparable]
es = "El monto y el sentido del fallo no salen del expediente: no toda sentencia firme ordena reparar."
en = "The amount and the verdict do not leave the file: not every final sentence orders reparation."

[[example]]
says = "Two final sentences, one paid"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 sentence-final @trial",
    "2026-06-09 10:00 reparation-paid @trial",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 sentence-final @trial",
    "2026-03-09 10:00 reparation-paid @trial #x",
    "2026-03-10 10:00 annulment @trial annuls=#x",
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
    "2026-03-02 08:00 sentence-final @trial",
    "2026-03-02 09:00 reparation-paid @trial",
  ] },
  { acts = [
    "2026-03-02 08:00 sentence-final @trial",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 reparation-paid @trial",
    "2026-03-02 09:00 sentence-final @trial",
    "2026-03-02 10:00 reparation-paid @trial #x",
    "2026-03-02 11:00 annulment @trial annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 sentence-final @trial",
    "2026-03-02 09:00 reparation-paid @trial",
    "2026-03-02 10:00 sentence-final @trial",
  ] },
  { acts = [
    "2026-03-02 08:00 sentence-final @trial #x",
    "2026-03-02 09:00 annulment @trial annuls=#x",
    "2026-03-02 10:00 reparation-paid @trial",
  ] },
]
expect = [{ n = 2, of = 5 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'sentence-final' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position
  WHERE NOT b.annulled AND b.kind = 'reparation-paid'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
