/*
id = "protection-legs"
unit = "hours"
place = "home"
source = "Ley 30364, arts. 15-A, 16, 16-A, 23-A y 23-C; DS 009-2016-MIMP, arts. 45 y 47"
dimensions = [
  ["leg"], ["leg", "risk"], ["leg", "language"], ["leg", "ethnicity"], ["leg", "age_group"],
  ["leg", "migrant"],
]

[title]
es = "Tiempo hasta la protección, tramo por tramo"
en = "Time to protection, leg by leg"

[question]
es = "¿Cuánto tarda cada tramo desde la denuncia hasta la primera visita?"
en = "How long does each leg take from the complaint to the first visit?"

[grain]
es = "Un tramo que empezó en un caso: el primero de cada clase"
en = "One leg begun in a case: the first of each kind"

[denominator]
es = "Casos en los que el tramo empezó en el periodo, hayan llegado o no a su fin"
en = "Cases in which the leg began in the period, whether or not it came to its end"

[not_comparable]
es = "No sumes las medianas de los tramos: no dan la mediana del camino entero. Un tramo sin fin no tiene duración."
en = "Do not add up the medians of legs: they are not the median of the whole way. A leg without an end has no length."

[[example]]
says = "All legs of one case; a second case in which the executor is never told; a report before the decision executes nothing"
as_of = "2026-04-01T00:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101" }
by = ["leg", "risk"]

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 08:00 complaint-presented-pnp @police >police",
  "2026-03-02 09:00 risk-form-completed @police risk=severo",
  "2026-03-02 10:00 victim-informed @police",
  "2026-03-03 08:00 measures-decided @court",
  "2026-03-03 10:00 executor-notified @court >police",
  "2026-03-03 13:00 victim-informed @police",
  "2026-03-03 14:00 respondent-informed @police",
  "2026-03-03 15:00 measure-executed @police",
  "2026-03-05 15:00 visit-made @police",
  "2026-03-06 15:00 visit-made @police",
]

[[example.case]]
home = "2101"
acts = [
  "2026-03-02 08:00 complaint-presented-pnp @police >police",
  "2026-03-04 08:00 measures-decided @court",
]

[[example.expect]]
leg = "complaint-to-decision"
risk = "severo"
n = 1
of = 1
median_hours = 24

[[example.expect]]
leg = "complaint-to-decision"
risk = "indeterminado"
n = 1
of = 1
p90_hours = 48

[[example.expect]]
leg = "decision-to-executor"
risk = "severo"
n = 1
of = 1
median_hours = 2

[[example.expect]]
leg = "decision-to-executor"
risk = "indeterminado"
n = 0
of = 1
median_hours = 0

[[example.expect]]
leg = "executor-to-her"
risk = "severo"
n = 1
of = 1
median_hours = 3

[[example.expect]]
leg = "executor-to-accused"
risk = "severo"
n = 1
of = 1
median_hours = 4

[[example.expect]]
leg = "executor-to-execution"
risk = "severo"
n = 1
of = 1
median_hours = 5

[[example.expect]]
leg = "execution-to-visit"
risk = "severo"
n = 1
of = 1
median_hours = 48

[[example]]
says = "What comes before, what is struck out, and what happens at the same instant"
as_of = "2026-04-01T00:00"
from = "2026-03-02"
until = "2026-03-04"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", fiscal = "fiscalia-penal 2101" }
by = ["leg"]
case = [
  { home = "2101", acts = [
    "2026-03-01 08:00 measures-decided @court",
    "2026-03-01 09:00 executor-notified @court >police",
    "2026-03-01 10:00 measure-executed @police",
    "2026-03-01 23:00 complaint-presented @cem >police #a",
    "2026-03-01 23:30 annulment @cem annuls=#a",
    "2026-03-02 08:00 complaint-presented-prosecutor @fiscal",
    "2026-03-02 20:00 measures-decided @court #b",
    "2026-03-02 21:00 annulment @court annuls=#b",
    "2026-03-03 08:00 measures-decided @court",
    "2026-03-03 08:30 executor-notified @court >police #c",
    "2026-03-03 08:40 annulment @court annuls=#c",
    "2026-03-03 10:00 executor-notified @court >police",
    "2026-03-03 11:00 measure-executed @police #d",
    "2026-03-03 11:10 annulment @police annuls=#d",
    "2026-03-03 11:20 victim-informed @police #e",
    "2026-03-03 11:30 annulment @police annuls=#e",
    "2026-03-03 15:00 measure-executed @police",
    "2026-03-03 16:00 visit-made @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-court @court",
    "2026-03-02 08:00 measures-decided @court",
    "2026-03-02 08:00 executor-notified @court >police",
    "2026-03-02 08:00 measure-executed @police",
    "2026-03-02 08:00 visit-made @police",
  ] },
  { home = "2101", acts = ["2026-03-02 08:00 complaint-presented @cem >police"] },
  { home = "2101", acts = ["2026-03-02 08:00 complaint-presented-pnp @police"] },
  { home = "2101", acts = ["2026-03-02 08:00 visit-made @police"] },
]
expect = [
  { leg = "complaint-to-decision", n = 2, of = 4, median_hours = 0, p90_hours = 24 },
  { leg = "decision-to-executor", n = 2, of = 2, median_hours = 0, p90_hours = 2 },
  { leg = "executor-to-her", n = 0, of = 2 },
  { leg = "executor-to-accused", n = 0, of = 2 },
  { leg = "executor-to-execution", n = 2, of = 2, median_hours = 0, p90_hours = 5 },
  { leg = "execution-to-visit", n = 2, of = 2, median_hours = 0, p90_hours = 1 },
]
*/
WITH complaint AS (
  SELECT case_id, MIN(occurred) AS began, MIN(day) AS day
  FROM acts
  WHERE NOT annulled AND kind IN (
    'complaint-presented', 'complaint-presented-pnp', 'complaint-presented-prosecutor',
    'complaint-presented-court'
  )
  GROUP BY case_id
), decision AS (
  SELECT a.case_id, MIN(a.occurred) AS began, MIN(a.day) AS day
  FROM acts AS a JOIN complaint AS b ON b.case_id = a.case_id
  WHERE NOT a.annulled AND a.kind = 'measures-decided' AND a.occurred >= b.began
  GROUP BY a.case_id
), executor AS (
  SELECT a.case_id, MIN(a.occurred) AS began, MIN(a.day) AS day
  FROM acts AS a JOIN decision AS b ON b.case_id = a.case_id
  WHERE NOT a.annulled AND a.kind = 'executor-notified' AND a.occurred >= b.began
  GROUP BY a.case_id
), execution AS (
  SELECT a.case_id, MIN(a.occurred) AS began, MIN(a.day) AS day
  FROM acts AS a JOIN executor AS b ON b.case_id = a.case_id
  WHERE NOT a.annulled AND a.kind = 'measure-executed' AND a.occurred >= b.began
  GROUP BY a.case_id
), begun AS (
  SELECT 'complaint-to-decision' AS leg, case_id, began, day FROM complaint
  UNION ALL SELECT 'decision-to-executor' AS leg, case_id, began, day FROM decision
  UNION ALL SELECT 'executor-to-her' AS leg, case_id, began, day FROM executor
  UNION ALL SELECT 'executor-to-accused' AS leg, case_id, began, day FROM executor
  UNION ALL SELECT 'executor-to-execution' AS leg, case_id, began, day FROM executor
  UNION ALL SELECT 'execution-to-visit' AS leg, case_id, began, day FROM execution
), ending AS (
  SELECT case_id, occurred, CASE kind
    WHEN 'measures-decided' THEN 'complaint-to-decision'
    WHEN 'executor-notified' THEN 'decision-to-executor'
    WHEN 'victim-informed' THEN 'executor-to-her'
    WHEN 'respondent-informed' THEN 'executor-to-accused'
    WHEN 'measure-executed' THEN 'executor-to-execution'
    WHEN 'visit-made' THEN 'execution-to-visit'
  END AS leg
  FROM acts
  WHERE NOT annulled AND kind IN (
    'measures-decided', 'executor-notified', 'victim-informed', 'respondent-informed',
    'measure-executed', 'visit-made'
  )
), walked AS (
  SELECT b.leg, b.case_id, b.began, b.day, MIN(e.occurred) AS ended
  FROM begun AS b
  LEFT JOIN ending AS e ON e.case_id = b.case_id AND e.leg = b.leg AND e.occurred >= b.began
  GROUP BY b.leg, b.case_id, b.began, b.day
)
SELECT
  w.case_id, w.day, c.department, c.province, w.leg, c.risk,
  c.language, c.ethnicity, c.age_group, c.migrant, (w.ended - w.began) / 3600.0 AS hours
FROM walked AS w
JOIN cases AS c ON c.case_id = w.case_id
