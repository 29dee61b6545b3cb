/*
id = "care-continued"
unit = "share"
place = "home"
source = "Ley 30364, art. 10.d; DS 009-2016-MIMP, art. 74.2"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Atención que continuó"
en = "Care that went on"

[question]
es = "Después de la primera atención, ¿cuántas volvieron a ser atendidas en 90 días?"
en = "After a first attention, how many were attended again within 90 days?"

[grain]
es = "Un caso atendido por primera vez en el periodo, hace 90 días o más"
en = "One case first attended in the period, 90 days ago or more"

[denominator]
es = "Casos con una primera atención de un servicio en el periodo"
en = "Cases with a first attention by a service in the period"

[not_comparable]
es = "Que no vuelva no dice por qué: puede estar a salvo, lejos o haber sido mal atendida."
en = "That she does not come back does not say why: she may be safe, far away or badly attended."

[[example]]
says = "One came back after a month, one only after four, one the same day; one began too late to be counted"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 victim-attended @cem",
    "2026-04-02 08:00 appointment-kept @cem",
    "2026-04-03 08:00 victim-attended @cem",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 victim-attended-health @health",
    "2026-07-02 08:00 victim-attended @cem",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 victim-attended @cem",
    "2026-03-02 12:00 care-given @health",
    "2026-03-12 12:00 note-added @cem",
    "2026-03-12 12:00 victim-attended @cem #x",
    "2026-03-12 13:00 annulment @cem annuls=#x",
  ] },
  { home = "2101", acts = ["2026-08-02 08:00 victim-attended @cem"] },
]
expect = [{ n = 1, of = 3 }]

[[example]]
says = "On the last day of the ninety and on the next, by each kind of attention, and read on the first day possible"
as_of = "2026-08-01T19:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { acts = [
    "2026-05-04 08:00 victim-attended @cem",
    "2026-05-20 08:00 care-given @health",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended-health @health",
    "2026-05-31 08:00 legal-aid-given @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended @cem",
    "2026-03-12 08:00 victim-attended @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended @cem",
    "2026-03-12 08:00 victim-attended-health @health",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended @cem",
    "2026-06-01 08:00 appointment-kept @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 victim-attended @cem",
    "2026-03-05 08:00 appointment-kept @cem",
  ] },
  { acts = [
    "2026-05-05 08:00 victim-attended @cem",
    "2026-05-20 08:00 care-given @health",
  ] },
]
expect = [
  { n = 5, of = 6 },
]
*/
WITH attention AS (
  SELECT case_id, day, kind
  FROM acts
  WHERE NOT annulled AND kind IN (
    'victim-attended', 'victim-attended-health', 'appointment-kept', 'care-given',
    'legal-aid-given'
  )
), opening AS (
  SELECT case_id, MIN(day) AS day
  FROM attention
  WHERE kind IN ('victim-attended', 'victim-attended-health')
  GROUP BY case_id
), again AS (
  SELECT DISTINCT o.case_id
  FROM opening AS o
  JOIN attention AS a ON a.case_id = o.case_id AND a.day > o.day AND a.day <= o.day + 90
)
SELECT
  o.case_id, o.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN g.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM opening AS o
JOIN cases AS c ON c.case_id = o.case_id
CROSS JOIN span AS s
LEFT JOIN again AS g ON g.case_id = o.case_id
WHERE (o.day + 90) * 86400 <= s.as_of
