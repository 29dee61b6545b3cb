"""A mistyped document that was put right keeps a worker out until two agencies lift it, no more."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction
from tests.cases.stage import CEM, COURT, POLICE, Stage, accused, act, complaint
from tests.web.desk.naming.conftest import COLLEAGUES, OVERSEERS

from ruta.access import bars_left, conflicts, context
from ruta.access.audit import oversight, told
from ruta.access.walls import Bar
from ruta.cases import parties

SECOND, SECOND_POLICE = COLLEAGUES
MISTYPED, RIGHT = "00000018", "00000019"
DECIDE = "/vigilancia/vinculos/"


@pytest.fixture
def left(colleagues, overseers, file: Stage, now) -> Stage:
    """A case where the document of an officer's relative was written by mistake, then put right."""
    him = accused(MISTYPED)
    to = act("cem-notified", now, to="T-CEM-1")
    file.opened(complaint(now), to, parties=(him,), now=now)
    conflicts.declare(document=MISTYPED, tie="relative", by=SECOND_POLICE)
    parties.amend(
        case_id=file.case_id, party_id=him.party_id, facts={"document": RIGHT}, by=POLICE, now=now
    )
    return file


@pytest.fixture
def page(left: Stage) -> str:
    return f"/casos/{left.case_id}/cerrado-a/"


def ask(client, page: str, person: object = SECOND_POLICE.user_id) -> int:
    return int(client.post(page, {"review": str(person)}).status_code)


def waiting() -> list[bars_left.BarWaiting]:
    return bars_left.waiting(OVERSEERS[0])


@pytest.mark.check("SEC-4")
def test_who_accompanies_her_asks_and_whoever_oversees_lifts_it(at_desk, left, page):
    cem, officer, overseer = at_desk(CEM), at_desk(SECOND_POLICE), at_desk(OVERSEERS[0])
    case = f"/casos/{left.case_id}/"
    assert "Pedir que se levante" in cem.get(page).content.decode()

    assert ask(cem, page) == 302

    assert "Espera a quien vigila." in cem.get(page).content.decode()
    assert officer.get(case).status_code == 404
    shown = overseer.get(DECIDE).content.decode()
    assert "Lo pide Oficina inventada T-CEM-1" in shown
    assert str(left.case_id) not in shown
    (asked,) = re.findall(r'name="bar" value="ended:([0-9a-f-]{36})"', shown)
    assert overseer.post(DECIDE, {"bar": f"ended:{asked}"}).status_code == 302
    assert officer.get(case).status_code == 200
    assert waiting() == []
    assert conflicts.declared(SECOND_POLICE).relatives == 1


def test_kept_it_stays_closed_and_may_be_asked_again(at_desk, left, page):
    cem = at_desk(CEM)
    for _time in range(2):
        ask(cem, page)
        (asked,) = waiting()
        at_desk(OVERSEERS[0]).post(DECIDE, {"bar": f"kept:{asked.asked_id}"})
        assert at_desk(SECOND_POLICE).get(f"/casos/{left.case_id}/").status_code == 404


def test_those_of_the_case_are_told_when_it_is_lifted_and_it_is_in_the_audit(
    at_desk, left, page, coordinating
):
    ask(at_desk(CEM), page)
    bars_left.decide(asked_id=waiting()[0].asked_id, outcome="ended", by=OVERSEERS[0])

    (alert,) = (
        each for each in told.of(coordinating(CEM), state="open", many=9)
        if each.kind == "bar-ended"
    )  # fmt: skip
    assert alert.case_id == left.case_id
    assert any(each.event == "account" for each in oversight.entries(many=5))


@pytest.mark.check("SEC-4")
def test_where_the_tie_is_to_somebody_of_the_case_it_stays_closed_all_the_same(at_desk, left, page):
    conflicts.declare(document=RIGHT, tie="relative", by=SECOND_POLICE)
    ask(at_desk(CEM), page)

    bars_left.decide(asked_id=waiting()[0].asked_id, outcome="ended", by=OVERSEERS[0])

    assert at_desk(SECOND_POLICE).get(f"/casos/{left.case_id}/").status_code == 404


@pytest.mark.parametrize("somebody", [POLICE, SECOND_POLICE, COURT], ids=["pnp", "barred", "court"])
def test_only_those_who_accompany_her_ask(at_desk, left, page, somebody):
    assert ask(at_desk(somebody), page) == 404
    with pytest.raises(conflicts.Refused):
        bars_left.ask(case_id=left.case_id, person=SECOND_POLICE.user_id, by=somebody)
    assert waiting() == []


@pytest.mark.parametrize("person", [CEM.user_id, uuid4(), "T-PNP-1", ""])
def test_where_no_such_bar_is_there_is_nothing_to_ask(at_desk, left, page, person):
    assert ask(at_desk(CEM), page, person) == 404


@pytest.mark.parametrize("reason", ["blocked", "implicated"])
def test_whom_she_keeps_out_is_not_asked_for_here(at_desk, left, page, now, reason):
    context.enter(CEM)
    bar = Bar(case_id=left.case_id, subject=str(POLICE.user_id), reason=reason, since=now)
    Bar.objects.bulk_create([bar])

    assert ask(at_desk(CEM), page, POLICE.user_id) == 404


@pytest.mark.parametrize("somebody", [SECOND_POLICE, CEM, COURT], ids=["barred", "cem", "court"])
def test_nobody_else_decides(at_desk, left, page, coordinating, somebody):
    ask(at_desk(CEM), page)
    (asked,) = waiting()
    client = at_desk(coordinating(somebody))

    assert client.post(DECIDE, {"bar": f"ended:{asked.asked_id}"}).status_code == 404
    with pytest.raises(conflicts.Refused):
        bars_left.decide(asked_id=asked.asked_id, outcome="ended", by=somebody)
    assert bars_left.waiting(somebody) == []
    context.enter(SECOND_POLICE)
    with connection.cursor() as cursor:
        cursor.execute("select access_bars_asked(%s)", [left.case_id])
        assert cursor.fetchall() == []


def test_it_is_asked_once_while_it_waits_and_decided_once(at_desk, left, page):
    for _time in range(2):
        ask(at_desk(CEM), page)
    (asked,) = waiting()
    bars_left.decide(asked_id=asked.asked_id, outcome="kept", by=OVERSEERS[0])

    with pytest.raises(conflicts.Refused):
        bars_left.decide(asked_id=asked.asked_id, outcome="ended", by=OVERSEERS[1])


@pytest.mark.parametrize("sent", [{"bar": "open:x"}, {"bar": f"ended:{UUID(int=0)}"}, {"bar": ""}])
def test_what_is_not_there_to_be_decided_is_not_found(at_desk, left, sent):
    assert at_desk(OVERSEERS[0]).post(DECIDE, sent).status_code == 404


def test_the_web_reads_and_writes_none_of_it_by_itself(left):
    for intrusion in ("select * from access_barasked", "delete from access_barasked"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(intrusion)
