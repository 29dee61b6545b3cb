"""A report is begun under an id that the page gave to that person, and under no other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.stage import CEM, POLICE
from tests.web.desk.intake.taking import Taking

from ruta.cases.models import Case, Draft
from ruta.web.desk.intake import issued

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SOME = "6f1c0e0a-2b7e-4c55-9b1d-0c6f3d1f7a11"


def begin(report: Taking, case_id: str) -> Any:
    return report.client.post("/denuncias/nueva/", {"case_id": case_id})


def same(answer: Any) -> tuple[int, str, bytes]:
    """What a person sees of an answer: no cookie, no instant."""
    return answer.status_code, answer.headers["Location"], answer.content


def test_an_id_is_read_back_for_the_person_it_was_given_to() -> None:
    given = issued.issue(POLICE, NOW)

    assert issued.read(given, POLICE, NOW) == issued.read(given, POLICE, NOW + DAY / 2)


@pytest.mark.parametrize("after", [DAY, -timedelta(seconds=1)])
def test_an_id_is_good_for_a_day(after: timedelta) -> None:
    with pytest.raises(issued.NotIssued):
        issued.read(issued.issue(POLICE, NOW), POLICE, NOW + after)


def test_an_id_is_nobody_elses() -> None:
    with pytest.raises(issued.NotIssued):
        issued.read(issued.issue(POLICE, NOW), CEM, NOW)


@pytest.mark.parametrize("text", ["", "x", "a:b", "\x00", "ñ:ñ", "9" * 5000, SOME])
def test_an_id_that_no_page_gave_is_none(text: str) -> None:
    with pytest.raises(issued.NotIssued):
        issued.read(text, POLICE, NOW)


def test_a_case_of_others_and_no_case_are_answered_alike(taking: Callable[..., Taking]) -> None:
    case = taking().registered()
    other = taking("psicologa.puno")
    before = Draft.objects.count()

    theirs, nobodys = begin(other, str(case.case_id)), begin(other, str(uuid4()))

    assert same(theirs) == same(nobodys)
    assert theirs.headers["Location"] == "/denuncias/nueva/"
    assert Draft.objects.count() == before
    assert Case.objects.filter(case_id=case.case_id).count() <= 1


def test_an_old_page_leads_back_to_a_new_one(taking: Callable[..., Taking]) -> None:
    report = taking()

    answer = report.client.post("/denuncias/nueva/", {"case_id": "x"}, follow=True)

    assert "Esa página ya era antigua" in answer.content.decode()
    assert report.given()
