/*
id = "time-to-protection"
unit = "hours"
place = "home"
source = "Ley 30364, arts. 15-A, 16 y 23-C"
dimensions = [
  [], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"], ["risk", "language"],
  ["risk", "ethnicity"],
]

[title]
es = "De la denuncia a la medida ejecutada"
en = "From the complaint to the measure executed"

[question]
es = "¿Cuánto espera desde que denuncia hasta que se ejecuta una medida que la protege?"
en = "How long does she wait from her complaint until a measure that protects her is executed?"

[grain]
es = "Un caso denunciado en el periodo"
en = "One case reported in the period"

[denominator]
es = "Casos denunciados en el periodo; la mediana es de los que tienen una medida ejecutada"
en = "Cases reported in the period; the median is of those with a measure executed"

[not_comparable]
es = "La mediana no cuenta a quienes siguen sin protección: léela junto con dónde se perdió."
en = "The median leaves out those still without protection: read it beside where it was lost."

[[example]]
says = "One woman waits 30 hours, another is never protected; an execution before the complaint is of another"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["risk"]
case = [
  { home = "2101", acts = [
    "2026-03-01 08:00 measure-executed @police",
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-02 09:00 risk-form-completed @police risk=severo",
    "2026-03-03 14:00 measure-executed @police",
    "2026-03-03 16:00 measure-executed @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-court @court",
    "2026-03-02 09:00 risk-form-completed @court risk=severo",
    "2026-03-02 10:00 measure-executed @police #x",
    "2026-03-02 11:00 annulment @police annuls=#x",
  ] },
]
expect = [{ risk = "severo", n = 1, of = 2, median_hours = 30, p90_hours = 30 }]

[[example]]
says = "Each way of complaining, one struck out, one executed at the same instant"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["language"]
case = [
  { language = "quechua", acts = [
    "2026-03-01 08:00 complaint-presented-pnp @police #x",
    "2026-03-01 09:00 annulment @police annuls=#x",
    "2026-03-02 08:00 complaint-presented @cem >police",
    "2026-03-02 08:00 measure-executed @police",
  ] },
  { language = "aymara", acts = [
    "2026-03-02 08:00 complaint-presented-prosecutor @fiscal",
    "2026-03-02 18:00 measure-executed @police",
  ] },
  { language = "awajun", acts = [
    "2026-03-02 08:00 complaint-presented-court @court",
  ] },
]
expect = [
  { language = "quechua", n = 1, of = 1, median_hours = 0 },
  { language = "aymara", n = 1, of = 1, median_hours = 10 },
  { language = "awajun", n = 0, of = 1 },
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
), executed AS (
  SELECT p.case_id, MIN(a.occurred) AS occurred
  FROM complaint AS p
  JOIN acts AS a ON a.case_id = p.case_id AND a.occurred >= p.occurred
  WHERE a.kind = 'measure-executed' AND NOT a.annulled
  GROUP BY p.case_id
)
SELECT
  p.case_id, p.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  (e.occurred - p.occurred) / 3600.0 AS hours
FROM complaint AS p
JOIN cases AS c ON c.case_id = p.case_id
LEFT JOIN executed AS e ON e.case_id = p.case_id
