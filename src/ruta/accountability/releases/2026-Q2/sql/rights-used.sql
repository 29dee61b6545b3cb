/*
id = "rights-used"
unit = "share"
place = "home"
source = "Ley 30364, art. 16-C; DS 009-2016-MIMP, arts. 43.1 y 85.a"
dimensions = [[], ["duty"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Derechos con plazo que se usaron"
en = "Rights with a term that were used"

[question]
es = "¿Cuántas veces se usó un derecho (apelar, adherirse, acreditar una inasistencia) antes de que venciera?"
en = "How often was a right (to appeal, to adhere, to document an absence) used before it lapsed?"

[grain]
es = "Un derecho que se abrió en un caso y cuyo plazo acabó en el periodo"
en = "One right opened in a case whose term ended in the period"

[denominator]
es = "Derechos cuyo plazo acabó en el periodo, usados o no"
en = "Rights whose term ended in the period, used or not"

[not_comparable]
es = "No usar un derecho no es un incumplimiento de nadie."
en = "Not using a right is nobody's breach."

[[example]]
says = "One appeal filed in time, one day lapsed without any, one right still open"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { home = "2101", acts = [
    "2026-03-02 09:00 resolution-notified @court",
    "2026-03-03 09:00 appeal-filed @cem >court",
  ] },
  { home = "2101", acts = ["2026-03-02 09:00 resolution-notified @court"] },
  { home = "2101", acts = ["2026-03-19 09:00 resolution-notified @court"] },
]
expect = [{ duty = "party-appeal-3d", n = 1, of = 2 }]
[[example]]
says = "At the edges: met at the due instant, due at the very instant of reading, ended after a period, a protocol, a right, a prohibition, struck out"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { home = "2101", acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-03 09:00 breach-reported-court @police >court",
  ] },
  { home = "2102", acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-03 11:00 breach-reported-court @police >court",
  ] },
  { home = "2101", acts = ["2026-03-02 09:00 breach-known @police"] },
  { home = "2101", acts = [
    "2026-05-19 09:00 breach-known @police",
    "2026-05-19 10:00 breach-reported-court @police >court",
  ] },
  { home = "2101", acts = ["2026-03-02 09:00 rape-occurred @health"] },
  { home = "2101", acts = ["2026-03-02 09:00 resolution-notified @court"] },
  { home = "2101", acts = [
    "2026-03-02 09:00 hearing-held @court",
    "2026-03-02 10:00 victim-reinterviewed @court",
  ] },
  { home = "2101", acts = [
    "2026-03-02 09:00 executor-notified @court >police",
    "2026-04-10 09:00 measures-ended @court >police",
  ] },
  { home = "2101", acts = [
    "2026-03-09 12:00 breach-known @police #struck",
    "2026-03-09 13:00 annulment @police annuls=#struck",
  ] },
]
expect = [
  { duty = "party-appeal-3d", n = 0, of = 1 },
]

[[example]]
says = "Used while its term still ran at the day of reading"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { acts = [
    "2026-03-19 09:00 resolution-notified @court",
    "2026-03-19 10:00 appeal-filed @cem >court",
  ] },
  { acts = [
    "2026-03-02 09:00 resolution-notified @court",
  ] },
]
expect = [
  { duty = "party-appeal-3d", n = 0, of = 1 },
]
*/
SELECT
  o.case_id, o.due_day AS day, c.department, c.province, o.duty,
  c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN o.status = 'used' THEN 1 ELSE 0 END AS counted
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
CROSS JOIN span AS s
WHERE o.limit_kind = 'right-window' AND o.status IN ('used', 'lapsed') AND o.due < s.as_of
