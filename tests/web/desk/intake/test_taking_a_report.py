"""Taking a report over HTTP: where each answer leads, and what registering records."""

import pytest
from tests.web.desk.intake.taking import TOLD, errors

from ruta.access.people import User
from ruta.access.viewer import Viewer
from ruta.cases import accounts, parties
from ruta.cases.models import Act, Case, Draft, SealedItem

pytestmark = pytest.mark.django_db

MINOR = {"persona": {"age": "15"}}
SEXUAL = {"persona": {"sexual": "yes"}, "proteccion": {"rape": "yes"}}


def viewer(username: str = "policia.puno") -> Viewer:
    return Viewer.of(User.objects.select_related("office").get(username=username))


def act(report, kind: str) -> Act:
    return Act.objects.get(case_id=report.case_id, kind=kind)


def test_the_police_register_a_complaint_with_its_clocks_running(taking):
    report = taking()

    case = report.registered()

    assert (case.risk, case.open) == ("severo", True)
    assert case.next_due_at is not None
    assert report.kinds() == [
        "complaint-presented-pnp",
        "account-told",
        "complainant-identified",
        "complaint-registered",
        "code-assigned",
        "risk-form-completed",
        "rights-informed",
        "cem-notified",
        "consent-given",
        "consent-refused",
    ]
    assert not Draft.objects.exists()


def test_her_account_is_kept_as_told_and_sealed(taking):
    report = taking()

    report.registered()

    told = accounts.read_account(viewer(), report.case_id, "test").tellings
    assert [(one.text, one.language) for one in told] == [(TOLD, "spanish")]
    sealed = SealedItem.objects.filter(case_id=report.case_id).values_list("ciphertext", flat=True)
    assert all(b"empuj" not in bytes(item) for item in sealed)


def test_the_cem_of_her_district_is_told_and_sees_the_case(taking):
    report = taking()

    report.registered()

    told = act(report, "cem-notified")
    assert told.to_office_id == viewer("psicologa.puno").office_id
    report.client.post("/demo/psicologa.puno/")
    assert report.client.get(report.address("seguridad")).status_code == 302


def test_the_clocks_count_from_when_the_report_came_in(taking):
    report = taking()

    report.registered(hechos={"presented_at": "2026-03-01T23:50"})

    assert act(report, "complaint-presented-pnp").at.isoformat() == "2026-03-02T04:50:00+00:00"


@pytest.mark.parametrize(
    ("username", "door", "kinds"),
    [
        ("juzgado.puno", "court", {"complaint-presented-court", "complaint-registered"}),
        ("fiscalia.puno", "prosecutor", {"complaint-presented-prosecutor", "code-assigned"}),
        ("psicologa.puno", "cem", {"case-known-cem", "complaint-presented"}),
        ("salud.puno", "health", {"violence-known-professional", "referral-made", "cem-notified"}),
    ],
)
def test_every_door_takes_a_report_with_its_own_acts(taking, username, door, kinds):
    report = taking(username)

    report.registered()

    assert kinds <= set(report.kinds())
    assert {"account-told", "risk-form-completed", "rights-informed"} <= set(report.kinds())
    doors = Act.objects.filter(case_id=report.case_id).values_list("facts__door", flat=True)
    assert {name for name in doors if name} == {door}
    assert "complaint-presented-pnp" not in report.kinds()


def test_outside_the_police_nobody_is_told_against_her_will(taking):
    report = taking("salud.puno")

    report.registered(revisa={"wants_cem": "no", "wants_complaint": "no"})

    told = {"cem-notified", "referral-made", "complaint-presented"}
    assert told.isdisjoint(report.kinds())


def test_a_minor_is_not_asked_about_the_facts(taking):
    report = taking().until("proteccion", **MINOR)

    assert report.see("relato").headers["Location"].endswith("/proteccion/")
    report.until("revisa", **MINOR)
    page = report.see("revisa").content.decode()
    assert "entrevista única" in page
    report.send("revisa")
    assert {"child-complaint", "child-at-risk-known", "statement-needed"} <= set(report.kinds())
    assert "account-told" not in report.kinds()
    assert act(report, "risk-form-completed").facts["instrument"] == "fvr-children"


def test_after_sexual_violence_she_tells_it_once_and_only_in_the_interview(taking):
    report = taking()

    report.registered(**SEXUAL)

    needed = act(report, "statement-needed")
    assert needed.to_office_id == viewer("fiscalia.puno").office_id
    assert "rape-known" in report.kinds()
    assert "account-told" not in report.kinds()


def test_what_she_said_unasked_is_kept_all_the_same(taking):
    report = taking()

    report.registered(persona={"sexual": "yes"}, proteccion={"account": TOLD})

    assert "account-told" in report.kinds()


