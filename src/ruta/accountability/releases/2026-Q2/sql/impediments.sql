/*
id = "impediments"
unit = "count"
place = "office"
source = "DS 009-2016-MIMP, art. 47; impediments recorded beside a duty"
dimensions = [[], ["impediment"], ["office_group"], ["impediment", "office_group"], ["impediment", "duty"]]

[title]
es = "Impedimentos anotados"
en = "Impediments recorded"

[question]
es = "¿Qué dijeron las oficinas que les impidió cumplir?"
en = "What did offices say kept them from complying?"

[grain]
es = "Un impedimento anotado en un caso en el periodo"
en = "One impediment recorded in a case in the period"

[denominator]
es = "Es un conteo: no tiene denominador"
en = "It is a count: it has no denominator"

[not_comparable]
es = "Un impedimento explica una demora y no la excusa. Una oficina que no anota ninguno no es una oficina sin impedimentos."
en = "An impediment explains a delay and does not excuse it. An office that records none is not an office without any."

[[example]]
says = "Two impediments of two kinds; the one struck out is not counted"
as_of = "2026-09-01T00:00"
offices = { police = "pnp 2101" }
by = ["impediment", "office_group"]
level = "province"

[[example.case]]
acts = [
  "2026-03-02 08:00 impediment-recorded @police impediment=no-vehicle",
  "2026-03-03 08:00 impediment-recorded @police impediment=no-fuel #x",
  "2026-03-04 08:00 annulment @police annuls=#x",
  "2026-03-05 08:00 visit-made @police",
]

[[example.case]]
acts = ["2026-03-02 08:00 impediment-recorded @police impediment=no-staff"]

[[example.expect]]
place = "2101"
impediment = "no-vehicle"
office_group = "police"
n = 1

[[example.expect]]
place = "2101"
impediment = "no-staff"
office_group = "police"
n = 1
*/
SELECT
  a.case_id, a.day, a.department, a.province, a.office, a.office_group, a.impediment, a.duty
FROM acts AS a
WHERE a.kind = 'impediment-recorded' AND NOT a.annulled
