/*
id = "consent-asked"
unit = "share"
place = "home"
source = "Ley 29733, art. 13; rule of consent of Ruta"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Consentimiento preguntado"
en = "Consent asked for"

[question]
es = "¿En cuántos casos se le preguntó si quería compartir lo que contó?"
en = "In how many cases was she asked whether she wanted to share what she told?"

[grain]
es = "Un caso abierto en el periodo"
en = "One case opened in the period"

[denominator]
es = "Casos abiertos en el periodo que ella permite contar"
en = "Cases opened in the period that she allows to be counted"

[not_comparable]
es = "Decir que no cuenta igual que decir que sí: mide si se preguntó."
en = "Saying no counts as saying yes: it measures whether she was asked."

[[example]]
says = "One said yes, one said no, one was never asked"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-02 08:30 consent-given @police >cem",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-02 08:30 consent-refused @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-02 08:30 consent-given @police #x",
    "2026-03-02 09:30 annulment @police annuls=#x",
  ] },
]
expect = [
  { n = 2, of = 3 },
]
*/
WITH asked AS (
  SELECT DISTINCT case_id FROM acts
  WHERE kind IN ('consent-given', 'consent-refused') AND NOT annulled
)
SELECT
  c.case_id, c.opened_day AS day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN a.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM cases AS c
LEFT JOIN asked AS a ON a.case_id = c.case_id
