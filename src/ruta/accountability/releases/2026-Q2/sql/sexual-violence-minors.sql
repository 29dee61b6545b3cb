/*
id = "sexual-violence-minors"
unit = "count"
place = "home"
sensitive = true
source = "Ley 30364, art. 8.c; Código Penal, arts. 173 y siguientes"
dimensions = [[], ["age_group"]]

[title]
es = "Violencia sexual contra niñas, niños y adolescentes"
en = "Sexual violence against children"

[question]
es = "¿Cuántos casos de violencia sexual son de menores de 18 años?"
en = "How many cases of sexual violence are of persons under 18?"

[grain]
es = "Un caso de violencia sexual contra una persona menor de 18 años, abierto en el periodo"
en = "One case of sexual violence against a person under 18, opened in the period"

[denominator]
es = "Es un conteo: no tiene denominador"
en = "It is a count: it has no denominator"

[not_comparable]
es = "Solo por región y año. Cuenta casos de Ruta: no es la cifra nacional."
en = "By region and year only. It counts cases of Ruta: it is not the national figure."

[[example]]
says = "A girl counts, a woman does not, nor a girl beaten"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["age_group"]
case = [
  { home = "2101", age_group = "12-17", violence_types = ["sexual", "fisica"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { home = "2101", age_group = "18-29", violence_types = ["sexual"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { home = "2101", age_group = "12-17", violence_types = ["fisica"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { age_group = "12-17", n = 1 },
]

[[example]]
says = "Every age under eighteen"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { age_group = "0-5", violence_types = ["sexual"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { age_group = "6-11", violence_types = ["sexual"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { age_group = "12-17", violence_types = ["sexual"], acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { n = 3 },
]
*/
SELECT c.case_id, c.opened_day AS day, c.department, c.province, c.age_group
FROM cases AS c
JOIN case_violence AS v ON v.case_id = c.case_id
WHERE v.violence_type = 'sexual' AND c.age_group IN ('0-5', '6-11', '12-17')
