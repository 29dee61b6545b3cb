/*
id = "in-time"
unit = "share"
place = "office"
source = "Ley 30364, 5.ª disposición complementaria final, y las normas que ponen cada plazo"
dimensions = [
  [], ["area"], ["implication"], ["article"], ["duty"], ["bearer"], ["office_group"], ["risk"],
  ["language"], ["ethnicity"], ["age_group"], ["migrant"], ["limit_kind"],
  ["implication", "risk"], ["office_group", "risk"], ["area", "language"], ["area", "ethnicity"],
]

[title]
es = "Plazos cumplidos a tiempo"
en = "Terms met in time"

[question]
es = "De los plazos que vencieron, ¿cuántos se cumplieron a tiempo?"
en = "Of the terms that fell due, how many were met in time?"

[grain]
es = "Un plazo legal de un caso que venció en el periodo"
en = "One legal term of one case that fell due in the period"

[denominator]
es = "Plazos de ley, reglamento o decreto que vencieron en el periodo, cumplidos o no; sin los anulados ni los que un acto dejó sin objeto a tiempo"
en = "Terms of law, regulation or decree that fell due in the period, met or not; without those annulled or discharged in time"

[not_comparable]
es = "No lo compares con el porcentaje de casos con medidas: un caso tiene muchos plazos. Un plazo que corre no cuenta todavía."
en = "Do not compare it with the share of cases with measures: one case has many terms. A term still running does not count yet."

[[example]]
says = "The police sent one report within a day and another too late; a third term still runs"
as_of = "2026-03-10T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101" }
by = ["duty"]

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 09:00 breach-known @police",
  "2026-03-03 09:00 breach-reported-court @police >court",
]

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 09:00 breach-known @police",
  "2026-03-03 09:01 breach-reported-court @police >court",
]

[[example.case]]
home = "2101"
acts = ["2026-03-02 09:00 breach-known @police"]

[[example.case]]
home = "2101"
acts = [
  "2026-03-09 12:00 breach-known @police #b",
  "2026-03-01 12:00 breach-known @police #struck",
  "2026-03-01 13:00 annulment @police annuls=#struck",
]

[[example.expect]]
duty = "entity-report-breach-24h"
n = 1
of = 3
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
  { duty = "entity-report-breach-24h", n = 1, of = 3 },
  { duty = "executor-report-15d", n = 0, of = 1 },
  { duty = "pnp-geomap-monthly", n = 0, of = 1 },
]
*/
SELECT
  o.case_id, o.due_day AS day, o.department, o.province, o.office,
  o.duty, o.article, o.area, o.implication, o.bearer, o.office_group, o.risk, o.limit_kind,
  c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN o.status = 'met' THEN 1 ELSE 0 END AS counted
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
CROSS JOIN span AS s
WHERE o.legal AND o.due < s.as_of
  AND o.status IN ('met', 'met-late', 'overdue', 'breached')
