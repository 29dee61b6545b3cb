"""
Bars that stay when a document of a case was put right: the worker's tie was to a mistyped number.

Nobody opens a case to somebody's relative alone: who accompanies her asks, whoever oversees
decides. The worker is told nothing, as to them the case does not exist.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from ruta.access import context
from ruta.access.conflicts import ENDED, KEPT, Refused
from ruta.access.viewer import Viewer


@dataclass(frozen=True)
class BarWaiting:
    """A bar that an office asks to lift, as whoever oversees reads it: never of which case."""

    asked_id: UUID
    display_name: str
    role: str
    office_name: str
    asked_office: str
    asked_at: datetime


@transaction.atomic
def ask(*, case_id: UUID, person: UUID, by: Viewer) -> None:
    """
    Ask that the bar of a conflict be lifted; until it is decided nothing changes.

    :raises Refused: when it is not theirs to ask, or there is no such bar
    """
    context.ensure(by)
    with connection.cursor() as cursor:
        cursor.execute("select access_bar_ask(%s, %s)", [case_id, person])
        (was_theirs,) = cursor.fetchone()
    if not was_theirs:
        raise Refused


def asked(viewer: Viewer, case_id: UUID) -> frozenset[str]:
    """For whom it waits in a case, as `Bar.subject` names them; nothing where it is not theirs."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_bars_asked(%s)", [case_id])
        return frozenset(str(person) for (person,) in cursor.fetchall())


def waiting(viewer: Viewer) -> list[BarWaiting]:
    """What waits to be decided; nothing for whoever does not oversee."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_bars_waiting()")
        return [BarWaiting(*row) for row in cursor.fetchall()]


@transaction.atomic
def decide(*, asked_id: UUID, outcome: str, by: Viewer) -> None:
    """
    Lift a bar or keep it; when it is lifted, those an alert of the case is for are told.

    :raises Refused: when it is not theirs to decide, or not there to be decided
    """
    assert outcome in {ENDED, KEPT}
    context.ensure(by)
    with connection.cursor() as cursor:
        cursor.execute("select access_bar_decide(%s, %s)", [asked_id, outcome])
        (decided,) = cursor.fetchone()
    if not decided:
        raise Refused
