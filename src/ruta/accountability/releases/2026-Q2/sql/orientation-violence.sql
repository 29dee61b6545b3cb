/*
id = "orientation-violence"
unit = "count"
place = "home"
sensitive = true
source = "DS 009-2016-MIMP, art. 8 (modality: sexual orientation)"
dimensions = [[]]

[title]
es = "Violencia por orientación sexual o identidad de género"
en = "Violence for sexual orientation or gender identity"

[question]
es = "¿Cuántos casos son de violencia por orientación sexual o identidad de género?"
en = "How many cases are of violence for sexual orientation or gender identity?"

[grain]
es = "Un caso de esa modalidad, abierto en el periodo"
en = "One case of that modality, opened in the period"

[denominator]
es = "Es un conteo: no tiene denominador"
en = "It is a count: it has no denominator"

[not_comparable]
es = "Solo por región y año. Cuenta casos de Ruta: no es la cifra nacional."
en = "By region and year only. It counts cases of Ruta: it is not the national figure."

[[example]]
says = "One of the modality, one of another"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", modality = "orientacion-sexual", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { home = "2101", modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { n = 1 },
]

[[example]]
says = "Others are more"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { modality = "orientacion-sexual", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { n = 1 },
]
*/
SELECT c.case_id, c.opened_day AS day, c.department, c.province
FROM cases AS c
WHERE c.modality = 'orientacion-sexual'
