/*
id = "held-by-nobody"
unit = "share"
place = "home"
source = "Ruta, rule 5 of the clock: who owes"
dimensions = [[], ["bearer"], ["implication"]]

[title]
es = "Plazos que ninguna oficina tiene a su cargo"
en = "Terms that no office holds"

[question]
es = "¿Cuántos plazos no tienen una oficina que los deba?"
en = "How many terms have no office that owes them?"

[grain]
es = "Un plazo legal que empezó en un caso en el periodo"
en = "One legal term begun in a case in the period"

[denominator]
es = "Plazos legales que empezaron en el periodo"
en = "Legal terms begun in the period"

[not_comparable]
es = "No dice que nadie actuó: dice que en el expediente no hay una oficina de la clase que la ley señala."
en = "It does not say that nobody acted: it says that no office of the kind the law names is in the file."

[[example]]
says = "A breach known to the women's centre of one case is owed by it; where nobody is named, by nobody"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["bearer"]
case = [
  { home = "2101", acts = ["2026-03-02 09:00 breach-known @police"] },
  { home = "2101", acts = ["2026-03-02 09:00 breach-known"] },
]
expect = [{ bearer = "any-entity", n = 1, of = 2 }]
[[example]]
says = "At the edges: met at the due instant, due at the very instant of reading, ended after a period, a protocol, a right, a prohibition, struck out"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["bearer"]
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
  { bearer = "any-entity", n = 0, of = 4 },
  { bearer = "pnp", n = 0, of = 3 },
]
*/
SELECT
  o.case_id, o.started_day AS day, c.department, c.province, o.bearer, o.implication,
  CASE WHEN o.office IS NULL THEN 1 ELSE 0 END AS counted
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
WHERE o.legal AND NOT o.voided AND o.limit_kind IN ('max', 'same-day', 'recurring')
