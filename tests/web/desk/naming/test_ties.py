"""A declared tie ends by another's hand: it would open a case to a relative."""

import pytest
from tests.cases.stage import CEM, POLICE, Stage, accused, complaint
from tests.web.desk.naming.conftest import COLLEAGUES, OVERSEERS

from ruta.access import conflicts
from ruta.access.audit import oversight

SECOND, SECOND_POLICE = COLLEAGUES
HIS = "00000018"
WHY = "Me equivoqué de número al escribirlo, es de otra persona."
ASK, DECIDE = "/mi-cuenta/familia/retirar/", "/vigilancia/vinculos/"


@pytest.fixture
def address(colleagues, overseers, file: Stage, now) -> str:
    """A case closed to an officer, a relative of whom is accused in it."""
    file.opened(complaint(now), parties=(accused(HIS),), now=now)
    conflicts.declare(document=HIS, tie="relative", by=SECOND_POLICE)
    return f"/casos/{file.case_id}/"


def asked(client, document: str = HIS, reason: str = WHY):
    return client.post(ASK, {"document": document, "reason": reason})


def waiting() -> list[conflicts.Waiting]:
    return conflicts.waiting(OVERSEERS[0])


def test_asking_opens_nothing_and_whoever_oversees_ends_it(at_desk, address):
    officer, overseer = at_desk(SECOND_POLICE), at_desk(OVERSEERS[0])
    assert asked(officer).status_code == 302
    assert officer.get(address).status_code == 404
    assert "espera a quien vigila" in officer.get("/mi-cuenta/familia/").content.decode()
    page = overseer.get(DECIDE).content.decode()
    assert WHY in page
    assert HIS not in page

    answer = overseer.post(DECIDE, {"decide": f"ended:{waiting()[0].ending_id}"})

    assert answer.status_code == 302
    assert officer.get(address).status_code == 200
    assert conflicts.declared(SECOND_POLICE) == conflicts.Declared(own=False, relatives=0)
    assert "se retiró" in officer.get("/mi-cuenta/familia/").content.decode()


def test_kept_it_stays_closed(at_desk, address):
    officer = at_desk(SECOND_POLICE)
    asked(officer)

    at_desk(OVERSEERS[0]).post(DECIDE, {"decide": f"kept:{waiting()[0].ending_id}"})

    assert officer.get(address).status_code == 404
    assert waiting() == []
    assert conflicts.declared(SECOND_POLICE).relatives == 1


def test_those_of_the_case_are_told_and_earlier_alerts_stay(at_desk, address):
    officer = at_desk(SECOND_POLICE)
    asked(officer)

    conflicts.decide(ending_id=waiting()[0].ending_id, outcome="ended", by=OVERSEERS[0])

    assert "tie-ended" in {each.kind for each in oversight.alerts(many=9)}
    assert {each.agency for each in oversight.alerts(many=9)} == {"PNP"}
    assert any(each.event == "account" for each in oversight.entries(many=5))


@pytest.mark.parametrize("somebody", [SECOND_POLICE, POLICE, CEM], ids=["own", "colleague", "cem"])
def test_nobody_else_decides_a_coordinator_neither(at_desk, address, coordinating, somebody):
    asked(at_desk(SECOND_POLICE))
    (ending,) = waiting()
    client = at_desk(coordinating(somebody))

    assert client.get(DECIDE).status_code == 404
    assert client.post(DECIDE, {"decide": f"ended:{ending.ending_id}"}).status_code == 404
    with pytest.raises(conflicts.Refused):
        conflicts.decide(ending_id=ending.ending_id, outcome="ended", by=somebody)
    assert conflicts.waiting(somebody) == []


def test_whoever_oversees_does_not_decide_their_own(at_desk, address):
    first, second = OVERSEERS
    conflicts.declare(document="00987654", tie="self", by=first)
    conflicts.ask_to_end(document="00987654", reason=WHY, by=first)

    assert conflicts.waiting(first) == []
    (ending,) = conflicts.waiting(second)
    with pytest.raises(conflicts.Refused):
        conflicts.decide(ending_id=ending.ending_id, outcome="ended", by=first)
    conflicts.decide(ending_id=ending.ending_id, outcome="ended", by=second)
    assert not conflicts.declared(first).own


def test_it_is_decided_once_and_asked_once(at_desk, address):
    officer = at_desk(SECOND_POLICE)
    asked(officer)
    asked(officer)
    (ending,) = waiting()
    conflicts.decide(ending_id=ending.ending_id, outcome="kept", by=OVERSEERS[0])

    with pytest.raises(conflicts.Refused):
        conflicts.decide(ending_id=ending.ending_id, outcome="ended", by=OVERSEERS[1])


@pytest.mark.parametrize("wrong", [{"document": "00987654"}, {"reason": "corto"}, {"document": ""}])
def test_what_is_wrong_is_told_at_its_field(at_desk, address, wrong):
    answer = asked(at_desk(SECOND_POLICE), **wrong)

    assert answer.status_code == 422
    assert waiting() == []


def test_an_empty_page_says_how_it_fills(at_desk, overseers, file):
    assert 'class="empty__how"' in at_desk(OVERSEERS[0]).get(DECIDE).content.decode()
