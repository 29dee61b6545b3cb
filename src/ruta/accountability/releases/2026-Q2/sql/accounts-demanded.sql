/*
id = "accounts-demanded"
unit = "ratio"
place = "home"
source = "Ley 30364, arts. 18 y 19; DS 009-2016-MIMP, arts. 11 y 36.3"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Veces que las instituciones le pidieron su relato otra vez"
en = "Times institutions demanded her account again"

[question]
es = "¿Cuántas veces, en promedio, tuvo que volver a contar lo que vivió porque se lo pidieron?"
en = "How many times, on average, did she have to tell what happened again because she was asked to?"

[grain]
es = "Un caso abierto en el periodo"
en = "One case opened in the period"

[denominator]
es = "Casos abiertos en el periodo"
en = "Cases opened in the period"

[not_comparable]
es = "Solo cuenta lo que alguien anotó: no lo compares con lo que ellas cuentan en encuestas."
en = "It counts only what somebody recorded: do not compare it with what women say in surveys."

[[example]]
says = "One woman was asked twice again, another never; an entry struck out does not count"
as_of = "2026-09-01T00:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101" }

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 08:00 complaint-presented-pnp @police >police",
  "2026-03-02 08:10 account-told @police",
  "2026-03-04 08:10 account-demanded @court",
  "2026-03-05 08:10 victim-reinterviewed @court",
]

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 08:00 complaint-presented-pnp @police >police",
  "2026-03-04 08:10 account-demanded @court #a",
  "2026-03-04 09:10 annulment @court annuls=#a",
]

[[example.expect]]
n = 2
of = 2

[[example]]
says = "Each woman has her own count"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["language"]
case = [
  { language = "quechua", acts = [
    "2026-03-02 08:00 account-demanded @court",
    "2026-03-02 09:00 account-demanded @cem",
  ] },
  { language = "aymara", acts = [
    "2026-03-02 08:00 note-added @cem",
  ] },
]
expect = [
  { language = "quechua", n = 2, of = 1 },
  { language = "aymara", n = 0, of = 1 },
]
*/
WITH demanded AS (
  SELECT case_id, COUNT(*) AS times
  FROM acts
  WHERE NOT annulled AND kind IN ('account-demanded', 'victim-reinterviewed')
  GROUP BY case_id
)
SELECT
  c.case_id, c.opened_day AS day, c.department, c.province,
  c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  COALESCE(d.times, 0) AS part, 1 AS whole
FROM cases AS c
LEFT JOIN demanded AS d ON d.case_id = c.case_id
