/*
id = "attrition-trafficking"
unit = "share"
place = "home"
sensitive = true
source = "Código Penal, arts. 129-A y siguientes; Código Procesal Penal; Ley 28950"
dimensions = [["step"]]

[title]
es = "Trata: del rescate o la denuncia a la reparación"
en = "Trafficking: from rescue or complaint to reparation"

[question]
es = "De los casos de trata conocidos, ¿cuántos llegaron a cada paso?"
en = "Of the cases of trafficking known, how many reached each step?"

[grain]
es = "Un paso de un caso de trata conocido en el periodo"
en = "One step of a case of trafficking known in the period"

[denominator]
es = "Casos de trata con denuncia o rescate en el periodo"
en = "Cases of trafficking with a complaint or a rescue in the period"

[not_comparable]
es = "Solo por región y año. No lo compares con el embudo general: el camino es otro."
en = "By region and year only. Do not compare it with the general funnel: the way is another."

[[example]]
says = "Only the two cases of trafficking count: one known by its modality, one by a rescue"
as_of = "2026-09-01T00:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["step"]
case = [
  { home = "2101", modality = "trata-explotacion-sexual", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-05 08:00 investigation-opened @fiscal",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 trafficking-victim-rescued @police >fiscal",
    "2026-03-05 08:00 investigation-opened @fiscal",
    "2026-05-05 15:00 charges-formalised @fiscal >trial",
    "2026-06-05 15:00 accusation-filed @fiscal >trial",
    "2026-07-05 15:00 sentence-issued @trial",
  ] },
  { home = "2101", modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-05 08:00 investigation-opened @fiscal",
  ] },
]
expect = [
  { step = "01-complaint", n = 2, of = 2 },
  { step = "02-victim-protected", n = 0, of = 2 },
  { step = "03-investigation", n = 2, of = 2 },
  { step = "04-charges", n = 1, of = 2 },
  { step = "05-accusation", n = 1, of = 2 },
  { step = "06-sentence", n = 1, of = 2 },
  { step = "07-sentence-complete", n = 0, of = 2 },
  { step = "08-reparation-paid", n = 0, of = 2 },
]

[[example]]
says = "What comes before or is struck out, two complaints of one case, and cases of another kind"
as_of = "2026-09-01T09:00"
from = "2026-03-02"
until = "2026-03-03"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["step"]
case = [
  { modality = "trata-explotacion-sexual", acts = [
    "2026-03-01 09:00 complaint-presented-pnp @police #x",
    "2026-03-01 10:00 annulment @police annuls=#x",
    "2026-03-02 07:30 investigation-opened @fiscal",
    "2026-03-02 08:00 complaint-presented @cem >police",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 trafficking-victim-rescued @police >fiscal",
    "2026-03-03 08:00 victim-protected @fiscal",
  ] },
  { modality = "trata-explotacion-sexual", acts = [
    "2026-03-02 08:00 complaint-presented-prosecutor @fiscal",
    "2026-03-02 10:00 complaint-presented-court @court",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 victim-protected @fiscal",
  ] },
  { modality = "trata-explotacion-sexual", acts = [
    "2026-03-02 07:00 complaint-presented-court @court",
    "2026-03-02 10:00 investigation-opened @fiscal #y",
    "2026-03-02 11:00 annulment @fiscal annuls=#y",
  ] },
  { modality = "pareja", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-02 10:00 trafficking-victim-rescued @police #z",
    "2026-03-02 11:00 annulment @police annuls=#z",
    "2026-03-02 12:00 victim-protected @fiscal",
  ] },
]
expect = [
  { step = "01-complaint", n = 4, of = 4 },
  { step = "02-victim-protected", n = 1, of = 4 },
  { step = "03-investigation", n = 0, of = 4 },
  { step = "04-charges", n = 0, of = 4 },
  { step = "05-accusation", n = 0, of = 4 },
  { step = "06-sentence", n = 0, of = 4 },
  { step = "07-sentence-complete", n = 0, of = 4 },
  { step = "08-reparation-paid", n = 0, of = 4 },
]
*/
WITH opening AS (
  SELECT case_id, day, occurred, kind,
    ROW_NUMBER() OVER (PARTITION BY case_id ORDER BY position) AS nth
  FROM acts
  WHERE NOT annulled AND kind IN (
    'complaint-presented', 'complaint-presented-pnp', 'complaint-presented-prosecutor',
    'complaint-presented-court', 'trafficking-victim-rescued'
  )
), rescued AS (
  SELECT DISTINCT case_id FROM opening WHERE kind = 'trafficking-victim-rescued'
), complaint AS (
  SELECT o.case_id, o.day, o.occurred, c.department, c.province
  FROM opening AS o
  JOIN cases AS c ON c.case_id = o.case_id
  LEFT JOIN rescued AS r ON r.case_id = o.case_id
  WHERE o.nth = 1 AND (c.modality = 'trata-explotacion-sexual' OR NOT r.case_id IS NULL)
), steps AS (
  SELECT step
  FROM (VALUES
    ('01-complaint'), ('02-victim-protected'), ('03-investigation'), ('04-charges'),
    ('05-accusation'), ('06-sentence'), ('07-sentence-complete'), ('08-reparation-paid')
  ) AS listed(step)
), reached AS (
  SELECT DISTINCT a.case_id, CASE a.kind
    WHEN 'victim-protected' THEN '02-victim-protected'
    WHEN 'investigation-opened' THEN '03-investigation'
    WHEN 'charges-formalised' THEN '04-charges'
    WHEN 'accusation-filed' THEN '05-accusation'
    WHEN 'sentence-issued' THEN '06-sentence'
    WHEN 'sentence-complete' THEN '07-sentence-complete'
    WHEN 'reparation-paid' THEN '08-reparation-paid'
    ELSE '01-complaint'
  END AS step
  FROM acts AS a
  JOIN complaint AS p ON p.case_id = a.case_id AND a.occurred >= p.occurred
  WHERE NOT a.annulled
)
SELECT
  p.case_id, p.day, p.department, p.province, t.step,
  CASE WHEN f.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM complaint AS p
CROSS JOIN steps AS t
LEFT JOIN reached AS f ON f.case_id = p.case_id AND f.step = t.step
