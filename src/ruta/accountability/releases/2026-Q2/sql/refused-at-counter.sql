/*
id = "refused-at-counter"
unit = "share"
place = "office"
source = "Ley 30364, arts. 15, 15-A y 18; DS 009-2016-MIMP, arts. 19 y 20.5"
dimensions = [["way"], ["way", "office_group"]]

[title]
es = "Negativa o maltrato en el mostrador"
en = "Refused or ill-treated at the counter"

[question]
es = "De las denuncias presentadas, ¿en cuántas le exigieron pruebas, la culparon o no la registraron en 24 horas?"
en = "Of the complaints presented, in how many was proof demanded, was she blamed, or was it not registered within 24 hours?"

[grain]
es = "Una forma de negativa, en una denuncia presentada en un mostrador en el periodo"
en = "One way of refusal, in one complaint presented at a counter in the period"

[denominator]
es = "Denuncias presentadas en comisarías, fiscalías y juzgados en el periodo"
en = "Complaints presented at police stations, prosecutors and courts in the period"

[not_comparable]
es = "Quien se fue sin que nadie anotara nada no está aquí: es un mínimo."
en = "Who left without anybody recording anything is not here: it is a minimum."

[[example]]
says = "Proof demanded and then not registered; blamed but registered; well received"
as_of = "2026-03-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["way"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-02 08:10 proof-demanded @cem",
    "2026-03-04 08:10 complaint-registered @police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-court @court",
    "2026-03-02 08:10 victim-judged @cem",
    "2026-03-02 08:20 complaint-registered @court",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-prosecutor @fiscal",
    "2026-03-02 08:20 complaint-registered @fiscal",
    "2026-03-02 08:30 victim-judged @fiscal #x",
    "2026-03-02 08:40 annulment @fiscal annuls=#x",
  ] },
]
expect = [
  { way = "proof-demanded", n = 1, of = 3 },
  { way = "blamed", n = 1, of = 3 },
  { way = "not-registered", n = 1, of = 3 },
]

[[example]]
says = "Before, struck out, twice in a case, on the last second, read after a day"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["way"]
case = [
  { acts = [
    "2026-03-01 08:00 proof-demanded @cem",
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 08:00 complaint-registered @police",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police #x",
    "2026-03-02 09:00 annulment @police annuls=#x",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-02 08:10 proof-demanded @cem",
    "2026-03-02 09:00 complaint-registered @police",
    "2026-03-10 08:00 complaint-presented-court @court",
    "2026-03-10 09:00 complaint-registered @court",
  ] },
  { acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police",
    "2026-03-03 20:00 complaint-registered @police",
  ] },
  { acts = [
    "2026-08-31 09:00 complaint-presented-pnp @police",
  ] },
  { acts = [
    "2026-08-31 03:00 complaint-presented-pnp @police",
  ] },
  { acts = [
    "2026-08-31 10:00 complaint-presented-pnp @police",
  ] },
]
expect = [
  { way = "proof-demanded", n = 1, of = 6 },
  { way = "blamed", n = 0, of = 6 },
  { way = "not-registered", n = 3, of = 6 },
]
*/
WITH complaint AS (
  SELECT a.case_id, a.position, a.occurred, a.day, a.department, a.province, a.office, a.office_group
  FROM acts AS a
  WHERE NOT a.annulled AND a.kind IN (
    'complaint-presented-pnp', 'complaint-presented-prosecutor', 'complaint-presented-court'
  )
), happened AS (
  SELECT c.case_id, c.position,
    MAX(CASE WHEN a.kind = 'proof-demanded' THEN 1 ELSE 0 END) AS proof,
    MAX(CASE WHEN a.kind = 'victim-judged' THEN 1 ELSE 0 END) AS blamed,
    MAX(CASE
      WHEN a.kind = 'complaint-registered' AND a.occurred <= c.occurred + 86400 THEN 1 ELSE 0
    END) AS registered
  FROM complaint AS c
  JOIN acts AS a ON a.case_id = c.case_id AND a.position >= c.position
  WHERE NOT a.annulled
  GROUP BY c.case_id, c.position
), ways AS (
  SELECT way
  FROM (VALUES ('proof-demanded'), ('blamed'), ('not-registered')) AS listed(way)
)
SELECT
  a.case_id, a.day, a.department, a.province, a.office, a.office_group, w.way,
  CASE
    WHEN w.way = 'proof-demanded' THEN h.proof
    WHEN w.way = 'blamed' THEN h.blamed
    ELSE 1 - h.registered
  END AS counted
FROM complaint AS a
JOIN happened AS h ON h.case_id = a.case_id AND h.position = a.position
CROSS JOIN ways AS w
CROSS JOIN span AS s
WHERE a.occurred + 86400 <= s.as_of
