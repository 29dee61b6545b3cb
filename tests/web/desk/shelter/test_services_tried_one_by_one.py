"""SEC-7: whoever tries the codes of services one by one learns nothing, and others hear of it."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from tests.cases.stage import HOUR, POLICE
from tests.web.desk.shelter.conftest import (
    LEAD,
    OTHER_SERVICE,
    PLACER,
    SECOND_PLACER,
    SERVICE,
)
from tests.web.desk.shelter.test_attempts_are_told import told_to_the_cem, told_to_whoever_oversees

from ruta.access import context
from ruta.access.walls import Grant
from ruta.cases import consenting, queries
from ruta.cases.protection import SOME_SERVICE

pytestmark = [pytest.mark.django_db, pytest.mark.check("SEC-7")]
NOT_NAMED = {
    "the police": POLICE,
    "a colleague at the CEM": SECOND_PLACER,
    "who coordinates it": LEAD,
}
not_named = pytest.mark.parametrize("who", NOT_NAMED.values(), ids=NOT_NAMED)


def taken_back(placed, office, *, by):
    """What the page answers: where it leads and what it says."""
    answer = placed.desk(by).post(f"{placed.href}permisos/retirar/", {"oficina": office})
    said = [str(each) for each in get_messages(answer.wsgi_request)]
    return answer.status_code, answer["location"], said


def open_to(placed, now):
    """The services that go on reading by her consent."""
    with context.entered(PLACER):
        held = Grant.objects.filter(
            case_id=placed.file.case_id, basis="consent", until__gt=now + HOUR
        )
        return set(held.filter(office_id__startswith="SP-").values_list("office_id", flat=True))


@not_named
def test_sec_7_the_right_code_is_answered_as_one_with_nothing_agreed(placed, who, now):
    answers = [taken_back(placed, code, by=who) for code in (SERVICE, OTHER_SERVICE, "SP-001")]

    assert answers == [taken_back(placed, "T-IPRESS-1", by=who)] * 3
    assert answers[0][2] == []
    assert open_to(placed, now) == {SERVICE}
    assert [kind for kind, *_rest in told_to_whoever_oversees()] == ["shelter"]


def test_sec_7_an_attempt_by_the_police_is_told_to_the_cem(placed):
    taken_back(placed, OTHER_SERVICE, by=POLICE)

    assert told_to_the_cem() == [("shelter", "PNP")]


@pytest.mark.parametrize("code", [SERVICE, OTHER_SERVICE])
def test_sec_7_nor_does_a_refusal_tell(placed, code, now):
    case_id = placed.file.case_id
    with context.entered(POLICE):
        consenting.refuse(
            case_id=case_id, act_id=uuid4(), office_id=code, office_name="x", by=POLICE, now=now
        )
        acts = queries.case_file(POLICE, case_id, now=now).acts

    assert [each.to_office_id for each in acts if each.kind == "consent-refused"] == [None]
    assert "consent-revoked" not in {each.kind for each in acts}
    assert open_to(placed, now) == {SERVICE}
    placed.desk(POLICE).get("/mi-dia/")  # what was left to be written is, when an answer is out
    assert told_to_the_cem() == [("shelter", "PNP")]


@pytest.mark.parametrize(("who", "code"), [(POLICE, SOME_SERVICE), (PLACER, SERVICE)])
def test_what_they_may_name_is_taken_back_and_is_no_alarm(placed, who, code, now):
    _status, _leads, said = taken_back(placed, code, by=who)

    assert len(said) == 1
    assert open_to(placed, now) == set()
    assert told_to_whoever_oversees() == []


def test_taken_back_from_some_service_it_ends_with_every_one(placed, now):
    assert placed.agree(OTHER_SERVICE, "identity", "shelter") == 302
    assert open_to(placed, now) == {SERVICE, OTHER_SERVICE}

    first = taken_back(placed, SOME_SERVICE, by=POLICE)
    again = taken_back(placed, SOME_SERVICE, by=POLICE)

    assert open_to(placed, now) == set()
    assert [first[0], again[0]] == [302, 302]
