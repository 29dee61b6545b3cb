/*
id = "breach-response"
unit = "hours"
place = "home"
source = "Ley 30364, arts. 16-B, 23-C y 24; DS 009-2016-MIMP, art. 56"
dimensions = [
  ["leg"], ["leg", "risk"], ["leg", "language"], ["leg", "ethnicity"], ["leg", "age_group"],
  ["leg", "migrant"],
]

[title]
es = "Respuesta a un incumplimiento de medidas"
en = "Response to a breach of measures"

[question]
es = "Cuando se incumple una medida, ¿cuánto tarda cada institución en responder?"
en = "When a measure is breached, how long does each institution take to respond?"

[grain]
es = "Un tramo de respuesta que empezó en el periodo"
en = "One leg of response begun in the period"

[denominator]
es = "Incumplimientos conocidos (o comunicados al juzgado) en el periodo; la mediana es de los respondidos"
en = "Breaches known (or reported to the court) in the period; the median is of those responded to"

[not_comparable]
es = "Solo los incumplimientos que alguien conoció y anotó."
en = "Only the breaches that somebody knew of and recorded."

[[example]]
says = "The court is told after three hours, changes the measures a day later and never tells the prosecutor; a second breach is told to nobody"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["leg"]
case = [
  { home = "2101", acts = [
    "2026-03-01 08:00 variation-decided @court",
    "2026-03-02 08:00 breach-known @police",
    "2026-03-02 11:00 breach-reported-court @police >court",
    "2026-03-03 11:00 variation-decided @court",
  ] },
  { home = "2101", acts = ["2026-03-02 08:00 breach-known @police"] },
]
expect = [
  { leg = "known-to-court", n = 1, of = 2, median_hours = 3 },
  { leg = "court-to-change", n = 1, of = 1, median_hours = 24 },
  { leg = "court-to-prosecutor", n = 0, of = 1 },
]

[[example]]
says = "The court learns by itself, changes the measures another way; what was struck out answers nothing"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["leg"]
case = [
  { acts = [
    "2026-03-01 08:00 note-added @cem",
    "2026-03-02 08:00 breach-known @police",
    "2026-03-02 09:00 note-added @cem",
    "2026-03-02 10:00 breach-known-court @court",
    "2026-03-02 12:00 breach-reported-prosecutor @court >fiscal",
    "2026-03-02 13:00 measures-varied @court",
  ] },
  { acts = [
    "2026-03-02 06:00 breach-known @police #w",
    "2026-03-02 06:30 annulment @police annuls=#w",
    "2026-03-02 07:00 breach-reported-court @police >court #x",
    "2026-03-02 07:30 annulment @police annuls=#x",
    "2026-03-03 08:00 breach-known @police",
    "2026-03-03 09:00 breach-reported-court @police >court #z",
    "2026-03-03 09:30 annulment @police annuls=#z",
    "2026-03-03 11:00 breach-reported-court @police >court",
    "2026-03-03 12:00 variation-decided @court #v",
    "2026-03-03 13:00 annulment @court annuls=#v",
  ] },
]
expect = [
  { leg = "known-to-court", n = 2, of = 2, median_hours = 2, p90_hours = 3 },
  { leg = "court-to-change", n = 1, of = 2, median_hours = 3 },
  { leg = "court-to-prosecutor", n = 1, of = 2, median_hours = 2 },
]
*/
WITH begun AS (
  SELECT 'known-to-court' AS leg, case_id, position, occurred, day
  FROM acts WHERE kind = 'breach-known' AND NOT annulled
  UNION ALL
  SELECT 'court-to-change' AS leg, case_id, position, occurred, day
  FROM acts WHERE kind IN ('breach-reported-court', 'breach-known-court') AND NOT annulled
  UNION ALL
  SELECT 'court-to-prosecutor' AS leg, case_id, position, occurred, day
  FROM acts WHERE kind IN ('breach-reported-court', 'breach-known-court') AND NOT annulled
), ending AS (
  SELECT case_id, position, occurred, CASE kind
    WHEN 'breach-reported-court' THEN 'known-to-court'
    WHEN 'breach-known-court' THEN 'known-to-court'
    WHEN 'breach-reported-prosecutor' THEN 'court-to-prosecutor'
    ELSE 'court-to-change'
  END AS leg
  FROM acts
  WHERE NOT annulled AND kind IN (
    'breach-reported-court', 'breach-known-court', 'breach-reported-prosecutor',
    'measures-varied', 'variation-decided'
  )
), walked AS (
  SELECT b.leg, b.case_id, b.position, b.occurred, b.day, MIN(e.occurred) AS ended
  FROM begun AS b
  LEFT JOIN ending AS e
    ON e.case_id = b.case_id AND e.leg = b.leg AND e.position > b.position
  GROUP BY b.leg, b.case_id, b.position, b.occurred, b.day
)
SELECT
  w.case_id, w.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant, w.leg, (w.ended - w.occurred) / 3600.0 AS hours
FROM walked AS w
JOIN cases AS c ON c.case_id = w.case_id