def test_a_prosecutor_asks_for_the_single_interview_itself(taking):
    report = taking("fiscalia.puno")

    report.registered(**SEXUAL)

    assert "single-interview-requested" in report.kinds()
    assert act(report, "statement-needed").to_office_id == viewer("fiscalia.puno").office_id


def test_for_a_man_the_worker_decides_the_level(taking):
    report = taking()

    case = report.registered(persona={"sex": "hombre"}, hechos={"relation": "sibling"})

    facts = act(report, "risk-form-completed").facts
    assert (case.risk, facts["instrument"]) == ("moderado", "level-men")


def test_somebody_of_unknown_age_and_name_is_attended_all_the_same(taking):
    report = taking()

    case = report.registered(
        persona={"names": "", "age": "", "sex": "no-consta", "district": ""},
        hechos={"relation": "stranger"},
        denunciado={"names": ""},
    )

    people = parties.read(viewer(), report.case_id, "test")
    assert case.open
    assert [person.role for person in people] == ["survivor"]


@pytest.mark.parametrize("name", ["NA", "Null", "O'Higgins <b>", "Ñusta-Quispe 🌱"])
def test_a_name_is_a_name(taking, name):
    report = taking()

    report.registered(persona={"names": name})

    people = parties.read(viewer(), report.case_id, "test")
    assert people[0].facts["names"] == name


def test_an_age_known_only_between_limits_decides_the_route(taking):
    report = taking().until("proteccion", persona={"age": "", "age_range": "<18"})

    assert report.see("proteccion").status_code == 200


def test_whoever_is_detained_starts_the_hours_of_custody(taking):
    report = taking()

    report.registered(hechos={"detained": "yes", "detained_at": "2026-03-04T10:00"})

    assert act(report, "aggressor-detained").at.isoformat() == "2026-03-04T15:00:00+00:00"
    assert "flagrancy-noticed" in report.kinds()


def test_the_districts_of_the_department_are_suggested(taking):
    page = taking().until("persona").see("persona").content.decode()

    assert 'list="district-names"' in page
    assert '<option value="Amantaní, Puno, Puno">' in page
    assert "Miraflores, Lima" not in page


def test_an_interpreter_and_children_at_risk_are_noted(taking):
    report = taking()

    report.registered(
        lengua={"language": "quechua", "interpreter": "yes"}, hechos={"children_at_risk": "yes"}
    )

    assert {"interpreter-needed", "child-at-risk-known"} <= set(report.kinds())


def test_while_it_is_not_safe_nothing_is_asked(taking):
    report = taking()

    answer = report.send("seguridad", safe="no")

    assert answer.headers["Location"].endswith("/pausa/")
    page = report.see("pausa").content.decode()
    assert "105" in page
    assert report.see("lengua").headers["Location"].endswith("/pausa/")
    report.client.post(report.address("pausa"))
    assert report.see("lengua").status_code == 200


def test_the_level_may_be_raised_with_a_reason_and_not_lowered(taking):
    calm = {"ficha": {"item_2": "no", "item_5": "no", "item_6": "no", "item_7": "yes"}}
    report = taking().until("resultado", **calm)

    without_reason = report.send("resultado", level="severo")
    raised = report.send("resultado", level="severo", reasons="La vigila (inventado).")

    assert without_reason.status_code == 422
    assert errors(without_reason)
    assert raised.status_code == 302
    report.send("comparte")
    report.send("revisa")
    assert Case.objects.get(case_id=report.case_id).risk == "severo"


def test_a_level_below_the_form_is_not_offered(taking):
    report = taking().until("resultado")

    answer = report.send("resultado", level="leve")

    assert answer.status_code == 422


def test_sent_twice_it_is_one_case(taking):
    report = taking().until("revisa")

    answers = [report.send("revisa"), report.send("revisa")]

    assert [a.headers["Location"] for a in answers] == [f"/casos/{report.case_id}/"] * 2
    assert Case.objects.count() == 1
    assert len(report.kinds()) == len(set(report.kinds()))


def test_begun_twice_it_is_one_draft(taking):
    report = taking()
    given = report.given()

    for _ in range(2):
        report.client.post("/denuncias/nueva/", {"case_id": given})

    assert Draft.objects.count() == 2


@pytest.mark.parametrize("username", ["supervision.puno", "psicologa.puno", "policia.lima"])
def test_nobody_else_opens_a_draft(taking, username):
    report = taking().until("persona")

    report.client.post(f"/demo/{username}/")

    assert report.see("lengua").status_code == 404
    assert report.client.get(f"/denuncias/{report.case_id}/").status_code == 404
    assert report.send("lengua").status_code == 404


def test_a_supervisor_takes_no_reports(taking):
    report = taking("supervision.puno")

    assert report.client.get("/denuncias/nueva/").status_code == 404
    assert not Draft.objects.exists()
