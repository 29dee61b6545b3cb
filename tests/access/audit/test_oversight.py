"""Whoever oversees: pseudonyms that nobody turns back, and reviews by another agency."""

import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import Error, connection, transaction
from tests.access.audit import people
from tests.access.audit.conftest import Append
from tests.access.audit.test_opened import opening, shelters

from ruta.access.audit import alerts, oversight, reviews, told
from ruta.access.backend import database_now

pytestmark = pytest.mark.usefixtures("db", "superuser")
CASE, OTHER = UUID(int=77), UUID(int=78)
HOUR = timedelta(hours=1)
PSEUDONYM = "select access_pseudonym(%s, %s)"


@pytest.fixture(autouse=True)
def stage(superuser: psycopg.Connection) -> Iterator[None]:
    people.enter(superuser)
    yield
    people.leave(superuser)


def pseudonym(superuser: psycopg.Connection, subject: UUID, at: datetime) -> str:
    row = superuser.execute(PSEUDONYM, [subject, at]).fetchone()
    assert row
    return str(row[0])


def opened_in_emergency(
    superuser: psycopg.Connection, office: str = "T-A-PNP", *, hours_ago: int = 1
) -> UUID:
    """An emergency opening of so long ago."""
    return people.open_in_emergency(superuser, CASE, office, database_now() - hours_ago * HOUR)


# --- Pseudonyms ---------------------------------------------------------------------------------


def test_a_pseudonym_is_an_hmac_by_the_key_of_the_month(superuser: psycopg.Connection) -> None:
    at, subject = datetime(2026, 3, 4, tzinfo=UTC), uuid4()
    found = pseudonym(superuser, subject, at)
    (pad,) = superuser.execute("select inner_pad from access_pseudonymkey").fetchone() or (b"",)
    key = bytes(each ^ 0x36 for each in pad)

    assert key[32:] == bytes(32)
    assert key[:32] != bytes(32)
    assert found == hmac.new(key, subject.bytes, "sha256").hexdigest()[:10].upper()


def test_it_is_the_same_all_month_in_lima_and_another_in_the_next(
    superuser: psycopg.Connection,
) -> None:
    subject = uuid4()
    # Midnight in Lima is 05:00 in UTC.
    first, last = datetime(2026, 3, 1, 5, tzinfo=UTC), datetime(2026, 4, 1, 4, 59, tzinfo=UTC)

    assert pseudonym(superuser, subject, first) == pseudonym(superuser, subject, last)
    assert pseudonym(superuser, subject, first) != pseudonym(superuser, subject, last + HOUR)
    assert pseudonym(superuser, subject, first) != pseudonym(superuser, uuid4(), first)


def test_entries_name_offices_and_no_person_or_case(append: Append) -> None:
    append(opening("T-A-CEM"), opening("T-A-PNP"), opening("T-A-CEM", case_id=OTHER), shelters())

    shelter, again, police, first = oversight.entries(many=10)

    assert (first.person, police.person) == (again.person, police.person)
    assert first.case == police.case != again.case
    assert (police.office_name, shelter.office_name) == ("Oficina inventada T-A-PNP", "")
    said = repr([shelter, again, police, first])
    assert str(CASE) not in said
    assert str(people.viewer("T-A-CEM").user_id) not in said


def test_entries_are_asked_for_by_agency_by_event_and_page_after_page(append: Append) -> None:
    append(*(opening("T-A-CEM") for _ in range(3)), opening("T-A-PNP", event="refused"))

    assert [each.seq for each in oversight.entries(many=2)] == [4, 3]
    assert [each.seq for each in oversight.entries(before=3, many=2)] == [2, 1]
    assert [each.seq for each in oversight.entries(agency="PNP", many=5)] == [4]
    assert [each.seq for each in oversight.entries(event="opened", many=5)] == [3, 2, 1]


def test_alerts_name_the_office_and_no_person_or_case() -> None:
    alerts.raise_now("conflict", case_id=CASE, by=people.viewer("T-A-PNP"))

    (alert,) = oversight.alerts(many=5)

    assert (alert.office_name, alert.kind) == ("Oficina inventada T-A-PNP", "conflict")
    assert str(CASE) not in repr(alert)
    assert str(people.viewer("T-A-PNP").user_id) not in repr(alert)


