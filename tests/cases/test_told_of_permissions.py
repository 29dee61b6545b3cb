"""An office is told that her permission ended; whom she keeps out is not, and no one why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.stage import (
    CEM,
    COURT,
    HEALTH,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    complaint,
    worker,
)
from tests.cases.test_consents import DAY, agreed, give, now, told  # noqa: F401
from tests.web.desk.conftest import INSERT

from ruta.access import context
from ruta.access.viewer import Viewer
from ruta.access.walls import Bar
from ruta.cases import consenting
from ruta.cases import told as tellings
from ruta.cases.consenting import lima_day
from ruta.cases.told import Told

MOST = 4
OUTSIDE = "T-IPRESS-1"


def over(viewer: Viewer) -> list[tuple[str, object]]:
    return [(one.what, one.case_id) for one in tellings.waiting(viewer, most=MOST).over]


def ending(viewer: Viewer) -> list[object]:
    return [one.case_id for one in tellings.waiting(viewer, most=MOST).ending]


@pytest.fixture
def revoked(told: Stage, now: datetime) -> Stage:  # noqa: F811
    """A health centre had her permission, and she took it back."""
    give(told, now - DAY, office_id=OUTSIDE, parts=("risk",), until=lima_day(now) + 30 * DAY)
    consenting.revoke(case_id=told.case_id, office_id=OUTSIDE, by=POLICE, now=now)
    return told


@pytest.fixture
def expired(told: Stage, now: datetime) -> Stage:  # noqa: F811
    """A health centre had her permission, until yesterday."""
    until = (lima_day(now) - 2 * DAY).isoformat()
    told.recorded(
        act("consent-given", now - 20 * DAY, OUTSIDE, consent_compartments=["risk"],
            consent_purpose="care", consent_until=until, consent_how="voice"),
        now=now - 20 * DAY,
    )  # fmt: skip
    return told


def test_who_had_it_is_told_that_she_took_it_back(revoked: Stage, now: datetime) -> None:  # noqa: F811
    (one,) = tellings.waiting(HEALTH, most=MOST).over

    assert isinstance(one, Told)
    assert (one.what, one.case_id, one.until) == ("revoked", revoked.case_id, now)
    assert one.code


def test_or_that_it_ended(expired: Stage) -> None:
    assert over(HEALTH) == [("ended", expired.case_id)]


def test_nobody_else_is_told(revoked: Stage) -> None:
    for other in (CEM, POLICE, COURT, SUPERVISOR):
        assert over(other) == []


def test_it_is_told_until_they_take_notice_and_each_does_so_for_themselves(revoked: Stage) -> None:
    second = worker(OUTSIDE, "second")

    tellings.hear(second, revoked.case_id)

    assert over(second) == []
    assert over(HEALTH) == [("revoked", revoked.case_id)]
    for _again in range(2):
        tellings.hear(HEALTH, revoked.case_id)
    assert over(HEALTH) == []


def test_to_take_notice_of_what_was_told_to_others_changes_nothing(revoked: Stage) -> None:
    tellings.hear(COURT, revoked.case_id)
    tellings.hear(HEALTH, uuid4())

    assert over(HEALTH) == [("revoked", revoked.case_id)]


def test_permitted_again_there_is_nothing_to_tell(revoked: Stage, now: datetime) -> None:  # noqa: F811
    give(revoked, now, office_id=OUTSIDE, parts=("risk",))

    assert over(HEALTH) == []


def test_renewed_before_it_ends_there_is_nothing_to_tell(told: Stage, now: datetime) -> None:  # noqa: F811
    give(told, now - DAY, office_id=OUTSIDE, parts=("risk",))
    give(told, now, office_id=OUTSIDE, parts=("risk",))

    assert over(HEALTH) == []


def test_after_a_month_it_is_told_no_longer(told: Stage, now: datetime) -> None:  # noqa: F811
    until = (lima_day(now) - 32 * DAY).isoformat()
    told.recorded(
        act("consent-given", now - 60 * DAY, OUTSIDE, consent_compartments=["risk"],
            consent_purpose="care", consent_until=until, consent_how="voice"),
        now=now - 60 * DAY,
    )  # fmt: skip

    assert over(HEALTH) == []


@pytest.mark.parametrize("subject", [str(HEALTH.user_id), OUTSIDE, "SALUD"])
@pytest.mark.parametrize("reason", ["blocked", "implicated", "conflict"])
def test_whom_she_keeps_out_is_told_nothing(
    revoked: Stage,
    now: datetime,  # noqa: F811
    subject: str,
    reason: str,
) -> None:
    context.enter(POLICE)
    bar = Bar(case_id=revoked.case_id, subject=subject, reason=reason, since=now)
    Bar.objects.bulk_create([bar])

    assert over(HEALTH) == []
    tellings.hear(HEALTH, revoked.case_id)

    context.enter(POLICE)
    Bar.objects.filter(case_id=revoked.case_id).delete()
    assert over(HEALTH) == [("revoked", revoked.case_id)]  # nor did they take notice of it


def test_who_is_not_named_where_an_office_assigns_by_name_is_told_nothing(
    revoked: Stage,
    owner_connection: psycopg.Connection,
) -> None:
    owner_connection.execute(
        "insert into access_officepolicy (office_id, assigns) values (%s, 'named')", [OUTSIDE]
    )
    try:
        assert over(HEALTH) == []
    finally:
        owner_connection.execute("delete from access_officepolicy where office_id = %s", [OUTSIDE])


@pytest.fixture
def newcomer(owner_connection: psycopg.Connection, offices: None) -> Iterator[Viewer]:
    """Somebody of the health centre, with an account."""
    person = worker(OUTSIDE, "newcomer")
    owner_connection.execute(INSERT, [person.user_id, "recien.llegada", OUTSIDE, person.role])
    yield person
    owner_connection.execute("delete from access_user where id = %s", [person.user_id])


def since(owner: psycopg.Connection, person: Viewer, when: datetime) -> None:
    owner.execute("update access_user set office_since = %s where id = %s", [when, person.user_id])


@pytest.mark.check("SEC-2")
def test_who_joined_after_it_ended_never_had_that_case(
    revoked: Stage,
    now: datetime,  # noqa: F811
    newcomer: Viewer,
    owner_connection: psycopg.Connection,
) -> None:
    since(owner_connection, newcomer, now)

    assert over(newcomer) == []
    tellings.hear(newcomer, revoked.case_id)
    since(owner_connection, newcomer, now - DAY / 2)
    assert over(newcomer) == [("revoked", revoked.case_id)]  # nor did they take notice of it


def test_who_is_moved_to_an_office_joins_it_then(
    revoked: Stage, newcomer: Viewer, owner_connection: psycopg.Connection
) -> None:
    since(owner_connection, newcomer, datetime(2020, 1, 1, tzinfo=UTC))
    assert over(newcomer) == [("revoked", revoked.case_id)]

    for office in ("T-PNP-1", OUTSIDE):
        owner_connection.execute(
            "update access_user set office_id = %s where id = %s", [office, newcomer.user_id]
        )

    assert over(newcomer) == []


@pytest.mark.parametrize("role", ["administrator", "analyst"])
def test_who_runs_ruta_or_counts_is_told_nothing(revoked: Stage, role: str) -> None:
    assert over(replace(HEALTH, role=role)) == []


@pytest.mark.parametrize(("days", "cases"), [(5, 1), (8, 0)])
def test_who_accompanies_her_and_who_wrote_it_down_hear_seven_days_before_it_ends(
    told: Stage,  # noqa: F811
    now: datetime,  # noqa: F811
    days: int,
    cases: int,
) -> None:
    give(told, now, office_id=OUTSIDE, parts=("risk",), until=lima_day(now) + days * DAY)

    for viewer in (CEM, POLICE):
        assert ending(viewer) == [told.case_id] * cases
    for viewer in (HEALTH, COURT, OTHER_POLICE, SUPERVISOR):
        assert ending(viewer) == []


def test_renewed_it_no_longer_ends(told: Stage, now: datetime) -> None:  # noqa: F811
    give(told, now - DAY, office_id=OUTSIDE, parts=("risk",), until=lima_day(now) + 5 * DAY)

    give(told, now, office_id=OUTSIDE, parts=("risk",))

    assert ending(CEM) == []


def test_however_much_there_is_it_takes_one_statement_and_shows_a_few(
    told: Stage,  # noqa: F811
    now: datetime,  # noqa: F811
) -> None:
    for _ in range(3):
        other = Stage(case_id=uuid4())
        other.opened(complaint(now - DAY), act("cem-notified", now - DAY, to="T-CEM-1"), now=now)
        give(other, now - DAY, office_id=OUTSIDE, parts=("risk",))
        consenting.revoke(case_id=other.case_id, office_id=OUTSIDE, by=POLICE, now=now)

    with context.entered(HEALTH), CaptureQueriesContext(connection) as ran:
        waiting = tellings.waiting(HEALTH, most=2)

    assert len(ran) == 1
    assert (len(waiting.over), waiting.over_count) == (2, 3)
