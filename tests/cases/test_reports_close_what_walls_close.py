"""What row security closes to whoever leads an office is in no report of the jobs, who see all."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import transaction
from tests.cases.stage import CEM, HOUR, NOW, POLICE, SUPERVISOR, Stage, act, complaint, worker
from tests.cases.test_reports_of_an_office import hire

from ruta.access import context, roles
from ruta.access.viewer import Viewer
from ruta.cases.figures import behind, reports
from ruta.cases.figures.attributes import CASES, UNITS
from ruta.cases.figures.scope import Scope
from ruta.postgres import roles as servants

Acting = Callable[[str], AbstractContextManager[None]]
CHIEF, LEAD, HEAD = worker("T-PNP-1", "chief"), worker("T-CEM-1", "lead"), worker("T-MP-1", "head")
LEADERS = (CHIEF, LEAD, HEAD, SUPERVISOR)
BAR = "insert into access_bar (case_id, subject, reason, since) values (%s, %s, %s, now())"
NAMED = """
    insert into access_naming (case_id, user_id, matter, since, until, named_by, countersigned_by)
    values (%s, %s, %s, now(), 'infinity', %s, %s)
"""
MARK = "insert into access_casemark (case_id, trafficking) values (%s, true)"
STAFF = "insert into access_staffindex (user_id, document_index, tie) values (%s, %s, 'self')"
PARTY = """
    insert into cases_party (case_id, party_id, person_id, document_index, added_at)
    values (%s, gen_random_uuid(), gen_random_uuid(), %s, now())
"""
OVER = "update access_grant set until = now() where case_id = %s and office_id = %s"
GONE = "update cases_involvement set sees_until = now() where case_id = %s and office_id = %s"
Wall = Callable[[psycopg.Connection, UUID], object]


def bar(subject: str, reason: str) -> Wall:
    return lambda owner, case: owner.execute(BAR, [case, subject, reason])


def named(person: Viewer, matter: str, *, signed: bool = False) -> Wall:
    by = CEM.user_id if signed else None

    def written(owner: psycopg.Connection, case: UUID) -> object:
        # Who may countersign is not what is tried here.
        owner.execute("alter table access_naming disable trigger user")
        owner.execute(NAMED, [case, person.user_id, matter, case, by])
        return owner.execute("alter table access_naming enable trigger user")

    return written


def marked(owner: psycopg.Connection, case: UUID) -> object:
    return owner.execute(MARK, [case])


def conflict(person: Viewer) -> Wall:
    def tied(owner: psycopg.Connection, case: UUID) -> object:
        owner.execute(STAFF, [person.user_id, case.bytes])
        return owner.execute(PARTY, [case, case.bytes])

    return tied


def over(office: str) -> Wall:
    def ended(owner: psycopg.Connection, case: UUID) -> object:
        owner.execute(OVER, [case, office])
        return owner.execute(GONE, [case, office])

    return ended


def several(*walls: Wall) -> Wall:
    return lambda owner, case: [wall(owner, case) for wall in walls]


@dataclass(frozen=True)
class Walled:
    """A case with a wall: who leads an office and still sees it."""

    wall: Wall
    open_to: frozenset[Viewer]


def but(*closed: Viewer) -> frozenset[Viewer]:
    return frozenset(LEADERS) - set(closed)


WALLS = {
    "none": Walled(several(), but()),
    "a person she blocked": Walled(bar(str(CHIEF.user_id), "blocked"), but(CHIEF)),
    "an office she blocked": Walled(bar("T-CEM-1", "blocked"), but(LEAD)),
    "an agency she blocked": Walled(bar("FISC", "blocked"), but(HEAD)),
    "a supervisor she blocked": Walled(bar(str(SUPERVISOR.user_id), "blocked"), but(SUPERVISOR)),
    "a conflict": Walled(conflict(LEAD), but(LEAD)),
    "a supervisor's conflict": Walled(conflict(SUPERVISOR), but(SUPERVISOR)),
    "an implicated agency": Walled(bar("PNP", "implicated"), but(CHIEF)),
    "implicated, named there": Walled(
        several(bar("PNP", "implicated"), named(CHIEF, "implicated", signed=True)), but()
    ),
    "implicated, named by one alone": Walled(
        several(bar("PNP", "implicated"), named(CHIEF, "implicated")), but(CHIEF)
    ),
    "the supervisor's agency": Walled(bar("CEM", "implicated"), but(LEAD, SUPERVISOR)),
    "trafficking": Walled(marked, but(CHIEF, HEAD)),
    "trafficking, one named": Walled(several(marked, named(HEAD, "trafficking")), but(CHIEF)),
    "over": Walled(over("T-PNP-1"), but(CHIEF)),
}


@pytest.fixture
def walled(
    committed_file: Stage, owner_connection: psycopg.Connection
) -> Iterator[dict[UUID, Walled]]:
    """Three offices and a territory with somebody who leads each, and a case for each wall."""
    for leader in LEADERS:
        hire(owner_connection, leader, coordinates=leader.role != roles.SUPERVISOR)
    try:
        yield {_walled(wall, owner_connection): wall for wall in WALLS.values()}
    finally:
        owner_connection.execute("delete from access_user where username like 'prueba.%'")
        owner_connection.execute("delete from access_staffindex")


def _walled(walled: Walled, owner: psycopg.Connection) -> UUID:
    case = Stage(case_id=uuid4())
    case.opened(
        complaint(NOW - 3 * HOUR),
        act("risk-form-completed", NOW - 2 * HOUR, risk="severo"),
        act("cem-notified", NOW - HOUR, to="T-CEM-1", channel="shared-file"),
        act("police-report-sent-prosecutor", NOW - HOUR, to="T-MP-1"),
        by=POLICE,
    )
    walled.wall(owner, case.case_id)
    return case.case_id


def rows(scope: Scope, unit: str) -> Counter[UUID]:
    asked = behind.Behind.read({"tema": unit}, territory=scope.is_territory, now=NOW + HOUR)
    return Counter(row.case_id for row in behind.every(scope, asked))


def on_the_web(viewer: Viewer, unit: str) -> Counter[UUID]:
    with transaction.atomic(), context.entered(viewer):
        return rows(Scope.of(viewer, NOW + HOUR), unit)


def in_a_report(viewer: Viewer, unit: str) -> Counter[UUID]:
    """As `reports` counts for somebody who leads an office alone."""
    (leader,) = reports._leaders(viewer.office_id)
    with transaction.atomic():
        closed = reports._closed(viewer.office_id, [leader])
        scope = Scope.for_report(viewer.office_id, leader.territory, closed=closed, now=NOW + HOUR)
        return rows(scope, unit)


@pytest.mark.check("SEC-42")
@pytest.mark.parametrize("viewer", LEADERS, ids=lambda one: one.office_id)
def test_a_report_counts_what_the_page_of_its_reader_counts_and_nothing_closed(
    walled: dict[UUID, Walled], acting_as: Acting, viewer: Viewer
) -> None:
    open_ = {case for case, wall in walled.items() if viewer in wall.open_to}
    for unit in UNITS:
        page = on_the_web(viewer, unit)
        with acting_as(servants.WORKER):
            report = in_a_report(viewer, unit)
        assert set(page) <= open_, unit
        assert page == report, unit
        assert unit != CASES or set(page) == open_
