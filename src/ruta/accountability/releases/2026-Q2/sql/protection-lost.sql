/*
id = "protection-lost"
unit = "share"
place = "home"
source = "Ley 30364, arts. 15-A, 16, 16-A, 23-A y 23-C"
dimensions = [
  ["lost_at"], ["lost_at", "risk"], ["lost_at", "language"], ["lost_at", "ethnicity"],
  ["lost_at", "age_group"], ["lost_at", "migrant"],
]

[title]
es = "Dónde se perdió la protección"
en = "Where protection was lost"

[question]
es = "De los casos denunciados, ¿en qué tramo se cortó el camino a la protección?"
en = "Of the cases reported, at which leg was the way to protection cut?"

[grain]
es = "Un lugar posible de pérdida de un caso denunciado en el periodo"
en = "One possible place of loss of a case reported in the period"

[denominator]
es = "Casos denunciados en el periodo: cada uno se perdió en un solo lugar, o llegó"
en = "Cases reported in the period: each was lost at one place, or arrived"

[not_comparable]
es = "En periodos recientes, parte de lo que parece perdido todavía puede llegar."
en = "In recent periods, part of what looks lost may still arrive."

[[example]]
says = "Each of eight women is lost at another place, and one arrives"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["lost_at"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 measures-denied @court",
  ] },
  { home = "2101", acts = ["2026-03-02 08:00 complaint-presented-pnp @police"] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-02 09:00 measures-denied @court",
    "2026-03-03 08:00 measures-decided @court",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 measures-decided @court",
    "2026-03-03 09:00 executor-notified @court >police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 measures-decided @court",
    "2026-03-03 09:00 executor-notified @court >police",
    "2026-03-03 10:00 victim-informed @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 measures-decided @court",
    "2026-03-03 09:00 executor-notified @court >police",
    "2026-03-03 10:00 victim-informed @police",
    "2026-03-03 11:00 respondent-informed @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 measures-decided @court",
    "2026-03-03 09:00 executor-notified @court >police",
    "2026-03-03 10:00 victim-informed @police",
    "2026-03-03 11:00 respondent-informed @police",
    "2026-03-03 12:00 measure-executed @police",
    "2026-03-03 13:00 visit-made @police #x",
    "2026-03-03 14:00 annulment @police annuls=#x",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 measures-decided @court",
    "2026-03-03 09:00 executor-notified @court >police",
    "2026-03-03 10:00 victim-informed @police",
    "2026-03-03 11:00 respondent-informed @police",
    "2026-03-03 12:00 measure-executed @police",
    "2026-03-03 13:00 visit-made @police",
  ] },
]
expect = [
  { lost_at = "denied", n = 1, of = 8 },
  { lost_at = "no-decision", n = 1, of = 8 },
  { lost_at = "executor-not-told", n = 1, of = 8 },
  { lost_at = "she-not-told", n = 1, of = 8 },
  { lost_at = "accused-not-told", n = 1, of = 8 },
  { lost_at = "not-executed", n = 1, of = 8 },
  { lost_at = "not-visited", n = 1, of = 8 },
  { lost_at = "protected", n = 1, of = 8 },
]

[[example]]
says = "Each way of complaining; what came before or was struck out does not count"
as_of = "2026-09-01T09:00"
from = "2026-03-02"
until = "2026-03-03"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["lost_at"]
case = [
  { acts = [
    "2026-03-01 08:00 note-added @cem",
    "2026-03-01 09:00 complaint-presented-pnp @police #x",
    "2026-03-01 10:00 annulment @police annuls=#x",
    "2026-03-02 08:00 complaint-presented @cem >police",
    "2026-03-03 08:00 measures-decided @court",
    "2026-03-03 09:00 executor-notified @court >police",
    "2026-03-03 10:00 victim-informed @police",
    "2026-03-03 11:00 respondent-informed @police",
    "2026-03-03 12:00 measure-executed @police",
    "2026-03-03 13:00 visit-made @police",
  ] },
  { acts = [
    "2026-03-01 08:00 measures-decided @court",
    "2026-03-02 08:00 complaint-presented-prosecutor @fiscal",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-presented-court @court",
    "2026-03-03 08:00 measures-denied @court",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { lost_at = "denied", n = 1, of = 4 },
  { lost_at = "no-decision", n = 2, of = 4 },
  { lost_at = "executor-not-told", n = 0, of = 4 },
  { lost_at = "she-not-told", n = 0, of = 4 },
  { lost_at = "accused-not-told", n = 0, of = 4 },
  { lost_at = "not-executed", n = 0, of = 4 },
  { lost_at = "not-visited", n = 0, of = 4 },
  { lost_at = "protected", n = 1, of = 4 },
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
), done AS (
  SELECT p.case_id, p.day,
    MAX(CASE WHEN a.kind = 'measures-decided' THEN 1 ELSE 0 END) AS decided,
    MAX(CASE WHEN a.kind = 'measures-denied' THEN 1 ELSE 0 END) AS denied,
    MAX(CASE WHEN a.kind = 'executor-notified' THEN 1 ELSE 0 END) AS executor,
    MAX(CASE WHEN a.kind = 'victim-informed' THEN 1 ELSE 0 END) AS she,
    MAX(CASE WHEN a.kind = 'respondent-informed' THEN 1 ELSE 0 END) AS accused,
    MAX(CASE WHEN a.kind = 'measure-executed' THEN 1 ELSE 0 END) AS executed,
    MAX(CASE WHEN a.kind = 'visit-made' THEN 1 ELSE 0 END) AS visited
  FROM complaint AS p
  JOIN acts AS a ON a.case_id = p.case_id AND a.occurred >= p.occurred
  WHERE NOT a.annulled
  GROUP BY p.case_id, p.day
), lost AS (
  SELECT case_id, day, CASE
    WHEN decided = 0 AND denied = 1 THEN 'denied'
    WHEN decided = 0 THEN 'no-decision'
    WHEN executor = 0 THEN 'executor-not-told'
    WHEN she = 0 THEN 'she-not-told'
    WHEN accused = 0 THEN 'accused-not-told'
    WHEN executed = 0 THEN 'not-executed'
    WHEN visited = 0 THEN 'not-visited'
    ELSE 'protected'
  END AS place
  FROM done
), places AS (
  SELECT lost_at
  FROM (VALUES
    ('denied'), ('no-decision'), ('executor-not-told'), ('she-not-told'), ('accused-not-told'),
    ('not-executed'), ('not-visited'), ('protected')
  ) AS listed(lost_at)
)
SELECT
  l.case_id, l.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant, p.lost_at,
  CASE WHEN l.place = p.lost_at THEN 1 ELSE 0 END AS counted
FROM lost AS l
CROSS JOIN places AS p
JOIN cases AS c ON c.case_id = l.case_id
