/*
id = "never-met"
unit = "share"
place = "office"
source = "Ley 30364, 5.ª disposición complementaria final, y las normas que ponen cada plazo"
dimensions = [
  [], ["area"], ["implication"], ["article"], ["duty"], ["bearer"], ["office_group"], ["risk"],
  ["language"], ["ethnicity"], ["age_group"], ["migrant"], ["implication", "risk"],
  ["office_group", "risk"],
]

[title]
es = "Plazos que nunca se cumplieron"
en = "Terms never met"

[question]
es = "De los plazos que vencieron, ¿cuántos no se cumplieron nunca, ni tarde?"
en = "Of the terms that fell due, how many were never met, not even late?"

[grain]
es = "Un plazo legal de un caso que venció en el periodo"
en = "One legal term of one case that fell due in the period"

[denominator]
es = "Plazos de ley, reglamento o decreto que vencieron en el periodo, cumplidos o no"
en = "Terms of law, regulation or decree that fell due in the period, met or not"

[not_comparable]
es = "Depende del día de lectura: lo que hoy falta puede cumplirse mañana. Compara solo periodos leídos con el mismo retraso."
en = "It depends on the day of reading: what is missing today may be done tomorrow. Compare only periods read after the same delay."

[[example]]
says = "One of three terms that fell due was never met"
as_of = "2026-03-10T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["implication"]
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
expect = [{ implication = "protection-measures", n = 1, of = 3 }]
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
  { duty = "executor-report-15d", n = 1, of = 1 },
  { duty = "pnp-geomap-monthly", n = 1, of = 1 },
]
*/
SELECT
  o.case_id, o.due_day AS day,
  o.department, o.province, o.office,
  o.duty, o.article, o.area, o.implication, o.bearer, o.office_group, o.risk, o.limit_kind,
  c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN o.status IN ('overdue', 'breached') THEN 1 ELSE 0 END AS counted
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
CROSS JOIN span AS s
WHERE o.legal AND o.due < s.as_of
  AND o.status IN ('met', 'met-late', 'overdue', 'breached')
