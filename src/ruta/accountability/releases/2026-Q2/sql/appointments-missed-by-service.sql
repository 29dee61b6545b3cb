/*
id = "appointments-missed-by-service"
unit = "share"
place = "office"
source = "Ley 30364, arts. 2.4 y 10; acts of Ruta on appointments"
dimensions = [[], ["office_group"]]

[title]
es = "Citas que el servicio no cumplió"
en = "Appointments the service missed"

[question]
es = "De las citas que llegaron a su día, ¿cuántas incumplió el servicio?"
en = "Of the appointments whose day came, how many did the service miss?"

[grain]
es = "Una cita con desenlace anotado en el periodo"
en = "One appointment whose outcome was recorded in the period"

[denominator]
es = "Citas cumplidas, incumplidas por el servicio o a las que ella no pudo ir"
en = "Appointments kept, missed by the service, or that she could not attend"

[not_comparable]
es = "Una cita sin desenlace anotado no aparece."
en = "An appointment without a recorded outcome does not appear."

[[example]]
says = "Of three outcomes one was the service's fault"
as_of = "2026-09-01T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 appointment-given @cem",
    "2026-03-03 08:00 appointment-kept @cem",
    "2026-03-04 08:00 appointment-missed-by-service @cem",
    "2026-03-05 08:00 appointment-missed-by-her @cem",
    "2026-03-06 08:00 appointment-missed-by-service @cem #x",
    "2026-03-06 09:00 annulment @cem annuls=#x",
  ] },
]
expect = [{ office_group = "womens-centres", n = 1, of = 3 }]
*/
SELECT
  a.case_id, a.day, a.department, a.province, a.office, a.office_group,
  CASE WHEN a.kind = 'appointment-missed-by-service' THEN 1 ELSE 0 END AS counted
FROM acts AS a
WHERE NOT a.annulled AND a.kind IN (
  'appointment-kept', 'appointment-missed-by-service', 'appointment-missed-by-her'
)
