"""A court delays what she reads of who opened her file: for days, renewed, lifted, counted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import CEM, COURT, FAR_COURT, HEALTH, POLICE, SUPERVISOR, Stage, act
from tests.web.desk.naming.conftest import OVERSEERS

from ruta.access.audit import delays, notes, opened
from ruta.cases import queries

WHY = "Una diligencia reservada, inventada para esta prueba."
DELAYED = "Oficina inventada T-PNP-1"


@pytest.fixture
def address(case: Stage) -> str:
    return f"/casos/{case.case_id}/demoras/"


def ordered(client, address: str, **more):
    form = {"office": "T-PNP-1", "days": "30", "reason": WHY, **more}
    return client.post(address, form)


def shown(case: Stage) -> set[str]:
    return {each.office_name for each in opened.of_case(case.case_id)}


@pytest.mark.check("SEC-19")
def test_what_an_office_opens_waits_until_the_court_lifts_it(at_desk, case, address):
    court = at_desk(COURT)
    notes.note("seen", by=POLICE, case_id=case.case_id)
    assert DELAYED in shown(case)

    assert ordered(court, address).status_code == 302

    log = f"/casos/{case.case_id}/quien-abrio/"
    assert DELAYED not in at_desk(CEM).get(log).content.decode().split("<main", 1)[1]
    (delay,) = delays.of_case(COURT, case.case_id)
    lift = f"{address}?levantar={delay.delay_id}"
    assert court.get(lift).status_code == 200
    assert court.post(lift, {"reason": WHY}).status_code == 302
    assert "Ella ya ve lo que abrió esa oficina." in court.get(address).content.decode()
    assert DELAYED in at_desk(CEM).get(log).content.decode().split("<main", 1)[1]


def test_lifting_one_of_two_says_that_the_other_still_keeps_it(at_desk, case, address, owned):
    owned(
        "insert into access_delay (case_id, office_id, since, until, id) values"
        " (%s, 'T-PNP-1', now() - interval '9 days', now() + interval '9 days', %s)",
        case.case_id, uuid4(), afterwards="delete from access_delay",
    )  # fmt: skip
    court = at_desk(COURT)
    ordered(court, address)
    latest, _earlier = delays.of_case(COURT, case.case_id)

    court.post(f"{address}?levantar={latest.delay_id}", {"reason": WHY})

    page = court.get(address).content.decode()
    assert "ella todavía no lo ve" in page
    assert "Ella ya ve" not in page


def test_nothing_in_the_case_tells_that_there_is_a_delay(at_desk, case, address, now):
    police, before = at_desk(POLICE), [
        act.kind for act in queries.case_file(CEM, case.case_id, now=now).acts
    ]  # fmt: skip
    ordered(at_desk(COURT), address)

    for person in (CEM, POLICE):
        client = at_desk(person)
        for page in ("", "quien-abrio/", "permisos/"):
            said = client.get(f"/casos/{case.case_id}/{page}").content.decode()
            assert "demora" not in said.lower().replace("sin demora", "")
    assert [act.kind for act in queries.case_file(CEM, case.case_id, now=now).acts] == before
    assert police.get(address).status_code == 404


@pytest.mark.check("SEC-2")
@pytest.mark.parametrize(
    "somebody", [CEM, POLICE, HEALTH, SUPERVISOR, FAR_COURT], ids=lambda one: one.office_id
)
def test_for_anybody_but_the_court_of_the_case_the_page_is_not_there(
    at_desk, case, address, somebody
):
    client = at_desk(somebody)

    assert client.get(address).status_code == 404
    assert ordered(client, address).status_code == 404
    assert delays.of_case(somebody, case.case_id) == []


def test_it_is_renewed_and_each_order_is_counted_to_whoever_oversees(
    at_desk, case, address, overseers
):
    court = at_desk(COURT)
    ordered(court, address)
    assert 'value="T-PNP-1" selected' in court.get(f"{address}?oficina=T-PNP-1").content.decode()

    # Two orders for one office in one transaction would have the same hour, so another office.
    ordered(court, address, office="T-CEM-1", days="90")

    ((_office, first), (_other, second)) = (
        at_desk(OVERSEERS[0]).get("/vigilancia/demoras/").context["delays"]
    )
    assert (first.ordered, first.running, second.ordered) == (1, 1, 1)
    text = at_desk(OVERSEERS[0]).get("/vigilancia/demoras/").content.decode()
    assert str(case.case_id) not in text
    assert WHY not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": "91"}, {"days": "0"}, {"days": "x"}, {"reason": "corto"},
        {"office": "T-COURT-1"}, {"office": "T-MP-1"}, {"office": ""},
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(at_desk, case, address, wrong):
    answer = ordered(at_desk(COURT), address, **wrong)

    assert answer.status_code == 422
    assert delays.of_case(COURT, case.case_id) == []
    if "reason" not in wrong:
        assert WHY in answer.content.decode()


def test_the_reason_is_sealed_and_read_by_the_court_again(at_desk, case, address, now):
    ordered(at_desk(COURT), address)

    (delay,) = delays.of_case(COURT, case.case_id)

    assert b"diligencia" not in bytes(delay.reason)
    assert WHY in at_desk(COURT).get(address).content.decode()
    assert now + timedelta(days=29) < delay.until < now + timedelta(days=31)


def test_a_court_the_case_is_closed_to_orders_nothing(at_desk, case, address, now):
    from ruta.cases import blocks

    blocks.shut(case_id=case.case_id, subject="PJ", reason="implicated", by=CEM, now=now)

    assert ordered(at_desk(COURT), address).status_code == 404
    assert not delays.may(COURT, case.case_id)


def test_an_empty_page_says_how_it_fills(at_desk, case, address):
    assert 'class="empty__how"' in at_desk(COURT).get(address).content.decode()


def test_the_court_finds_it_on_the_case(at_desk, case, address, now):
    case.recorded(act("note-added", now, note="x"), by=COURT, now=now)

    assert address in at_desk(COURT).get(f"/casos/{case.case_id}/").content.decode()
