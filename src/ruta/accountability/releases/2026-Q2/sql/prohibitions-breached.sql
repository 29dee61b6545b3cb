/*
id = "prohibitions-breached"
unit = "share"
place = "office"
source = "Ley 30364, arts. 11, 18, 19 y 25; DS 009-2016-MIMP, arts. 6-B, 13.4, 19, 20.5, 36.3, 37.3 y 49"
dimensions = [
  [], ["duty"], ["area"], ["implication"], ["article"], ["office_group"], ["risk"], ["language"],
  ["ethnicity"], ["age_group"], ["migrant"],
]

[title]
es = "Prohibiciones que no se respetaron"
en = "Prohibitions breached"

[question]
es = "¿En cuántos casos se hizo lo que la ley prohíbe: confrontar, exigir pruebas, culpar, entrevistar otra vez?"
en = "In how many cases was done what the law forbids: confronting, demanding proof, blaming, interviewing again?"

[grain]
es = "Una prohibición que empezó a regir en un caso en el periodo"
en = "One prohibition that began to bind in a case in the period"

[denominator]
es = "Prohibiciones que empezaron a regir en el periodo"
en = "Prohibitions that began to bind in the period"

[not_comparable]
es = "Solo cuenta lo que alguien anotó: más anotaciones pueden ser más cuidado y no más faltas."
en = "It counts only what somebody recorded: more entries may mean more care, not more faults."

[[example]]
says = "Of two cases heard, in one she was interviewed again"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { home = "2101", acts = [
    "2026-03-02 09:00 hearing-held @court",
    "2026-03-02 09:30 victim-reinterviewed @court",
  ] },
  { home = "2101", acts = [
    "2026-03-02 09:00 hearing-held @court",
    "2026-03-02 09:30 measures-denied @court",
  ] },
]
expect = [{ duty = "court-no-reinterview", n = 1, of = 2 }]
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
  { duty = "court-no-reinterview", n = 1, of = 1 },
]

[[example]]
says = "What began with an act struck out forbids nothing"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["duty"]
case = [
  { acts = [
    "2026-03-02 09:00 hearing-held @court",
    "2026-03-02 09:30 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 09:00 hearing-held @court #x",
    "2026-03-02 09:10 annulment @court annuls=#x",
    "2026-03-02 09:30 victim-reinterviewed @court",
  ] },
]
expect = [
  { duty = "court-no-reinterview", n = 0, of = 1 },
]
*/
SELECT
  o.case_id, o.started_day AS day, o.department, o.province, o.office,
  o.duty, o.article, o.area, o.implication, o.office_group, o.risk,
  c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN o.status = 'breached' THEN 1 ELSE 0 END AS counted
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
WHERE o.legal AND o.limit_kind = 'prohibition' AND NOT o.voided
