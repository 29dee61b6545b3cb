/*
id = "rights-told"
unit = "share"
place = "home"
source = "Ley 30364, arts. 10.a y 15-A; DS 009-2016-MIMP, art. 20"
dimensions = [[], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"]]

[title]
es = "Derechos explicados al denunciar"
en = "Rights explained on reporting"

[question]
es = "De las denuncias registradas, ¿en cuántas le explicaron sus derechos en 24 horas?"
en = "Of the complaints registered, in how many were her rights explained within 24 hours?"

[grain]
es = "Una denuncia registrada en el periodo"
en = "One complaint registered in the period"

[denominator]
es = "Denuncias registradas en el periodo"
en = "Complaints registered in the period"

[not_comparable]
es = "Que se anote no dice que ella lo entendió, ni en qué lengua."
en = "That it is recorded does not say that she understood, nor in which language."

[[example]]
says = "Told the same hour; told two days later"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-02 08:30 rights-informed @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-04 08:30 rights-informed @police",
  ] },
]
expect = [
  { n = 1, of = 2 },
]

[[example]]
says = "In order, struck out, repeated, at the edge of the time given"
as_of = "2027-04-06T08:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
case = [
  { acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-02 09:00 rights-informed @police",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-02 09:00 note-added @cem",
  ] },
  { acts = [
    "2026-03-02 08:00 rights-informed @police",
    "2026-03-02 09:00 complaint-registered @police",
    "2026-03-02 10:00 rights-informed @police #x",
    "2026-03-02 11:00 annulment @police annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-02 09:00 rights-informed @police",
    "2026-03-02 10:00 complaint-registered @police",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-registered @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
    "2026-03-02 10:00 rights-informed @police",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-03 08:00 rights-informed @police",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-registered @police",
    "2026-03-03 09:00 rights-informed @police",
  ] },
  { acts = [
    "2027-04-05 08:00 complaint-registered @police",
    "2027-04-05 09:00 rights-informed @police",
  ] },
  { acts = [
    "2027-04-05 09:00 complaint-registered @police",
    "2027-04-05 10:00 rights-informed @police",
  ] },
]
expect = [{ n = 4, of = 8 }]
*/
WITH begun AS (
  SELECT a.case_id, a.position, a.occurred, a.day
  FROM acts AS a
  WHERE a.kind = 'complaint-registered' AND NOT a.annulled
), answered AS (
  SELECT DISTINCT a.case_id, a.position
  FROM begun AS a
  JOIN acts AS b ON b.case_id = a.case_id AND b.position > a.position AND b.occurred <= a.occurred + 86400
  WHERE NOT b.annulled AND b.kind = 'rights-informed'
)
SELECT
  a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant,
  CASE WHEN w.case_id IS NULL THEN 0 ELSE 1 END AS counted
FROM begun AS a
JOIN cases AS c ON c.case_id = a.case_id
CROSS JOIN span AS s
LEFT JOIN answered AS w ON w.case_id = a.case_id AND w.position = a.position
WHERE a.occurred + 86400 <= s.as_of
