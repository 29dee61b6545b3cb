"""Row security asks of a case once, however many of its rows a statement reads; and of each."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.cases.stage import HOUR, NOW, OTHER_POLICE, POLICE, SUPERVISOR, Stage, act, complaint

from ruta.access import context
from ruta.access.viewer import Viewer

WALLED = ("cases_case", "cases_act", "cases_obligation", "cases_involvement")
ORDERS = ("case_id, arrival", "arrival, case_id", "recorded_at, md5(act_id::text)")
QUALS = "select tablename, qual from pg_policies where policyname = 'theirs' and cmd = 'ALL'"
BAR = "insert into access_bar (case_id, subject, reason, since) values (%s, %s, 'blocked', now())"


@pytest.fixture
def between(file: Stage) -> dict[Viewer, set[UUID]]:
    """Cases of two stations, one after the other, three acts each."""
    found: dict[Viewer, set[UUID]] = {POLICE: set(), OTHER_POLICE: set()}
    for n in range(6):
        by = (POLICE, OTHER_POLICE)[n % 2]
        case = Stage(case_id=uuid4())
        case.opened(complaint(NOW - n * HOUR), act("note-added", note="x"), by=by)
        case.recorded(act("note-added", note="y"), by=by)
        found[by].add(case.case_id)
    return found


def seen(order: str) -> tuple[set[UUID], int]:
    """The cases whose acts a statement reads in some order, and how many acts."""
    with connection.cursor() as cursor:
        cursor.execute(f"select case_id from (select * from cases_act order by {order}) a")
        rows = [case_id for (case_id,) in cursor.fetchall()]
    return set(rows), len(rows)


@pytest.mark.check("SEC-54")
@pytest.mark.parametrize("order", ORDERS)
def test_a_case_of_others_between_two_of_theirs_is_not_seen(
    between: dict[Viewer, set[UUID]], order: str
) -> None:
    for viewer in (POLICE, OTHER_POLICE, POLICE):
        context.enter(viewer)
        assert seen(order) == (between[viewer], 9)


@pytest.mark.check("SEC-4")
def test_a_case_seen_a_moment_ago_is_gone_once_it_is_closed(
    between: dict[Viewer, set[UUID]],
) -> None:
    context.enter(POLICE)
    assert seen(ORDERS[0])[1] == 9
    (closed, *_left) = sorted(between[POLICE])
    with connection.cursor() as cursor:
        cursor.execute("select access_sees(%s)", [closed])
        cursor.execute(BAR, [closed, str(POLICE.user_id)])
    context.enter(POLICE)

    assert seen(ORDERS[0]) == (between[POLICE] - {closed}, 6)


def test_a_supervisor_sees_those_of_their_department(between: dict[Viewer, set[UUID]]) -> None:
    context.enter(SUPERVISOR)
    assert seen(ORDERS[1]) == (between[POLICE] | between[OTHER_POLICE], 18)


def test_each_row_looks_first_whether_its_case_was_seen_just_now(file: Stage) -> None:
    with connection.cursor() as cursor:
        cursor.execute(QUALS)
        quals = dict(cursor.fetchall())

    for table in WALLED:
        assert "access_my_seen() " not in quals[table], "read once for the whole statement"
        assert "(case_id = access_my_seen()) OR access_sees(case_id)" in quals[table]
