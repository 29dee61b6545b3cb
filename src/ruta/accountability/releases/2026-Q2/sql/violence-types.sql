/*
id = "violence-types"
unit = "count"
place = "home"
source = "Ley 30364, art. 8"
dimensions = [["violence_type"], ["violence_type", "risk"]]

[title]
es = "Casos por tipo de violencia"
en = "Cases by type of violence"

[question]
es = "¿Qué tipos de violencia hay en los casos?"
en = "Which types of violence are there in the cases?"

[grain]
es = "Un tipo de violencia de un caso abierto en el periodo"
en = "One type of violence of a case opened in the period"

[denominator]
es = "Es un conteo: no tiene denominador. Un caso puede tener varios tipos"
en = "It is a count: it has no denominator. A case may have several types"

[not_comparable]
es = "No sumes los tipos: un caso está en varios."
en = "Do not add up the types: one case is in several."

[[example]]
says = "One case of two types, one of one"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["violence_type"]
case = [
  { home = "2101", violence_types = ["fisica", "psicologica"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { home = "2101", violence_types = ["fisica"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { violence_type = "fisica", n = 2 },
  { violence_type = "psicologica", n = 1 },
]

[[example]]
says = "Each case has its own risk"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["violence_type", "risk"]
case = [
  { violence_types = ["fisica"], acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
  ] },
  { violence_types = ["sexual"], acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=leve",
  ] },
]
expect = [
  { violence_type = "fisica", risk = "severo", n = 1 },
  { violence_type = "sexual", risk = "leve", n = 1 },
]
*/
SELECT v.case_id, c.opened_day AS day, c.department, c.province, c.risk, v.violence_type
FROM case_violence AS v
JOIN cases AS c ON c.case_id = v.case_id
