/*
id = "femicide"
unit = "count"
place = "home"
sensitive = true
source = "Código Penal, art. 108-B"
dimensions = [[]]

[title]
es = "Feminicidios y tentativas conocidos"
en = "Femicides and attempts known"

[question]
es = "¿Cuántos casos son de feminicidio o tentativa?"
en = "How many cases are of femicide or attempt?"

[grain]
es = "Un caso de feminicidio o tentativa, abierto en el periodo"
en = "One case of femicide or attempt, opened in the period"

[denominator]
es = "Es un conteo: no tiene denominador"
en = "It is a count: it has no denominator"

[not_comparable]
es = "Solo por región y año. Cuenta casos de Ruta: no es la cifra nacional."
en = "By region and year only. It counts cases of Ruta: it is not the national figure."

[[example]]
says = "One known by its modality, one by an act, one struck out"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", modality = "feminicidio", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 femicide-known @police",
    "2026-03-03 08:00 femicide-known @fiscal",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 femicide-known @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
  ] },
  { home = "2101", modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { n = 2 },
]

[[example]]
says = "Twice known by an act, and cases of another modality"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { modality = "feminicidio", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 femicide-known @police",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 femicide-known @police",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 femicide-known @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { n = 3 },
]
*/
WITH known AS (
  SELECT DISTINCT case_id FROM acts WHERE kind = 'femicide-known' AND NOT annulled
)
SELECT c.case_id, c.opened_day AS day, c.department, c.province
FROM cases AS c
LEFT JOIN known AS k ON k.case_id = c.case_id
WHERE c.modality = 'feminicidio' OR NOT k.case_id IS NULL
