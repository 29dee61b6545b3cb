/*
id = "leaving-reasons-trafficking"
unit = "count"
place = "home"
sensitive = true
source = "Código Procesal Penal, art. 334; codes of Ruta for archiving and closing"
dimensions = [["way"], ["way", "reason"]]

[title]
es = "Por qué se dejan los casos de trata"
en = "Why cases of trafficking are left"

[question]
es = "¿Cómo y por qué razón sale un caso de la ruta?"
en = "How and for what reason does a case leave the route?"

[grain]
es = "Una salida anotada en un caso en el periodo"
en = "One way out recorded in a case in the period"

[denominator]
es = "Es un conteo: no tiene denominador. Un caso puede salir más de una vez"
en = "It is a count: it has no denominator. A case may leave more than once"

[not_comparable]
es = "Un desistimiento no descarga ningún deber: el caso sigue. No lo leas como voluntad de ella sin ver quién lo propuso."
en = "A withdrawal discharges no duty: the case goes on. Do not read it as her will without seeing who proposed it."

[[example]]
says = "Only the case of trafficking counts"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["way", "reason"]
case = [
  { home = "2101", modality = "trata-explotacion-sexual", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-04-02 08:00 case-archived-prosecutor @fiscal reason_code=not-enough-evidence",
    "2026-04-05 08:00 case-closed @cem close_reason=her-decision",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-05 08:00 withdrawal-recorded @police",
    "2026-03-06 08:00 retraction-recorded @police #x",
    "2026-03-06 09:00 annulment @police annuls=#x reason_code=duplicate",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 trafficking-victim-rescued @police >fiscal",
    "2026-03-05 08:00 private-agreement-recorded @police",
  ] },
]
expect = [
  { way = "archived-by-prosecutor", reason = "not-enough-evidence", n = 1 },
  { way = "closed", reason = "her-decision", n = 1 },
  { way = "private-agreement", reason = "not-stated", n = 1 },
]

[[example]]
says = "Each of the other ways once; a rescue struck out is none, nor a way"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["way"]
case = [
  { modality = "trata-explotacion-sexual", acts = [
    "2026-03-02 08:00 archived-for-absence @court",
    "2026-03-03 08:00 absence-recorded @cem",
    "2026-03-04 08:00 retraction-recorded @cem",
    "2026-03-05 08:00 private-agreement-recorded @police",
    "2026-03-06 08:00 measures-denied @court",
    "2026-03-09 08:00 withdrawal-recorded @cem",
    "2026-03-10 08:00 case-closed @cem #y",
    "2026-03-10 09:00 annulment @cem annuls=#y",
  ] },
  { acts = [
    "2026-03-01 08:00 trafficking-victim-rescued @police #x",
    "2026-03-01 09:00 annulment @police annuls=#x",
    "2026-03-02 08:00 case-closed @cem",
  ] },
]
expect = [
  { way = "archived-for-absence", n = 1 },
  { way = "she-was-absent", n = 1 },
  { way = "she-retracted", n = 1 },
  { way = "private-agreement", n = 1 },
  { way = "measures-denied", n = 1 },
  { way = "she-withdrew", n = 1 },
]
*/
WITH rescued AS (
  SELECT DISTINCT case_id FROM acts WHERE kind = 'trafficking-victim-rescued' AND NOT annulled
)
SELECT
  a.case_id, a.day, c.department, c.province,
  CASE a.kind
    WHEN 'case-archived-prosecutor' THEN 'archived-by-prosecutor'
    WHEN 'archived-for-absence' THEN 'archived-for-absence'
    WHEN 'case-closed' THEN 'closed'
    WHEN 'withdrawal-recorded' THEN 'she-withdrew'
    WHEN 'retraction-recorded' THEN 'she-retracted'
    WHEN 'absence-recorded' THEN 'she-was-absent'
    WHEN 'private-agreement-recorded' THEN 'private-agreement'
    WHEN 'measures-denied' THEN 'measures-denied'
  END AS way,
  COALESCE(a.reason_code, a.close_reason, 'not-stated') AS reason
FROM acts AS a
JOIN cases AS c ON c.case_id = a.case_id
LEFT JOIN rescued AS r ON r.case_id = a.case_id
WHERE NOT a.annulled AND a.kind IN (
  'case-archived-prosecutor', 'archived-for-absence', 'case-closed', 'withdrawal-recorded',
  'retraction-recorded', 'absence-recorded', 'private-agreement-recorded', 'measures-denied'
) AND (c.modality = 'trata-explotacion-sexual' OR NOT r.case_id IS NULL)
