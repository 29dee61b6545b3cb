"""
Telling the database who asks, for the transaction only: row security shows nothing before that.

A page is entered once, by its declaration; what asks outside a page (a job as a person, a test)
enters by itself. A setting that outlived its transaction would be the next person's, so there is
none: every one is local to the transaction.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from ruta.access import roles
from ruta.access.viewer import Viewer

_entered: ContextVar[Viewer | None] = ContextVar("entered", default=None)
_emergencies: ContextVar[Mapping[UUID, datetime] | None] = ContextVar("emergencies", default=None)


class NotInTransaction(Exception):
    """Row security needs a transaction: outside one, who asks would be forgotten at once."""


@contextmanager
def entered(viewer: Viewer) -> Iterator[None]:
    """Within, the database knows this person; for the whole of a request."""
    token, opened = _entered.set(viewer), _emergencies.set(enter(viewer))
    try:
        yield
    finally:
        _entered.reset(token)
        _emergencies.reset(opened)


def open_in_emergency(case_id: UUID) -> datetime | None:
    """Until when a case is open to this request's person by an emergency; None when it is not."""
    return (_emergencies.get() or {}).get(case_id)


def is_entered(viewer: Viewer) -> bool:
    """Whether this is the person of the request that is being answered."""
    return _entered.get() == viewer


def ensure(viewer: Viewer) -> None:
    """Make sure that the database knows this person; a statement, unless the page did it."""
    if _entered.get() != viewer and viewer.role != roles.SYSTEM:
        enter(viewer)


def enter(viewer: Viewer) -> dict[UUID, datetime]:
    """
    Say who asks, to the end of the transaction.

    :returns: the cases open to them in an emergency, by case until when
    :raises NotInTransaction: outside a transaction
    """
    if not connection.in_atomic_block:
        raise NotInTransaction
    department = viewer.department if viewer.is_supervisor else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "select access_enter(%s, %s, %s, %s)",
            [viewer.user_id, viewer.office_id, viewer.agency, department],
        )
        (found,) = cursor.fetchone()
    return {
        UUID(case): datetime.fromtimestamp(until, UTC)
        for case, until in json.loads(found or "{}").items()
    }
