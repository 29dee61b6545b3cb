/*
id = "complaints"
unit = "count"
place = "home"
source = "Ley 30364, art. 15"
dimensions = [
  [], ["risk"], ["language"], ["ethnicity"], ["age_group"], ["migrant"], ["door"],
  ["door", "risk"],
]

[title]
es = "Denuncias presentadas"
en = "Complaints presented"

[question]
es = "¿Cuántas denuncias se presentaron, y por qué puerta?"
en = "How many complaints were presented, and by which door?"

[grain]
es = "Una denuncia presentada en el periodo"
en = "One complaint presented in the period"

[denominator]
es = "Es un conteo: no tiene denominador"
en = "It is a count: it has no denominator"

[not_comparable]
es = "No es cuánta violencia hay: la mayoría no se denuncia. Más denuncias pueden ser más confianza."
en = "It is not how much violence there is: most goes unreported. More complaints may mean more trust."

[[example]]
says = "Two complaints by two doors; one struck out"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["door"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-pnp @police door=police",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented @cem >court door=cem",
    "2026-03-02 09:00 complaint-presented-pnp @police door=police #x",
    "2026-03-02 10:00 annulment @police annuls=#x",
  ] },
  { home = "2101", acts = [
    "2026-03-02 08:00 complaint-presented-court @court door=court",
    "2026-03-02 09:00 complaint-presented-prosecutor @fiscal door=prosecutor",
  ] },
]
expect = [
  { door = "police", n = 1 },
  { door = "cem", n = 1 },
  { door = "court", n = 1 },
  { door = "prosecutor", n = 1 },
]
*/
SELECT a.case_id, a.day, c.department, c.province, c.risk, c.language, c.ethnicity, c.age_group, c.migrant, a.door
FROM acts AS a
JOIN cases AS c ON c.case_id = a.case_id
WHERE NOT a.annulled AND a.kind IN (
  'complaint-presented', 'complaint-presented-pnp', 'complaint-presented-prosecutor',
  'complaint-presented-court'
)
