"""
What an office is told of her permissions: that one ended or she took it back; that one will end.

The case of one that ended may be closed to the office by now, so it is told the code it knew, since
when, and nothing else. Whom she keeps out of a case, or who has a conflict in it, is told nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from ruta.access import context
from ruta.access.viewer import Viewer

ENDING = "ending"
WAITING = "select what, case_id, code, until, whole from cases_told(%s)"


@dataclass(frozen=True)
class Told:
    """One thing told: `what` is `revoked`, `ended` or `ending`; `until` when it ended or ends."""

    what: str
    case_id: UUID
    code: str
    until: datetime


@dataclass(frozen=True)
class Waiting:
    """What somebody has not taken notice of yet, and what ends within seven days."""

    over: Sequence[Told] = ()
    over_count: int = 0
    ending: Sequence[Told] = ()
    ending_count: int = 0


def waiting(viewer: Viewer, *, most: int) -> Waiting:
    """
    What the viewer's office is told now, in one statement.

    :param most: of each, how many at most; the counts are of all
    """
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [most])
        rows = cursor.fetchall()
    over = [row for row in rows if row[0] != ENDING]
    ending = [row for row in rows if row[0] == ENDING]
    return Waiting(
        [Told(*row[:-1]) for row in over],
        over[0][-1] if over else 0,
        [Told(*row[:-1]) for row in ending],
        ending[0][-1] if ending else 0,
    )


def hear(viewer: Viewer, case_id: UUID) -> None:
    """Take notice, for oneself, of what ended in a case; of any other case nothing happens."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select cases_hear(%s)", [case_id])
