/*
id = "workload"
unit = "ratio"
place = "office"
source = "Acts recorded in Ruta"
dimensions = [[], ["office_group"]]

[title]
es = "Casos por oficina"
en = "Cases per office"

[question]
es = "¿Cuántos casos movió en promedio cada oficina?"
en = "How many cases did each office move on average?"

[grain]
es = "Una oficina que anotó algún acto en el periodo, con los casos en que lo hizo"
en = "One office that recorded some act in the period, with the cases in which it did"

[denominator]
es = "Oficinas que anotaron algo en el periodo"
en = "Offices that recorded something in the period"

[not_comparable]
es = "Un caso con varias oficinas cuenta en cada una. No dice cuántas personas trabajan en ella."
en = "A case with several offices counts in each. It does not say how many people work there."

[[example]]
says = "The police moved two cases, the court one; what happened after the period does not count"
as_of = "2026-09-01T09:00"
from = "2026-03-01"
until = "2026-04-01"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-02 09:00 risk-form-completed @police risk=leve",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 09:00 measures-denied @court",
    "2026-05-03 09:00 note-added @cem",
  ] },
]
expect = [
  { office_group = "police", n = 2, of = 1 },
  { office_group = "protection-courts", n = 1, of = 1 },
]

[[example]]
says = "On the first and the last day, before and after, struck out"
as_of = "2026-09-01T09:00"
from = "2026-03-01"
until = "2026-04-01"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office"]
case = [
  { acts = [
    "2026-03-01 08:00 note-added @police",
  ] },
  { acts = [
    "2026-03-31 23:59 note-added @police",
  ] },
  { acts = [
    "2026-04-01 00:00 note-added @police",
  ] },
  { acts = [
    "2026-02-28 23:59 note-added @police",
  ] },
  { acts = [
    "2026-03-10 08:00 note-added @police #x",
    "2026-03-10 09:00 annulment @court annuls=#x",
  ] },
]
expect = [
  { office = "police", n = 2, of = 1 },
  { office = "court", n = 1, of = 1 },
]
*/
SELECT
  CAST(NULL AS BIGINT) AS case_id, s.from_day AS day, f.department, f.province, f.office, f.office_group,
  COUNT(DISTINCT a.case_id) AS part, 1 AS whole
FROM offices AS f
JOIN acts AS a ON a.office = f.office
CROSS JOIN span AS s
WHERE NOT a.annulled AND a.day >= s.from_day AND a.day < s.until_day
GROUP BY s.from_day, f.department, f.province, f.office, f.office_group
