/*
id = "forensic-waiting"
unit = "hours"
place = "home"
source = "Ley 30364, art. 26; DS 009-2016-MIMP, arts. 13 y 22"
dimensions = [
  ["leg"], ["leg", "risk"], ["leg", "language"], ["leg", "ethnicity"], ["leg", "age_group"],
  ["leg", "migrant"],
]

[title]
es = "Espera del examen médico legal"
en = "Waiting for the forensic examination"

[question]
es = "¿Cuánto espera desde que se pide el examen hasta que se hace, y hasta que hay resultado?"
en = "How long does she wait from the request to the examination, and to its result?"

[grain]
es = "Un examen pedido, o hecho, en el periodo"
en = "One examination requested, or done, in the period"

[denominator]
es = "Exámenes pedidos (o hechos) en el periodo; la mediana es de los que llegaron al fin del tramo"
en = "Examinations requested (or done) in the period; the median is of those that came to the end of the leg"

[not_comparable]
es = "El examen psicológico y el físico no se distinguen aquí: sus colas son distintas."
en = "Psychological and bodily examinations are not told apart here: their queues differ."

[[example]]
says = "One examination after two days with its result a day later; one never done"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["leg"]
case = [
  { home = "2101", acts = [
    "2026-03-01 08:00 forensic-exam-done @iml",
    "2026-03-02 08:00 forensic-exam-requested @police >iml",
    "2026-03-04 08:00 forensic-exam-done @iml",
    "2026-03-05 08:00 exam-result-available @iml >fiscal",
    "2026-03-06 08:00 forensic-exam-done @iml #x",
    "2026-03-06 09:00 annulment @iml annuls=#x",
  ] },
  { home = "2101", acts = ["2026-03-02 08:00 forensic-exam-requested @police >iml"] },
]
expect = [
  { leg = "request-to-exam", n = 1, of = 2, median_hours = 48 },
  { leg = "exam-to-result", n = 2, of = 2, median_hours = 24, p90_hours = 96 },
]

[[example]]
says = "An examination and a result struck out end nothing"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["leg", "language"]
case = [
  { language = "quechua", acts = [
    "2026-03-02 08:00 forensic-exam-requested @police >iml",
    "2026-03-02 10:00 forensic-exam-done @iml #x",
    "2026-03-02 11:00 annulment @iml annuls=#x",
    "2026-03-02 12:00 forensic-exam-done @iml",
    "2026-03-02 13:00 exam-result-available @iml >fiscal #y",
    "2026-03-02 14:00 annulment @iml annuls=#y",
    "2026-03-02 15:00 exam-result-available @iml >fiscal",
  ] },
  { language = "aymara", acts = [
    "2026-03-02 08:00 forensic-exam-requested @police >iml",
  ] },
]
expect = [
  { leg = "request-to-exam", language = "quechua", n = 1, of = 1, median_hours = 4 },
  { leg = "exam-to-result", language = "quechua", n = 1, of = 1, median_hours = 3 },
  { leg = "request-to-exam", language = "aymara", n = 0, of = 1 },
]
*/
WITH begun AS (
  SELECT case_id, position, occurred, day, CASE kind
    WHEN 'forensic-exam-requested' THEN 'request-to-exam' ELSE 'exam-to-result'
  END AS leg
  FROM acts
  WHERE kind IN ('forensic-exam-requested', 'forensic-exam-done') AND NOT annulled
), ending AS (
  SELECT case_id, position, occurred, CASE kind
    WHEN 'forensic-exam-done' THEN 'request-to-exam' ELSE 'exam-to-result'
  END AS leg
  FROM acts
  WHERE kind IN ('forensic-exam-done', 'exam-result-available') AND NOT annulled
), walked AS (
  SELECT b.case_id, b.position, b.occurred, b.day, b.leg, MIN(e.occurred) AS ended
  FROM begun AS b
  LEFT JOIN ending AS e
    ON e.case_id = b.case_id AND e.leg = b.leg AND e.position > b.position
  GROUP BY b.case_id, b.position, b.occurred, b.day, b.leg
)
SELECT
  w.case_id, w.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant, w.leg, (w.ended - w.occurred) / 3600.0 AS hours
FROM walked AS w
JOIN cases AS c ON c.case_id = w.case_id
