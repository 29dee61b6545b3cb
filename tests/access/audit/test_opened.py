"""Who opened a case, as she may read it: whole, at once, and without a third party or a shelter."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.access.audit import people
from tests.access.audit.conftest import Append
from tests.cases.conftest import key_file, keys  # noqa: F401

from ruta.access.audit import delays, notes, opened, oversight
from ruta.access.backend import database_now
from ruta.access.viewer import Viewer

pytestmark = pytest.mark.usefixtures("db", "superuser")
CASE, OTHER = UUID(int=77), UUID(int=78)
SILENT = (
    "alert-reviewed", "breakglass-reviewed", "cap", "delay-lifted", "delay-ordered", "denied",
    "refused",
)  # fmt: skip


@pytest.fixture(autouse=True)
def stage(superuser: psycopg.Connection) -> Iterator[None]:
    people.enter(superuser)
    yield
    people.leave(superuser)


@pytest.fixture
def now() -> datetime:
    return database_now()


def opening(office: str, *, event: str = "opened", case_id: UUID = CASE, **more: Any) -> Any:
    """What the keeper of keys writes when somebody of an office opens a case."""
    who = people.viewer(office)
    return {
        "actor": str(who.user_id), "office_id": office, "agency": who.agency,
        "case_id": str(case_id), "event": event, "compartments": "IC", "action": "read",
        "basis": "duty", "detail": {"role": who.role}, **more,
    }  # fmt: skip


def shelters() -> Any:
    """A shelter's opening; its office is in no directory."""
    return {
        "actor": str(uuid4()), "office_id": "HR-PUNO-7", "agency": "HOGAR", "case_id": str(CASE),
        "event": "opened", "compartments": "S", "action": "read", "basis": "consent",
        "detail": {"role": "shelter_worker"},
    }  # fmt: skip


@pytest.mark.check("SEC-19")
def test_sec_19_every_opening_is_there_at_once_and_newest_first(append: Append) -> None:
    offices = ["T-A-CEM", "T-A-PNP", "T-A-MP", "T-A-IPRESS", "T-A-COURT"]
    append(*(opening(office) for office in offices))

    found = opened.of_case(CASE)

    assert [each.office_name for each in found] == [
        f"Oficina inventada {office}" for office in reversed(offices)
    ]
    assert {(each.action, each.compartments, each.basis) for each in found} == {
        ("read", "IC", "duty")
    }


@pytest.mark.check("SEC-19")
def test_sec_19_an_event_nobody_thought_of_is_there_too(append: Append) -> None:
    append(opening("T-A-CEM", event="something-new"))

    assert [each.event for each in opened.of_case(CASE)] == ["something-new"]


@pytest.mark.parametrize("event", SILENT)
def test_what_opened_nothing_is_not_there(append: Append, event: str) -> None:
    append(opening("T-A-PNP", event=event), opening("T-A-CEM"))

    assert [each.event for each in opened.of_case(CASE)] == ["opened"]


def test_another_case_is_not_there(append: Append) -> None:
    append(opening("T-A-PNP", case_id=OTHER))

    assert opened.of_case(CASE) == []


def test_what_the_web_notes_is_there_with_the_function_of_the_person() -> None:
    notes.note(
        "export", by=people.viewer("T-A-MP"), case_id=CASE, compartments="C", action="export"
    )

    assert [(each.role, each.action) for each in opened.of_case(CASE)] == [("prosecutor", "export")]


@pytest.mark.check("SEC-20")
def test_sec_20_no_person_is_in_it(append: Append) -> None:
    append(opening("T-A-CEM"), opening("T-A-PNP"))

    said = repr(opened.of_case(CASE))

    assert "Persona inventada" not in said
    assert "prueba." not in said
    assert not any(str(people.viewer(office).user_id) in said for office in people.OFFICES)


@pytest.mark.check("SEC-19")
def test_sec_19_a_shelter_is_a_service_without_name_function_or_place(append: Append) -> None:
    append(shelters())

    (found,) = opened.of_case(CASE)

    assert (found.office_type, found.office_name, found.role) == ("hogar-refugio", "", "")
    assert "HR-PUNO" not in repr(found)


