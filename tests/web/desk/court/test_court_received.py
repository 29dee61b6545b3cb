"""What a court received: oldest clock first, filtered by its address, and who has no such page."""

from uuid import uuid4

import pytest
from tests.cases.stage import COURT, HOUR, POLICE, SUPERVISOR, Stage, act, complaint, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(file, now):
    """`waiting(3, risk="leve")`: a case that reached the court three hours ago."""

    def case(hours, risk="severo"):
        at = now - hours * HOUR
        one = Stage(case_id=uuid4())
        return one.opened(
            complaint(at - 2 * HOUR),
            act("risk-form-completed", at - HOUR, risk=risk),
            report(at),
            now=now,
        )

    return case


def order(page, *cases):
    """Whether the codes of some cases stand on a page in this order."""
    places = [page.content.decode().find(f'href="/casos/{case.case_id}/"') for case in cases]
    return -1 not in places and places == sorted(places)


def shows(page, case):
    return f'href="/casos/{case.case_id}/"' in page.content.decode()


def test_the_oldest_clock_comes_first(waiting, at_desk):
    young, old, middle = waiting(1), waiting(30), waiting(12)

    page = at_desk(COURT).get("/juzgado/")

    assert order(page, old, middle, young)
    assert f"/casos/{old.case_id}/decision/" in page.content.decode()


def test_filters_stand_in_the_address(waiting, at_desk):
    late, mild = waiting(30), waiting(2, risk="leve")
    client = at_desk(COURT)

    overdue = client.get("/juzgado/?plazo=vencido")
    light = client.get("/juzgado/?riesgo=leve")

    assert shows(overdue, late)
    assert not shows(overdue, mild)
    assert shows(light, mild)
    assert not shows(light, late)
    assert "Quitar filtro:" in light.content.decode()


@pytest.mark.parametrize("query", ["?riesgo=ninguno", "?plazo=xyz", "?despues=nada"])
def test_what_is_not_understood_filters_nothing(waiting, at_desk, query):
    case = waiting(1)

    page = at_desk(COURT).get(f"/juzgado/{query}", follow=True)

    assert shows(page, case)


def test_an_empty_queue_says_what_would_be_there(file, at_desk):
    client = at_desk(COURT)

    assert "No hay casos por decidir" in client.get("/juzgado/").content.decode()
    filtered = client.get("/juzgado/?riesgo=leve").content.decode()
    assert "Nada de lo recibido cumple estos filtros" in filtered
    told = client.get("/juzgado/por-comunicar/").content.decode()
    assert "Todas las medidas fueron comunicadas" in told


def test_a_long_queue_is_read_page_by_page(waiting, at_desk):
    cases = [waiting(hours) for hours in range(22, 0, -1)]
    client = at_desk(COURT)

    first = client.get("/juzgado/")
    after = first.context["after"]
    second = client.get("/juzgado/", {"despues": after})

    assert order(first, *cases[:20])
    assert not shows(first, cases[20])
    assert order(second, *cases[20:])


def test_a_decision_that_nobody_was_told_of_waits_in_its_own_list(received, at_desk, answers):
    client = at_desk(COURT)
    client.post(f"/casos/{received.case_id}/decision/", answers())

    page = client.get("/juzgado/por-comunicar/").content.decode()

    assert f"/casos/{received.case_id}/decision/avisos/" in page
    assert "No hay casos por decidir" in client.get("/juzgado/").content.decode()


@pytest.mark.parametrize("who", [POLICE, SUPERVISOR])
@pytest.mark.parametrize("address", ["/juzgado/", "/juzgado/por-comunicar/"])
def test_only_a_court_has_a_court_desk(file, at_desk, who, address):
    assert at_desk(who).get(address).status_code == 404
