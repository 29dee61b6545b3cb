/*
id = "in-time-disability"
unit = "share"
place = "office"
sensitive = true
source = "Ley 30364, 5.ª disposición complementaria final, y las normas que ponen cada plazo"
dimensions = [["disability"]]

[title]
es = "Plazos cumplidos a tiempo, según discapacidad"
en = "Terms met in time, by disability"

[question]
es = "¿Se cumplen igual los plazos de las personas con discapacidad?"
en = "Are the terms of persons with a disability met as often?"

[grain]
es = "Un plazo legal de un caso que venció en el periodo"
en = "One legal term of one case that fell due in the period"

[denominator]
es = "Plazos de ley, reglamento o decreto que vencieron en el periodo"
en = "Terms of law, regulation or decree that fell due in the period"

[not_comparable]
es = "Solo por región y año. Donde nadie anotó la discapacidad, no se sabe: no es que no la haya."
en = "By region and year only. Where nobody recorded disability it is not known: it does not mean there is none."

[[example]]
says = "A term met in the case of a woman with a disability, and one never met in the case of another"
as_of = "2026-03-10T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["disability"]
case = [
  { home = "2101", disability = true, acts = [
    "2026-03-02 09:00 breach-known @police",
    "2026-03-03 09:00 breach-reported-court @police >court",
  ] },
  { home = "2101", disability = false, acts = ["2026-03-02 09:00 breach-known @police"] },
  { home = "2101", acts = ["2026-03-02 09:00 breach-known @police"] },
]
expect = [
  { disability = "true", n = 1, of = 1 },
  { disability = "false", n = 0, of = 1 },
  { disability = "not-known", n = 0, of = 1 },
]
[[example]]
says = "At the edges: met at the due instant, due at the very instant of reading, ended after a period, a protocol, a right, a prohibition, struck out"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["disability"]
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
  { disability = "not-known", n = 1, of = 5 },
]
*/
SELECT
  o.case_id, o.due_day AS day, o.department, o.province, o.office, c.disability,
  CASE WHEN o.status = 'met' THEN 1 ELSE 0 END AS counted
FROM obligations AS o
JOIN cases AS c ON c.case_id = o.case_id
CROSS JOIN span AS s
WHERE o.legal AND o.due < s.as_of
  AND o.status IN ('met', 'met-late', 'overdue', 'breached')
