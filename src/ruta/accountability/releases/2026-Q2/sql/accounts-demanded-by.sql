/*
id = "accounts-demanded-by"
unit = "count"
place = "office"
source = "Ley 30364, arts. 18 y 19; DS 009-2016-MIMP, arts. 11 y 36.3"
dimensions = [["office_group"]]

[title]
es = "Quién le pidió su relato otra vez"
en = "Who demanded her account again"

[question]
es = "¿Qué instituciones le pidieron que contara otra vez lo que vivió?"
en = "Which institutions asked her to tell again what happened?"

[grain]
es = "Una vez que una oficina pidió el relato, en el periodo"
en = "One time an office demanded the account, in the period"

[denominator]
es = "Es un conteo: no tiene denominador"
en = "It is a count: it has no denominator"

[not_comparable]
es = "Quien anota más no es por eso quien más pide."
en = "Who records more is not therefore who demands more."

[[example]]
says = "Asked again once by a court and twice by a prosecutor; the account she told herself is none"
as_of = "2026-05-20T09:00"
offices = { police = "pnp 2101", court = "juzgado-familia 2101", cem = "cem 2101", health = "ipress 2101", fiscal = "fiscalia-penal 2101", trial = "juzgado-penal 2101", iml = "iml 0801" }
by = ["office_group"]
case = [
  { home = "2101", acts = [
    "2026-03-02 08:00 account-told @police",
    "2026-03-03 08:00 victim-reinterviewed @court",
    "2026-03-04 08:00 account-demanded @fiscal",
    "2026-03-05 08:00 account-demanded @fiscal",
    "2026-03-06 08:00 account-demanded @fiscal #x",
    "2026-03-06 09:00 annulment @fiscal annuls=#x",
  ] },
]
expect = [
  { office_group = "protection-courts", n = 1 },
  { office_group = "prosecutors", n = 2 },
]
*/
SELECT a.case_id, a.day, a.department, a.province, a.office, a.office_group
FROM acts AS a
WHERE a.kind IN ('account-demanded', 'victim-reinterviewed') AND NOT a.annulled
