/*
id = "severe-risk"
unit = "share"
place = "home"
source = "Ley 30364, art. 28; risk form of DS 004-2019-MIMP"
dimensions = [[], ["language"], ["ethnicity"], ["age_group"], ["migrant"], ["instrument"]]

[title]
es = "Riesgo severo en la primera valoración"
en = "Severe risk at the first assessment"

[question]
es = "De los casos valorados por primera vez, ¿cuántos tenían riesgo severo?"
en = "Of the cases first assessed, how many were at severe risk?"

[grain]
es = "Un caso valorado por primera vez en el periodo"
en = "One case first assessed in the period"

[denominator]
es = "Casos con una primera ficha de riesgo en el periodo"
en = "Cases with a first risk form in the period"

[not_comparable]
es = "No es la prevalencia del riesgo: quien no llegó a una ficha no está. La ficha de pareja de Ruta no es el anexo oficial."
en = "It is not the prevalence of risk: who came to no form is not here. Ruta's partner form is not the official annex."

[[example]]
says = "Two first forms, one severe; a later form of the other case does not change it"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["language"]
case = [
  { home = "2101", language = "quechua", acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-03-04 08:00 risk-form-completed @police risk=leve",
  ] },
  { home = "2101", language = "quechua", acts = [
    "2026-03-01 08:00 risk-form-completed @police risk=severo #x",
    "2026-03-01 09:00 annulment @police annuls=#x",
    "2026-03-02 08:00 risk-form-completed @police risk=leve",
    "2026-03-04 08:00 risk-form-completed @police risk=severo",
  ] },
]
expect = [{ language = "quechua", n = 1, of = 2 }]

[[example]]
says = "A level raised without a form, a form without a level"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["language"]
case = [
  { language = "quechua", acts = [
    "2026-03-01 08:00 risk-level-raised @police risk=leve",
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
  ] },
  { language = "aymara", acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=leve",
  ] },
  { language = "awajun", acts = [
    "2026-03-01 08:00 risk-form-completed @police",
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
  ] },
]
expect = [
  { language = "quechua", n = 1, of = 1 },
  { language = "aymara", n = 0, of = 1 },
  { language = "awajun", n = 1, of = 1 },
]
*/
WITH form AS (
  SELECT case_id, day, risk, instrument,
    ROW_NUMBER() OVER (PARTITION BY case_id ORDER BY position) AS nth
  FROM acts
  WHERE kind = 'risk-form-completed' AND NOT annulled AND NOT risk IS NULL
)
SELECT
  f.case_id, f.day, c.department, c.province, c.language, c.ethnicity, c.age_group, c.migrant, f.instrument,
  CASE WHEN f.risk = 'severo' THEN 1 ELSE 0 END AS counted
FROM form AS f
JOIN cases AS c ON c.case_id = f.case_id
WHERE f.nth = 1
