/*
id = "protocol-in-time"
unit = "share"
place = "office"
source = "Protocols and assumptions of law/norms: they do not count for legal compliance"
dimensions = [[], ["duty"], ["implication"], ["office_group"]]

[title]
es = "Plazos de protocolo cumplidos a tiempo"
en = "Terms of protocols met in time"

[question]
es = "De los plazos que fija un protocolo y no la ley, ¿cuántos se cumplieron a tiempo?"
en = "Of the terms set by a protocol and not by law, how many were met in time?"

[grain]
es = "Un plazo de protocolo de un caso que venció en el periodo"
en = "One term of a protocol in one case that fell due in the period"

[denominator]
es = "Plazos de protocolo que vencieron en el periodo"
en = "Terms of protocols that fell due in the period"

[not_comparable]
es = "No es cumplimiento de la ley: no lo sumes ni lo compares con los plazos legales."
en = "It is not compliance with the law: do not add it to, or compare it with, legal terms."

[[example]]
says = "One kit within three days, one never; the legal terms of the same cases do not count"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { home = "2101", acts = [
    "2026-03-02 09:00 rape-occurred @health",
    "2026-03-02 10:00 breach-known @police",
    "2026-03-05 09:00 kit-delivered @health",
  ] },
  { home = "2101", acts = ["2026-03-02 09:00 rape-occurred @health"] },
]
expect = [{ duty = "health-kit-72h", n = 1, of = 2 }]
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
  { duty = "health-kit-72h", n = 0, of = 1 },
]

[[example]]
says = "Late; and due at the very instant of reading"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { acts = [
    "2026-03-02 09:00 rape-occurred @health",
    "2026-03-05 17:00 kit-delivered @health",
  ] },
  { acts = [
    "2026-03-17 09:00 rape-occurred @health",
    "2026-03-17 17:00 kit-delivered @health",
  ] },
]
expect = [
  { duty = "health-kit-72h", n = 0, of = 1 },
]
*/
SELECT
  o.case_id, o.due_day AS day, o.department, o.province, o.office, o.duty, o.implication,
  o.office_group,
  CASE WHEN o.status = 'met' THEN 1 ELSE 0 END AS counted
FROM obligations AS o
CROSS JOIN span AS s
WHERE NOT o.legal AND o.due < s.as_of
  AND o.status IN ('met', 'met-late', 'overdue', 'breached')
