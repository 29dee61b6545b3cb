"""
Operations hidden until their hour, and questions whether somebody has a case elsewhere.

Row security keeps both: an operation from everybody not named for it, a question from everybody but
the office that holds the case it is about.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from ruta.access import context
from ruta.access.audit import alerts
from ruta.access.keys import vault
from ruta.access.viewer import Viewer
from ruta.access.walls import Naming

from . import admission

USE: Final = "operation"
OUTCOMES: Final = ("linked", "declined")
SEEN = """
    select operation_id, unlock_at, sealed from cases_operation where case_id = %s
    order by unlock_at
"""
ASKS = """
    select q.case_id, q.ask_id, c.code, coalesce(d.name, q.asked_office), q.at
    from cases_linkask q join cases_case c on c.case_id = q.case_id
    left join directory_office d on d.id = q.asked_office
    where q.holder_id = %s and q.outcome = '' order by q.at
"""
DECIDE = """
    update cases_linkask set outcome = %s, decided_at = %s, decided_by = %s
    where case_id = %s and ask_id = %s and holder_id = %s and outcome = ''
"""


@dataclass(frozen=True)
class Operation:
    """An operation as somebody may see it; `what` is opened."""

    operation_id: UUID
    unlock_at: datetime
    what: str = field(repr=False)


@dataclass(frozen=True)
class Question:
    """Another office asks whether its person is in a case of ours."""

    case_id: UUID
    ask_id: UUID
    code: str
    office_name: str
    at: datetime


def may_plan(viewer: Viewer, case_id: UUID, now: datetime) -> bool:
    """Whether this prosecutor is named for operations of the case."""
    admission.admit(viewer, case_id)
    named = Naming.objects.filter(
        case_id=case_id, user_id=viewer.user_id, matter="operation", until__gt=now
    )
    return viewer.agency == "FISC" and named.exists()


@transaction.atomic
def plan(
    *, case_id: UUID, operation_id: UUID, what: str, unlock_at: datetime, by: Viewer, now: datetime
) -> None:
    """
    Write down an operation that nobody unnamed sees before its hour.

    :raises NotFound: if the case is not theirs, or they are not named for it
    """
    if not may_plan(by, case_id, now):
        raise admission.NotFound(case_id)
    text = json.dumps({"what": what}).encode()
    sealed = vault.service().protect(use=USE, context=_context(case_id, operation_id), text=text)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into cases_operation values (%s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            [case_id, operation_id, by.office_id, by.user_id, now, unlock_at, sealed],
        )


def operations(viewer: Viewer, case_id: UUID) -> tuple[Operation, ...]:
    """
    The operations of a case that this viewer may see now, the first before.

    :raises NotFound: if the case is absent or not theirs
    """
    admission.admit(viewer, case_id)
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [case_id])
        rows = cursor.fetchall()
    return tuple(
        Operation(id_, unlock_at, _opened(case_id, id_, bytes(sealed)))
        for id_, unlock_at, sealed in rows
    )


def _opened(case_id: UUID, operation_id: UUID, sealed: bytes) -> str:
    opened = vault.service().reveal(use=USE, context=_context(case_id, operation_id), sealed=sealed)
    return str(json.loads(opened)["what"])


def _context(case_id: UUID, operation_id: UUID) -> str:
    return f"{case_id} {operation_id}"


@transaction.atomic
def ask_for_link(*, document: str, by: Viewer) -> None:
    """Ask whether somebody has a case elsewhere; who asks is told nothing, now or later."""
    context.ensure(by)
    with connection.cursor() as cursor:
        cursor.execute("select cases_link_ask(%s)", [vault.blind_index("document", document)])
        (conflicts,) = cursor.fetchone()
    for case_id in conflicts:
        alerts.raise_afterwards("conflict", case_id=case_id, by=by)


def questions(viewer: Viewer) -> tuple[Question, ...]:
    """The questions about cases of this office that nobody has decided."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute(ASKS, [viewer.office_id])
        return tuple(Question(*row) for row in cursor.fetchall())


@transaction.atomic
def decide(*, case_id: UUID, ask_id: UUID, outcome: str, by: Viewer, now: datetime) -> None:
    """
    Decide a question: the office coordinates with whoever asked, or does not.

    :raises NotFound: if it is not there to be decided by this office
    """
    assert outcome in OUTCOMES
    admission.admit(by, case_id)
    with connection.cursor() as cursor:
        cursor.execute(DECIDE, [outcome, now, by.user_id, case_id, ask_id, by.office_id])
        if not cursor.rowcount:
            raise admission.NotFound(case_id)
