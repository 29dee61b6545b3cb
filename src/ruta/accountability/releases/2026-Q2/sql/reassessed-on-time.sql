/*
id = "reassessed-on-time"
unit = "share"
place = "office"
source = "Ley 30364, art. 23-C: report on compliance and risk every three or six months"
dimensions = [[], ["risk"], ["office_group"], ["risk", "office_group"]]

[title]
es = "Riesgo vuelto a valorar a tiempo"
en = "Risk assessed again in time"

[question]
es = "¿Cuántos informes de cumplimiento y riesgo, cada tres o seis meses, llegaron a tiempo?"
en = "How many reports on compliance and risk, every three or six months, came in time?"

[grain]
es = "Un periodo de tres o seis meses que acabó en el periodo, de un caso con medidas"
en = "One period of three or six months that ended in the period, of a case with measures"

[denominator]
es = "Periodos vencidos, con informe o sin él"
en = "Periods fallen due, with a report or without"

[not_comparable]
es = "Mide el informe, no si el riesgo bajó."
en = "It measures the report, not whether the risk went down."

[[example]]
says = "Severe risk: the first report of three months came, the second did not"
as_of = "2026-10-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["risk"]
case = [
  { home = "2101", acts = [
    "2026-03-01 09:00 risk-form-completed @police risk=severo",
    "2026-03-02 09:00 executor-notified @court >police",
    "2026-05-20 09:00 compliance-report-sent @police >court",
  ] },
]
expect = [{ risk = "severo", n = 1, of = 2 }]

[[example]]
says = "A report too late, and measures ended after the report was due"
as_of = "2026-10-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["risk"]
case = [
  { acts = [
    "2026-03-01 09:00 risk-form-completed @police risk=leve",
    "2026-03-02 09:00 executor-notified @court >police",
    "2026-09-20 09:00 compliance-report-sent @police >court",
  ] },
  { acts = [
    "2026-03-01 09:00 risk-form-completed @police risk=severo",
    "2026-03-02 09:00 executor-notified @court >police",
    "2026-06-20 09:00 measures-ended @court",
  ] },
]
expect = [
  { risk = "leve", n = 0, of = 1 },
  { risk = "severo", n = 0, of = 1 },
]
*/
SELECT
  o.case_id, o.due_day AS day, o.department, o.province, o.office, o.risk, o.office_group,
  CASE WHEN o.status = 'met' THEN 1 ELSE 0 END AS counted
FROM obligations AS o
CROSS JOIN span AS s
WHERE o.wording IN ('executor-periodic-3m', 'executor-periodic-6m') AND o.due < s.as_of
  AND o.status IN ('met', 'met-late', 'overdue', 'breached')
