/*
id = "safety-plans"
unit = "share"
place = "home"
source = "Ley 30364, art. 28; safety plan of Ruta"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Plan de seguridad cuando el riesgo es severo"
en = "Safety plan where the risk is severe"

[question]
es = "De las fichas con riesgo severo, ¿cuántas tuvieron un plan de seguridad en siete días?"
en = "Of the forms with severe risk, how many had a safety plan within seven days?"

[grain]
es = "Una ficha con riesgo severo del periodo"
en = "One form with severe risk in the period"

[denominator]
es = "Fichas con riesgo severo del periodo, hace siete días o más"
en = "Forms with severe risk in the period, seven days ago or more"

[not_comparable]
es = "Los siete días son un umbral de trabajo. Un plan escrito no es todavía seguridad."
en = "The seven days are a working threshold. A written plan is not yet safety."

[[example]]
says = "Two severe forms, one plan in time; the mild form asks for none"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-03-04 10:00 safety-plan-made @cem",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-04-04 10:00 safety-plan-made @cem",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=leve",
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
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-03-02 09:00 safety-plan-made @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 safety-plan-made @cem",
    "2026-03-02 09:00 risk-form-completed @police risk=severo",
    "2026-03-02 10:00 safety-plan-made @cem #x",
    "2026-03-02 11:00 annulment @cem annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-03-02 09:00 safety-plan-made @cem",
    "2026-03-02 10:00 risk-form-completed @police risk=severo",
  ] },
  { acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
    "2026-03-02 10:00 safety-plan-made @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-03-09 08:00 safety-plan-made @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 risk-form-completed @police risk=severo",
    "2026-03-09 09:00 safety-plan-made @cem",
  ] },
  { acts = [
    "2027-03-30 08:00 risk-form-completed @police risk=severo",
    "2027-03-30 09:00 safety-plan-made @cem",
  ] },
  { acts = [
    "2027-03-30 09:00 risk-form-completed @police risk=severo",
    "2027-03-30 10:00 safety-plan-made @cem",
  ] },
]
expect = [{ n = 4, of = 8 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'risk-form-completed' AND NOT a.annulled AND a.risk = 'severo'
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position AND b.occurred <= a.occurred + 604800
  WHERE NOT b.annulled AND b.kind = 'safety-plan-made'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
WHERE a.occurred + 604800 <= s.as_of
