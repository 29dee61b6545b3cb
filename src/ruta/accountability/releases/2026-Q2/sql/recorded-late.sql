/*
id = "recorded-late"
unit = "share"
place = "office"
source = "Ley 30364, art. 42; instants of Ruta"
dimensions = [[], ["office_group"]]

[title]
es = "Actos anotados tarde"
en = "Acts recorded late"

[question]
es = "¿Qué parte de los actos se anotó más de 24 horas después de ocurrir?"
en = "What part of the acts was recorded more than 24 hours after it happened?"

[grain]
es = "Un acto ocurrido en el periodo y no anulado"
en = "One act that happened in the period, not annulled"

[denominator]
es = "Actos ocurridos en el periodo de los que se sabe cuándo se anotaron"
en = "Acts that happened in the period and of which it is known when they were recorded"

[not_comparable]
es = "Anotar tarde no es actuar tarde: los plazos se cuentan desde que ocurrió."
en = "Recording late is not acting late: terms count from when it happened."

[[example]]
says = "One act typed in two days later, one within the hour, one exactly a day later"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 note-added @cem recorded=2026-03-04T08:00",
    "2026-03-02 08:00 note-added @cem recorded=2026-03-02T08:40",
    "2026-03-02 08:00 note-added @cem recorded=2026-03-03T08:00",
    "2026-03-02 08:00 note-added @cem #x recorded=2026-03-09T08:00",
    "2026-03-02 09:00 annulment @police annuls=#x recorded=2026-03-10T08:00",
  ] },
]
expect = [
  { office_group = "womens-centres", n = 1, of = 3 },
  { office_group = "police", n = 1, of = 1 },
]
*/
SELECT
  a.case_id, a.day, a.department, a.province, a.office, a.office_group,
  CASE WHEN a.recorded - a.occurred > 86400 THEN 1 ELSE 0 END AS counted
FROM acts AS a
WHERE NOT a.annulled AND NOT a.recorded IS NULL
