/*
id = "late-with-impediment"
unit = "share"
place = "office"
source = "DS 009-2016-MIMP, art. 47; impediments recorded beside a duty"
dimensions = [[], ["office_group"], ["duty"], ["implication"]]

[title]
es = "Demoras con un impedimento anotado"
en = "Delays with an impediment recorded"

[question]
es = "De los deberes tardíos o sin cumplir, ¿cuántos tienen anotado qué lo impidió?"
en = "Of the duties late or not complied with, how many say what kept them from it?"

[grain]
es = "Un deber legal tardío o sin cumplir, con plazo o de cumplimiento inmediato"
en = "One legal duty late or not complied with, with a term or of immediate compliance"

[denominator]
es = "Deberes que empezaron en el periodo y están vencidos, tardíos o, si son inmediatos, sin cumplir"
en = "Duties begun in the period that are overdue, late or, if immediate, not complied with"

[not_comparable]
es = "Un impedimento explica una demora y no la excusa."
en = "An impediment explains a delay and does not excuse it."

[[example]]
says = "Two measures not executed: one station wrote down why"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { home = "2101", acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-04 09:30 impediment-recorded @police impediment=no-vehicle duty=entity-report-breach-24h",
  ] },
  { home = "2101", acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-04 09:30 impediment-recorded @police impediment=no-vehicle duty=another",
  ] },
  { home = "2101", acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-02 09:30 breach-reported-court @police >court",
  ] },
]
expect = [
  { duty = "entity-report-breach-24h", n = 1, of = 2 },
  { duty = "court-breach-tell-prosecutor", n = 0, of = 1 },
]

[[example]]
says = "Late with its reason; a reason struck out, or said in another act; protocols, prohibitions and what was met are not asked for one"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-03 10:00 impediment-recorded @police impediment=no-signal duty=entity-report-breach-24h",
    "2026-03-03 11:00 breach-reported-court @police >court",
  ] },
  { acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-04 09:00 impediment-recorded @police impediment=no-signal duty=entity-report-breach-24h #x",
    "2026-03-04 10:00 annulment @police annuls=#x",
    "2026-03-04 11:00 note-added @police duty=entity-report-breach-24h",
  ] },
  { acts = [
    "2026-03-02 09:00 breach-known @police",
  ] },
  { acts = [
    "2026-03-02 09:00 rape-occurred @health",
  ] },
  { acts = [
    "2026-03-02 09:00 hearing-held @court",
    "2026-03-02 10:00 victim-reinterviewed @court",
  ] },
  { acts = [
    "2026-03-02 09:00 executor-notified @court >police",
    "2026-04-10 09:00 measures-ended @court >police",
  ] },
  { acts = [
    "2026-03-02 09:00 breach-reported-court @police >court",
    "2026-03-02 10:00 breach-reported-prosecutor @court >fiscal",
  ] },
]
expect = [
  { duty = "entity-report-breach-24h", n = 1, of = 3 },
  { duty = "court-breach-tell-prosecutor", n = 0, of = 1 },
  { duty = "executor-report-15d", n = 0, of = 1 },
  { duty = "pnp-geomap-monthly", n = 0, of = 1 },
  { duty = "executor-execute-immediately", n = 0, of = 1 },
]
*/
WITH explained AS (
  SELECT DISTINCT case_id, duty
  FROM acts
  WHERE kind = 'impediment-recorded' AND NOT annulled AND NOT duty IS NULL
)
SELECT
  o.case_id, o.started_day AS day, o.department, o.province, o.office, o.office_group, o.duty,
  o.implication, CASE WHEN e.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM obligations AS o
LEFT JOIN explained AS e ON e.case_id = o.case_id AND e.duty = o.wording
WHERE o.legal AND (
  o.status IN ('met-late', 'overdue', 'breached') AND o.limit_kind <> 'prohibition'
  OR o.status = 'open' AND o.limit_kind = 'immediate'
)