def test_somebody_of_a_shelter_is_masked_whatever_office_was_written(
    append: Append, superuser: psycopg.Connection
) -> None:
    who = people.viewer("T-A-ONG")
    superuser.execute("update access_user set role = 'shelter_worker' where id = %s", [who.user_id])
    append(opening("T-A-ONG"))

    (found,) = opened.of_case(CASE)
    assert (found.office_type, found.office_name, found.role) == ("hogar-refugio", "", "")


# --- Kept for a time by a court -----------------------------------------------------------------


@pytest.fixture
def court(superuser: psycopg.Connection, keys: Path) -> Viewer:  # noqa: F811
    """Somebody of a court that has both cases in its charge."""
    for case_id in (CASE, OTHER):
        people.grant(superuser, case_id, "T-A-COURT")
    return people.viewer("T-A-COURT")


def kept(case_id: UUID, days: int, by: Viewer, office: str = "T-A-PNP") -> None:
    delays.order(case_id=case_id, office_id=office, days=days, reason="Motivo inventado.", by=by)


def test_a_court_keeps_an_offices_openings_for_a_time(
    append: Append, now: datetime, court: Viewer
) -> None:
    append(opening("T-A-PNP"), opening("T-A-CEM"))
    kept(CASE, 89, court)

    assert [each.office_name for each in opened.of_case(CASE)] == ["Oficina inventada T-A-CEM"]


def test_when_its_time_is_over_they_are_there(
    append: Append, superuser: psycopg.Connection
) -> None:
    append(opening("T-A-PNP"))
    superuser.execute(
        "insert into access_delay values (%s, 'T-A-PNP', now() - interval '90 days', now())", [CASE]
    )

    assert len(opened.of_case(CASE)) == 1


@pytest.mark.parametrize("days", [91, 0, -1])
def test_it_lasts_ninety_days_at_most(now: datetime, court: Viewer, days: int) -> None:
    with pytest.raises(delays.Refused):
        kept(CASE, days, court)


def test_a_court_renews_it_and_lifts_it(append: Append, now: datetime, court: Viewer) -> None:
    append(opening("T-A-PNP"))
    kept(CASE, 9, court)
    (delay,) = delays.of_case(court, CASE)

    assert (delay.runs(now), delay.why(), opened.of_case(CASE)) == (True, "Motivo inventado.", [])
    delays.lift(case_id=CASE, delay_id=delay.delay_id, reason="Ya no.", by=court)

    assert [each.event for each in opened.of_case(CASE)] == ["opened"]
    (lifted,) = delays.of_case(court, CASE)
    assert (lifted.runs(now), lifted.why_lifted()) == (False, "Ya no.")
    assert oversight.delays() == [oversight.Delays("Oficina inventada T-A-PNP", 1, 0)]
    with pytest.raises(delays.Refused):
        delays.lift(case_id=CASE, delay_id=delay.delay_id, reason="Ya no.", by=court)


def test_no_court_keeps_its_own_openings_or_those_of_anothers_case(
    now: datetime, court: Viewer
) -> None:
    with pytest.raises(delays.Refused):
        kept(CASE, 9, court, office="T-A-COURT")
    with pytest.raises(delays.Refused):
        kept(uuid4(), 9, court)


@pytest.mark.parametrize("office", ["T-A-PNP", "T-A-MP", "T-A-CEM", "T-A-DEF", "T-A-ADMIN"])
def test_only_a_court_orders_lifts_or_reads_it(
    superuser: psycopg.Connection, now: datetime, court: Viewer, office: str
) -> None:
    kept(CASE, 9, court)
    people.grant(superuser, CASE, office)
    (delay,) = delays.of_case(court, CASE)
    somebody = people.viewer(office)

    with pytest.raises(delays.Refused):
        kept(CASE, 9, somebody, office="T-A-IPRESS")
    with pytest.raises(delays.Refused):
        delays.lift(case_id=CASE, delay_id=delay.delay_id, reason="Ya no.", by=somebody)
    assert delays.of_case(somebody, CASE) == []


def test_each_is_counted_to_whoever_oversees_and_noted(now: datetime, court: Viewer) -> None:
    for case_id in (CASE, OTHER):
        kept(case_id, 9, court)

    assert oversight.delays() == [oversight.Delays("Oficina inventada T-A-PNP", 2, 2)]
    assert [each.event for each in oversight.entries(many=5)] == ["delay-ordered"] * 2
