/*
id = "kit-delivered"
unit = "share"
place = "home"
sensitive = true
source = "Directiva Sanitaria 083-MINSA/2019; Ley 30364, art. 10.c"
dimensions = [[]]

[title]
es = "Kit para violencia sexual entregado"
en = "Kit for sexual violence delivered"

[question]
es = "Cuando un servicio conoció una violación, ¿entregó el kit en 72 horas?"
en = "When a service learned of a rape, did it deliver the kit within 72 hours?"

[grain]
es = "Una violación conocida por una institución en el periodo"
en = "One rape known to an institution in the period"

[denominator]
es = "Violaciones conocidas en el periodo, hace 72 horas o más"
en = "Rapes known in the period, 72 hours ago or more"

[not_comparable]
es = "Solo por región y año. Las 72 horas se cuentan desde que la institución la conoció, no desde el hecho."
en = "By region and year only. The 72 hours are counted from when the institution learned of it, not from the fact."

[[example]]
says = "Delivered the next day; offered only; delivered on the fifth day"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-03 08:00 kit-delivered @health",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-03 08:00 kit-offered @health",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-07 08:00 kit-delivered @health",
  ] },
]
expect = [
  { n = 1, of = 3 },
]

[[example]]
says = "In order, struck out, repeated, at the edge of the time given"
as_of = "2027-04-06T08:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-02 09:00 kit-delivered @health",
  ] },
  { acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 kit-delivered @health",
    "2026-03-02 09:00 rape-known @health",
    "2026-03-02 10:00 kit-delivered @health #x",
    "2026-03-02 11:00 annulment @health annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-02 09:00 kit-delivered @health",
    "2026-03-02 10:00 rape-known @health",
  ] },
  { acts = [
    "2026-03-02 08:00 rape-known @health #x",
    "2026-03-02 09:00 annulment @health annuls=#x",
    "2026-03-02 10:00 kit-delivered @health",
  ] },
  { acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-05 08:00 kit-delivered @health",
  ] },
  { acts = [
    "2026-03-02 08:00 rape-known @health",
    "2026-03-05 09:00 kit-delivered @health",
  ] },
  { acts = [
    "2027-04-03 08:00 rape-known @health",
    "2027-04-03 09:00 kit-delivered @health",
  ] },
  { acts = [
    "2027-04-03 09:00 rape-known @health",
    "2027-04-03 10:00 kit-delivered @health",
  ] },
]
expect = [{ n = 4, of = 8 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'rape-known' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position AND b.occurred <= a.occurred + 259200
  WHERE NOT b.annulled AND b.kind = 'kit-delivered'
)
SELECT
  a.case_id, a.day, c.department, c.province,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
WHERE a.occurred + 259200 <= s.as_of
