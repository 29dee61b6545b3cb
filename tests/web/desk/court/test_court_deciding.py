"""Recording a decision: read over first, recorded once, refused by field with nothing lost."""

from uuid import uuid4

import pytest
from tests.cases.stage import COURT, FAR_COURT, POLICE, SUPERVISOR

from ruta.cases import facts, queries
from ruta.cases.models import Act

pytestmark = pytest.mark.django_db
DUTY = "court-measures-severe-24h-2023"


def address(file):
    return f"/casos/{file.case_id}/decision/"


def kinds(file):
    return list(
        Act.objects.filter(case_id=file.case_id, office_id=COURT.office_id)
        .order_by("arrival")
        .values_list("kind", flat=True)
    )


def test_the_page_shows_the_clock_of_the_decision_and_every_measure(received, at_desk):
    page = at_desk(COURT).get(address(received)).content.decode()

    assert "Retiro de la persona agresora del domicilio" in page
    assert "Suspensión de la patria potestad" in page
    assert 'class="strip strip--small' in page
    assert page.count('name="measures"') == 12
    assert page.count('name="precautionary"') == 7


def test_reading_over_records_nothing(received, at_desk, answers):
    page = at_desk(COURT).post(address(received), answers(paso="revisar"))

    assert page.status_code == 200
    assert "Revisa la decisión" in page.content.decode()
    assert "No acercarse a la víctima: 300 m" in page.content.decode()
    assert kinds(received) == []


def test_going_back_to_change_keeps_every_answer(received, at_desk, answers):
    page = at_desk(COURT).post(address(received), answers(paso="cambiar")).content.decode()

    assert "Registrar la decisión" in page
    assert "Riesgo severo: no se espera." in page
    assert 'value="300"' in page


def test_a_decision_is_recorded_and_leads_to_its_notices(
    received, at_desk, answers, obligations, now
):
    page = at_desk(COURT).post(address(received), answers())

    assert (page.status_code, page.url) == (302, f"{address(received)}avisos/")
    assert kinds(received) == ["measures-decided", "resolution-reasoned"]
    assert obligations()[DUTY].status == "met"
    assert queries.court_queue(COURT, queries.CourtFilters(), now=now).rows == ()


def test_its_measures_are_sealed(received, at_desk, answers):
    at_desk(COURT).post(address(received), answers())

    recorded = Act.objects.get(case_id=received.case_id, kind="measures-decided")
    assert recorded.facts == {}
    opened = facts.read(COURT, received.case_id, acts=[recorded.act_id], purpose="test")
    assert opened[recorded.act_id]["measures"] == ["removal-from-home", "no-approach"]
    assert opened[recorded.act_id]["distance_metres"] == 300


def test_sent_twice_it_is_recorded_once(received, at_desk, answers):
    client, form = at_desk(COURT), answers()

    first = client.post(address(received), form)
    second = client.post(address(received), form)

    assert first.url == second.url
    assert len(kinds(received)) == 2


def test_another_decision_over_one_recorded_is_refused_and_kept(received, at_desk, answers):
    client = at_desk(COURT)
    client.post(address(received), answers())

    page = client.post(address(received), answers(decision_id=str(uuid4()), reasons="Otra razón"))

    assert page.status_code == 422
    assert "Ya hay una decisión" in page.content.decode()
    assert "Otra razón" in page.content.decode()
    assert len(kinds(received)) == 2


@pytest.mark.parametrize(
    "bare",
    [
        {"measures": []},
        {"measures": ["other"], "other_order": "Cese de todo acto de violencia contra ella"},
    ],
)
def test_a_bare_order_is_refused_with_its_article_and_nothing_is_lost(
    received, at_desk, answers, bare
):
    page = at_desk(COURT).post(address(received), answers(**bare, details="Su casa y el mercado"))

    html = page.content.decode()
    assert page.status_code == 422
    assert "DS 009-2016-MIMP, art. 37.3" in html
    assert "Su casa y el mercado" in html
    assert "Riesgo severo: no se espera." in html
    assert kinds(received) == []


def test_a_decision_of_tomorrow_is_refused_at_its_field(received, at_desk, answers):
    page = at_desk(COURT).post(address(received), answers(decided_at="2099-01-01T10:00"))

    assert page.status_code == 422
    assert "No puede ser después de este momento." in page.content.decode()
    assert "2099-01-01T10:00" in page.content.decode()


def test_a_text_too_long_is_refused_at_its_field_and_kept(received, at_desk, answers):
    page = at_desk(COURT).post(address(received), answers(skip_reasons="x" * 5000))

    assert page.status_code == 422
    assert "x" * 5000 in page.content.decode()
    assert kinds(received) == []


def test_a_denial_leaves_its_reasons_and_stops_the_term_to_decide(
    received, at_desk, answers, obligations
):
    form = answers(outcome="denied", measures=[], denial_reasons="Razones inventadas")

    at_desk(COURT).post(address(received), form)

    assert "measures-denied" in kinds(received)
    assert obligations()[DUTY].status == "discharged"


def test_a_weapons_ban_makes_the_court_owe_its_notice_to_the_firearms_authority(
    received, at_desk, answers, obligations
):
    at_desk(COURT).post(address(received), answers(measures=["weapons-ban"]))

    assert obligations()["court-notify-sucamec"].status == "open"


def test_a_decided_case_leads_to_its_notices(received, at_desk, answers):
    client = at_desk(COURT)
    client.post(address(received), answers())

    assert client.get(address(received)).url == f"{address(received)}avisos/"


@pytest.mark.parametrize("who", [FAR_COURT, SUPERVISOR, POLICE])
@pytest.mark.parametrize("last", ["", "avisos/"])
def test_whoever_does_not_decide_it_finds_what_is_not_there(received, at_desk, who, last):
    client = at_desk(who)

    denied = client.get(f"{address(received)}{last}")
    absent = client.get(f"/casos/{uuid4()}/decision/{last}")

    assert denied.status_code == absent.status_code == 404
    assert denied.content == absent.content