def test_alerts_are_asked_for_by_state_and_kind() -> None:
    for kind in ("conflict", "canary"):
        alert_id = alerts.raise_now(kind, case_id=CASE, by=people.viewer("T-A-PNP"))
    told.review(alert_id=alert_id, outcome="referred", by=people.viewer("T-A-DEF"))

    assert [each.kind for each in oversight.alerts(state="open", many=5)] == ["conflict"]
    assert [each.kind for each in oversight.alerts(state="seen", many=5)] == ["canary"]
    assert [each.kind for each in oversight.alerts(kind="canary", many=5)] == ["canary"]


# --- Emergency openings -------------------------------------------------------------------------


def test_an_emergency_opening_waits_until_it_is_reviewed(superuser: psycopg.Connection) -> None:
    opening_id = opened_in_emergency(superuser)
    (waiting,) = oversight.emergencies(state="waiting", many=5)

    reviews.review_emergency(
        opening_id=opening_id, verdict="unjustified", by=people.viewer("T-A-DEF")
    )

    assert (waiting.office_name, waiting.outcome) == ("Oficina inventada T-A-PNP", "")
    assert oversight.emergencies(state="waiting", many=5) == []
    assert [each.outcome for each in oversight.emergencies(state="done", many=5)] == ["unjustified"]
    assert [each.event for each in oversight.entries(many=5)] == ["breakglass-reviewed"]


def test_a_reason_is_read_by_whoever_reviews_and_not_in_anothers_place(
    superuser: psycopg.Connection,
) -> None:
    opened_in_emergency(superuser)
    (emergency,) = oversight.emergencies(many=5)

    assert people.REASON.encode() not in bytes(emergency.reason)
    assert emergency.told() == people.REASON
    assert replace(emergency, opening_id=uuid4()).told() is None


@pytest.mark.parametrize("office", sorted({*people.OFFICES} - {"T-A-DEF"}))
def test_nobody_who_may_open_in_an_emergency_reviews_one(
    superuser: psycopg.Connection, office: str
) -> None:
    opening_id = opened_in_emergency(superuser)

    with pytest.raises(reviews.NotForThem):
        reviews.review_emergency(
            opening_id=opening_id, verdict="justified", by=people.viewer(office)
        )


def test_a_review_is_made_once(superuser: psycopg.Connection) -> None:
    opening_id, overseer = opened_in_emergency(superuser), people.viewer("T-A-DEF")
    reviews.review_emergency(opening_id=opening_id, verdict="justified", by=overseer)

    with pytest.raises(reviews.NotForThem):
        reviews.review_emergency(opening_id=opening_id, verdict="unjustified", by=overseer)


def test_a_verdict_of_ones_own_making_is_refused(superuser: psycopg.Connection) -> None:
    opening_id = opened_in_emergency(superuser)

    with (
        pytest.raises(Error, match="no such outcome"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "select access_breakglass_review(%s, %s, 'fine')",
            [opening_id, people.viewer("T-A-DEF").user_id],
        )


@pytest.mark.check("SEC-8")
@pytest.mark.parametrize(("hours", "suspended"), [(1, False), (71, False), (72, True), (99, True)])
def test_sec_8_one_that_waits_72_hours_suspends_the_person(
    superuser: psycopg.Connection, hours: int, suspended: bool
) -> None:
    opened_in_emergency(superuser, hours_ago=hours)
    now = database_now()

    assert reviews.is_suspended(people.viewer("T-A-PNP").user_id, now) is suspended
    assert not reviews.is_suspended(people.viewer("T-A-CEM").user_id, now)


@pytest.mark.check("SEC-8")
def test_sec_8_a_review_ends_the_suspension(superuser: psycopg.Connection) -> None:
    opening_id = opened_in_emergency(superuser, hours_ago=80)

    reviews.review_emergency(
        opening_id=opening_id, verdict="justified", by=people.viewer("T-A-DEF")
    )

    assert not reviews.is_suspended(people.viewer("T-A-PNP").user_id, database_now())
