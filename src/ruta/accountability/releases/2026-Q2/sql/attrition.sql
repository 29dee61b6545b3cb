/*
id = "attrition"
unit = "share"
place = "home"
source = "Ley 30364, arts. 15 a 23-C; Código Procesal Penal"
dimensions = [
  ["step"], ["step", "risk"], ["step", "language"], ["step", "ethnicity"], ["step", "age_group"],
  ["step", "migrant"],
]

[title]
es = "De la denuncia a la reparación: hasta dónde llega cada caso"
en = "From complaint to reparation: how far each case gets"

[question]
es = "De los casos denunciados, ¿cuántos llegaron a cada paso?"
en = "Of the cases reported, how many reached each step?"

[grain]
es = "Un paso de un caso denunciado en el periodo"
en = "One step of a case reported in the period"

[denominator]
es = "Casos con denuncia presentada en el periodo"
en = "Cases with a complaint presented in the period"

[not_comparable]
es = "No compares periodos recientes con antiguos: los casos nuevos todavía pueden avanzar. Los pasos no son un embudo estricto: hay sentencias sin medidas."
en = "Do not compare recent periods with old ones: new cases may still advance. The steps are no strict funnel: there are sentences without measures."

[[example]]
says = "One case goes to the sentence, one stops at the risk form; what was annulled or came before the complaint is no step of it"
as_of = "2026-09-01T00:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", trial = "juzgado-penal 2101", fiscal = "fiscalia-penal 2101" }
by = ["step"]

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 08:00 complaint-presented-pnp @police >police",
  "2026-03-02 09:00 risk-form-completed @police risk=severo",
  "2026-03-03 08:00 measures-decided @court",
  "2026-03-03 15:00 measure-executed @police",
  "2026-03-05 15:00 investigation-opened @fiscal",
  "2026-04-05 15:00 charges-formalised @fiscal >trial",
  "2026-05-05 15:00 accusation-filed @fiscal >trial",
  "2026-07-05 15:00 sentence-issued @trial",
  "2026-07-06 15:00 sentence-complete @trial",
  "2026-07-16 15:00 reparation-paid @trial",
]

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 08:00 measures-decided @court",
  "2026-03-05 08:00 complaint-presented-court @court >court",
  "2026-03-05 09:00 risk-form-completed @court risk=leve",
  "2026-03-06 09:00 investigation-opened @fiscal #wrong",
  "2026-03-07 09:00 annulment @fiscal annuls=#wrong",
]

[[example.case]]
home = "2101"
acts = ["2026-03-05 09:00 risk-form-completed @police risk=leve"]

[[example.expect]]
step = "01-complaint"
n = 2
of = 2

[[example.expect]]
step = "02-risk-form"
n = 2
of = 2

[[example.expect]]
step = "03-measures"
n = 1
of = 2

[[example.expect]]
step = "04-executed"
n = 1
of = 2

[[example.expect]]
step = "05-investigation"
n = 1
of = 2

[[example.expect]]
step = "06-charges"
n = 1
of = 2

[[example.expect]]
step = "07-accusation"
n = 1
of = 2

[[example.expect]]
step = "08-sentence"
n = 1
of = 2

[[example.expect]]
step = "09-sentence-complete"
n = 1
of = 2

[[example.expect]]
step = "10-reparation-paid"
n = 1
of = 2

[[example]]
says = "Other acts and a complaint struck out come first; the other ways of complaining"
as_of = "2026-09-01T09:00"
from = "2026-03-02"
until = "2026-03-03"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["step"]
case = [
  { acts = [
    "2026-03-01 08:00 note-added @cem",
    "2026-03-01 09:00 complaint-presented-pnp @police #x",
    "2026-03-01 10:00 annulment @police annuls=#x",
    "2026-03-02 08:00 complaint-presented @cem >police",
    "2026-03-03 08:00 risk-form-completed @police risk=leve",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-presented-court @court",
    "2026-03-04 08:00 measures-decided @court #y",
    "2026-03-04 09:00 annulment @court annuls=#y",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-presented-prosecutor @fiscal",
    "2026-03-20 08:00 immediate-process-admitted @trial >fiscal",
  ] },
]
expect = [
  { step = "01-complaint", n = 3, of = 3 },
  { step = "02-risk-form", n = 1, of = 3 },
  { step = "03-measures", n = 0, of = 3 },
  { step = "04-executed", n = 0, of = 3 },
  { step = "05-investigation", n = 0, of = 3 },
  { step = "06-charges", n = 1, of = 3 },
  { step = "07-accusation", n = 0, of = 3 },
  { step = "08-sentence", n = 0, of = 3 },
  { step = "09-sentence-complete", n = 0, of = 3 },
  { step = "10-reparation-paid", n = 0, of = 3 },
]
*/
WITH opening AS (
  SELECT case_id, day, occurred,
    ROW_NUMBER() OVER (PARTITION BY case_id ORDER BY position) AS nth
  FROM acts
  WHERE NOT annulled AND kind IN (
    'complaint-presented', 'complaint-presented-pnp', 'complaint-presented-prosecutor',
    'complaint-presented-court'
  )
), complaint AS (
  SELECT case_id, day, occurred FROM opening WHERE nth = 1
), steps AS (
  SELECT step
  FROM (VALUES
    ('01-complaint'), ('02-risk-form'), ('03-measures'), ('04-executed'), ('05-investigation'),
    ('06-charges'), ('07-accusation'), ('08-sentence'), ('09-sentence-complete'),
    ('10-reparation-paid')
  ) AS listed(step)
), reached AS (
  SELECT DISTINCT a.case_id, CASE a.kind
    WHEN 'risk-form-completed' THEN '02-risk-form'
    WHEN 'measures-decided' THEN '03-measures'
    WHEN 'measure-executed' THEN '04-executed'
    WHEN 'investigation-opened' THEN '05-investigation'
    WHEN 'charges-formalised' THEN '06-charges'
    WHEN 'immediate-process-admitted' THEN '06-charges'
    WHEN 'accusation-filed' THEN '07-accusation'
    WHEN 'sentence-issued' THEN '08-sentence'
    WHEN 'sentence-complete' THEN '09-sentence-complete'
    WHEN 'reparation-paid' THEN '10-reparation-paid'
    ELSE '01-complaint'
  END AS step
  FROM acts AS a
  JOIN complaint AS p ON p.case_id = a.case_id AND a.occurred >= p.occurred
  WHERE NOT a.annulled AND a.kind IN (
    'complaint-presented', 'complaint-presented-pnp', 'complaint-presented-prosecutor',
    'complaint-presented-court', 'risk-form-completed', 'measures-decided', 'measure-executed',
    'investigation-opened', 'charges-formalised', 'immediate-process-admitted',
    'accusation-filed', 'sentence-issued', 'sentence-complete', 'reparation-paid'
  )
)
SELECT
  p.case_id, p.day, c.department, c.province, t.step, c.risk,
  c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN f.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM complaint AS p
CROSS JOIN steps AS t
JOIN cases AS c ON c.case_id = p.case_id
LEFT JOIN reached AS f ON f.case_id = p.case_id AND f.step = t.step
