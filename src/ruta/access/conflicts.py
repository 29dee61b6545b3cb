"""
Conflicts of interest: a worker's own document and those of relatives, kept as an index only.

A case whose people hold one of those documents is closed to the worker from the next request on,
whichever was written first: the database joins the two, nothing is copied. A document that was said
is never shown again. Nobody takes one back alone: the worker asks, and somebody who oversees ends
it or keeps it, because ending it may open a case to a relative.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction

from ruta.access import context, written
from ruta.access.keys import vault
from ruta.access.viewer import Viewer
from ruta.access.walls import StaffIndex

TIES: Final = ("self", "relative")
PURPOSE = "document"
USE: Final = "tie"
ENDED, KEPT = "ended", "kept"


@dataclass(frozen=True)
class Declared:
    """What somebody has said: whether their own document, and how many of relatives."""

    own: bool
    relatives: int


@dataclass(frozen=True)
class Asked:
    """That somebody asked to end a tie of theirs; `outcome` is empty, `ended` or `kept`."""

    ending_id: UUID
    tie: str
    asked_at: datetime
    outcome: str
    decided_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """A tie that somebody asks to end, as whoever oversees reads it."""

    ending_id: UUID
    display_name: str
    role: str
    office_name: str
    tie: str
    asked_at: datetime
    reason: bytes = field(repr=False)

    def why(self) -> str | None:
        """What they wrote; None while it cannot be opened."""
        return written.read(USE, self.ending_id, self.reason)


class Refused(Exception):
    """It is not theirs to decide, or is not there to be decided."""


@transaction.atomic
def declare(*, document: str, tie: str, by: Viewer) -> None:
    """Add a document of one's own or of a relative; said twice, it is kept once."""
    assert tie in TIES
    context.ensure(by)
    index = vault.blind_index(PURPOSE, document)
    StaffIndex.objects.bulk_create(
        [StaffIndex(user_id=by.user_id, document_index=index, tie=tie)], ignore_conflicts=True
    )


def declared(viewer: Viewer) -> Declared:
    """What somebody has said so far."""
    context.ensure(viewer)
    ties = list(StaffIndex.objects.filter(user_id=viewer.user_id).values_list("tie", flat=True))
    return Declared("self" in ties, ties.count("relative"))


@transaction.atomic
def ask_to_end(*, document: str, reason: str, by: Viewer) -> bool:
    """
    Ask that a document somebody declared be taken back; until it is decided nothing changes.

    :returns: whether they had declared it
    """
    context.ensure(by)
    ending_id = uuid4()
    index = vault.blind_index(PURPOSE, document)
    why = written.seal(USE, ending_id, reason)
    with connection.cursor() as cursor:
        cursor.execute("select access_tie_ask(%s, %s, %s)", [ending_id, index, why])
        (asked,) = cursor.fetchone()
    return bool(asked)


def asked(viewer: Viewer) -> list[Asked]:
    """What somebody asked to end, the latest first, and what was decided."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_ties_asked()")
        return [Asked(*row) for row in cursor.fetchall()]


def waiting(viewer: Viewer) -> list[Waiting]:
    """What waits to be decided; nothing for whoever does not oversee."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_ties_waiting()")
        return [Waiting(*row) for row in cursor.fetchall()]


@transaction.atomic
def decide(*, ending_id: UUID, outcome: str, by: Viewer) -> None:
    """
    End a tie or keep it; when it ends, those an alert of its cases is for are told.

    :raises Refused: see there
    """
    assert outcome in {ENDED, KEPT}
    context.ensure(by)
    with connection.cursor() as cursor:
        cursor.execute("select access_tie_decide(%s, %s)", [ending_id, outcome])
        (decided,) = cursor.fetchone()
    if not decided:
        raise Refused
