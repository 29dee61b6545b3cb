/*
id = "hours-to-comply"
unit = "hours"
place = "office"
source = "Duties of law/norms, those of immediate compliance included"
dimensions = [
  [], ["area"], ["implication"], ["article"], ["duty"], ["bearer"], ["office_group"], ["risk"],
  ["language"], ["ethnicity"], ["age_group"], ["migrant"], ["implication", "risk"],
  ["office_group", "risk"], ["limit_kind"],
]

[title]
es = "Horas hasta cumplir"
en = "Hours to compliance"

[question]
es = "¿Cuánto pasa desde que un deber empieza hasta que se cumple?"
en = "How long from the start of a duty until it is complied with?"

[grain]
es = "Un deber legal que empezó en un caso en el periodo"
en = "One legal duty begun in a case in the period"

[denominator]
es = "Deberes que empezaron en el periodo, con plazo o de cumplimiento inmediato; la mediana es de los cumplidos"
en = "Duties begun in the period, with a term or of immediate compliance; the median is of those met"

[not_comparable]
es = "La mediana no cuenta lo que nunca se cumplió: léela junto con los plazos nunca cumplidos."
en = "The median does not count what was never met: read it beside the terms never met."

[[example]]
says = "Met after 24 and 26 hours, once not met; the struck out is no duty"
as_of = "2026-03-10T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { home = "2101", acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-03 09:00 breach-reported-court @police >court",
  ] },
  { home = "2101", acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-03 11:00 breach-reported-court @police >court",
  ] },
  { home = "2101", acts = ["2026-03-02 09:00 breach-known @police"] },
  { home = "2101", acts = [
    "2026-03-09 12:00 breach-known @police",
    "2026-03-01 12:00 breach-known @police #struck",
    "2026-03-01 13:00 annulment @police annuls=#struck",
  ] },
]
expect = [
  { duty = "entity-report-breach-24h", n = 2, of = 4, median_hours = 24, p90_hours = 26 },
  { duty = "court-breach-tell-prosecutor", n = 0, of = 2 },
  { duty = "court-breach-replace-or-extend", n = 0, of = 2 },
]
[[example]]
says = "At the edges: met at the due instant, due at the very instant of reading, ended after a period, a protocol, a right, a prohibition, struck out"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["limit_kind"]
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
  { limit_kind = "max", n = 3, of = 5, median_hours = 24, p90_hours = 26 },
  { limit_kind = "recurring", n = 0, of = 2 },
  { limit_kind = "immediate", n = 0, of = 4 },
  { limit_kind = "none", n = 0, of = 14 },
  { limit_kind = "recurring-unspecified", n = 0, of = 2 },
]
*/
SELECT
  o.case_id, o.started_day AS day,
  o.department, o.province, o.office,
  o.duty, o.article, o.area, o.implication, o.bearer, o.office_group, o.risk, o.limit_kind,
  c.language, c.ethnicity, c.age_group, c.migrant,
  o.seconds / 3600.0 AS hours
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
WHERE o.legal AND NOT o.voided AND o.limit_kind IN (
  'max', 'same-day', 'recurring', 'immediate', 'none', 'recurring-unspecified'
)
