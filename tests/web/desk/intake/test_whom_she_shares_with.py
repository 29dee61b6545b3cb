"""Before it is registered she is asked with whom we share it; her no blocks nothing."""

import pytest
from tests.web.desk.intake.taking import errors

from ruta.access.walls import Grant
from ruta.cases.models import Act

pytestmark = pytest.mark.django_db


def consents(report) -> dict[str, str]:
    """The parts each kind of office was let to see."""
    rows = Grant.objects.filter(case_id=report.case_id, basis="consent")
    return {
        office.split("-")[0]: parts
        for office, parts in rows.values_list("office_id", "compartments")
    }


def test_what_she_tells_is_preceded_by_what_must_be_reported(taking):
    report = taking().until("relato")

    page = report.see("relato").content.decode()

    assert "Antes de que hable: a qué te obliga la ley" in page
    assert page.index("a qué te obliga la ley") < page.index('name="account"')


def test_she_hears_that_a_no_takes_nothing_away(taking):
    page = taking().until("comparte").see("comparte").content.decode()

    assert "Decir que no, no le quita ninguna atención." in page
    assert "Migraciones nunca recibe nada de esto." in page


def test_only_yes_or_no_is_asked_for(taking):
    report = taking().until("comparte")

    answer = report.send("comparte", share_cem=None, share_health=None)

    assert answer.status_code == 422
    assert len(errors(answer)) == 1


def test_with_her_yes_the_centre_may_read_her_account(taking):
    report = taking()
    report.registered()

    given = Act.objects.get(case_id=report.case_id, kind="consent-given")

    assert "account" in given.facts["consent_compartments"]
    assert list(consents(report).values()) == ["CILNR"]


def test_with_her_no_nothing_is_opened_and_the_report_is_registered(taking):
    report = taking()

    case = report.registered(comparte={"share_cem": "no", "share_health": "no"})

    assert case.open
    assert consents(report) == {}
    told = Act.objects.filter(case_id=report.case_id, kind="consent-refused")
    assert sorted(bool(act.to_office_id) for act in told) == [False, True]


def test_a_thumbprint_needs_a_witness(taking):
    report = taking().until("comparte")

    assert report.send("comparte", how="thumbprint").status_code == 422
    assert (
        report.send("comparte", how="thumbprint", witness="Una vecina (inventada)").status_code
        == 302
    )


@pytest.mark.check("SEC-13")
@pytest.mark.parametrize(("role", "status"), [("father", 422), ("", 422), ("upe", 302)])
def test_sec_13_for_a_small_child_who_may_be_accused_does_not_decide(taking, role, status):
    child = {
        "persona": {"age": "9"},
        "proteccion": {"relation": "parent"},
        "denunciado": {"names": "Oltrén (inventado)", "sex": "hombre"},
    }
    report = taking().until("comparte", **child)

    answer = report.send("comparte", role=role, representative="Otro Nombre (inventado)")

    assert answer.status_code == status
