/*
id = "beyond-term"
unit = "hours"
place = "office"
source = "Ley 30364, 5.ª disposición complementaria final, y las normas que ponen cada plazo"
dimensions = [
  [], ["area"], ["implication"], ["article"], ["duty"], ["bearer"], ["office_group"], ["risk"],
  ["language"], ["ethnicity"], ["age_group"], ["migrant"], ["implication", "risk"],
  ["office_group", "risk"],
]

[title]
es = "Tiempo de más después del plazo"
en = "Time beyond the term"

[question]
es = "Cuando un plazo se cumplió tarde, ¿cuánto después?"
en = "When a term was met late, how much later?"

[grain]
es = "Un plazo legal vencido en el periodo y no cumplido a tiempo"
en = "One legal term fallen due in the period and not met in time"

[denominator]
es = "Plazos que no se cumplieron a tiempo; la mediana es de los cumplidos tarde"
en = "Terms not met in time; the median is of those met late"

[not_comparable]
es = "Se mide en horas corridas, también para plazos en días hábiles. Lo que nunca se cumplió no tiene duración."
en = "It is measured in elapsed hours, also for terms in working days. What was never met has no length."

[[example]]
says = "One term met two hours late, one never"
as_of = "2026-03-10T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
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
expect = [{ office_group = "police", n = 1, of = 2, median_hours = 2, p90_hours = 2 }]
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
  { duty = "entity-report-breach-24h", n = 1, of = 2, median_hours = 2 },
  { duty = "executor-report-15d", n = 0, of = 1 },
  { duty = "pnp-geomap-monthly", n = 0, of = 1 },
]
*/
SELECT
  o.case_id, o.due_day AS day,
  o.department, o.province, o.office,
  o.duty, o.article, o.area, o.implication, o.bearer, o.office_group, o.risk, o.limit_kind,
  c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN o.status = 'met-late' THEN (o.met - o.due) / 3600.0 END AS hours
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
WHERE o.legal AND o.status IN ('met-late', 'overdue', 'breached')
