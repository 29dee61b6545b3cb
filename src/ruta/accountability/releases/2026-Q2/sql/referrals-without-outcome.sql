/*
id = "referrals-without-outcome"
unit = "share"
place = "office"
source = "Ley 30364, art. 10; DS 009-2016-MIMP, art. 74.2"
dimensions = [[], ["office_group"], ["to_group"]]

[title]
es = "Derivaciones sin desenlace"
en = "Referrals without an outcome"

[question]
es = "¿Cuántas derivaciones quedaron sin que el servicio la atendiera en 30 días?"
en = "How many referrals stayed without the service attending her within 30 days?"

[grain]
es = "Una derivación hecha en el periodo, hace 30 días o más"
en = "One referral made in the period, 30 days ago or more"

[denominator]
es = "Derivaciones a una oficina, hechas en el periodo"
en = "Referrals to an office, made in the period"

[not_comparable]
es = "El desenlace se ve solo si quien recibió anota en Ruta."
en = "The outcome is seen only if who received her records in Ruta."

[[example]]
says = "One referral answered in a week, one by another office, one after two months"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["to_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-03-09 08:00 victim-attended-health @health",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-03-09 08:00 victim-attended @cem",
    "2026-03-10 08:00 victim-attended-health @health #x",
    "2026-03-10 09:00 annulment @health annuls=#x",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-05-09 08:00 victim-attended-health @health",
  ] },
  { home = "2101", acts = ["2026-08-20 08:00 referral-made @cem >health"] },
]
expect = [{ to_group = "health", n = 2, of = 3 }]

[[example]]
says = "On the last second, again, before, by another office, by each kind of outcome"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["to_group"]
case = [
  { acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-04-01 08:00 care-given @health",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-03-03 08:00 victim-attended-health @health",
    "2026-03-10 08:00 referral-made @cem >health",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @cem >health #x",
    "2026-03-02 09:00 annulment @cem annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 police-informed @court >police",
  ] },
  { acts = [
    "2026-03-01 08:00 care-given @health",
    "2026-03-02 08:00 referral-made @cem >health",
  ] },
  { acts = [
    "2026-08-02 09:00 referral-made @cem >health",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-03-04 08:00 victim-attended @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-03-04 08:00 care-given @health #y",
    "2026-03-04 09:00 annulment @health annuls=#y",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @cem >health",
    "2026-04-16 08:00 care-given @health",
  ] },
  { acts = [
    "2026-07-20 09:00 referral-made @cem >health",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @health >cem",
    "2026-03-04 08:00 victim-attended @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @health >cem",
    "2026-03-04 08:00 legal-aid-given @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @health >cem",
    "2026-03-04 08:00 appointment-kept @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @health >cem",
    "2026-03-04 08:00 shelter-admitted @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 referral-made @health >cem",
    "2026-03-04 08:00 programme-enrolled @cem",
  ] },
]
expect = [
  { to_group = "health", n = 7, of = 9 },
  { to_group = "womens-centres", n = 0, of = 5 },
]
*/
WITH referral AS (
  SELECT a.case_id, a.position, a.occurred, a.day, a.department, a.province, a.office, a.office_group, a.to_office
  FROM acts AS a
  WHERE a.kind = 'referral-made' AND NOT a.annulled AND NOT a.to_office IS NULL
), answered AS (
  SELECT DISTINCT r.case_id, r.position
  FROM referral AS r
  JOIN acts AS a ON a.case_id = r.case_id AND a.office = r.to_office
    AND a.position > r.position AND a.occurred <= r.occurred + 2592000
  WHERE NOT a.annulled AND a.kind IN (
    'victim-attended', 'victim-attended-health', 'care-given', 'legal-aid-given',
    'appointment-kept', 'shelter-admitted', 'programme-enrolled'
  )
)
SELECT
  r.case_id, r.day, r.department, r.province, r.office, r.office_group,
  f.office_group AS to_group, CASE WHEN w.case_id IS NULL THEN 1 ELSE 0 END AS counted
FROM referral AS r
JOIN offices AS f ON f.office = r.to_office
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = r.case_id AND w.position = r.position
WHERE r.occurred + 2592000 <= s.as_of
