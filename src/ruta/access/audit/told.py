"""
Alerts as those they are for review them: who coordinates an office, administers or oversees.

Whose they are, and that nothing about one's own agency or of a case closed to one is among them,
is decided in the database (migration 0009).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from ruta.access import context, written
from ruta.access.audit.alerts import OUTCOMES
from ruta.access.audit.reviews import NotForThem
from ruta.access.viewer import Viewer

USE: Final = "alert"
LONGEST: Final = 1000
OFFICES_TOLD: Final = frozenset({"cem", "sau"})
MINE = "select * from access_alerts_mine(%s, %s, %s)"


@dataclass(frozen=True)
class Alert:
    """
    An alert: which office it is about, not which person.

    `case_id` only where the reader sees the case; `seen_by` is the colleague who reviewed it.
    """

    alert_id: UUID
    at: datetime
    kind: str
    case_id: UUID | None
    office_name: str
    agency: str
    seen_at: datetime | None
    seen_by: str | None
    outcome: str | None
    note: bytes | None = field(default=None, repr=False)

    def said(self) -> str | None:
        """What the reviewer wrote; empty when nothing, None while it cannot be opened."""
        return written.read(USE, self.alert_id, self.note)


def are_for(viewer: Viewer, *, coordinates: bool) -> bool:
    """Whether alerts may be told to somebody at all, whoever oversees apart."""
    if viewer.agency == "ADMIN":
        return True
    return coordinates and viewer.office_type in OFFICES_TOLD


def of(
    viewer: Viewer, *, state: str = "", before: datetime | None = None, many: int
) -> list[Alert]:
    """
    The alerts for somebody, newest first.

    :param state: `open`, `seen` or empty for both
    """
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute(MINE, [state, before, many])
        return [Alert(*row) for row in cursor.fetchall()]


def unseen(viewer: Viewer) -> int:
    """How many of them nobody has reviewed; a hundred stand for more."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select access_alerts_unseen()")
        (count,) = cursor.fetchone()
    return int(count)


@transaction.atomic
def review(*, alert_id: UUID, outcome: str, by: Viewer, note: str = "") -> None:
    """
    Mark an alert as seen, with what came of it; the note is sealed.

    :raises NotForThem: if it was not told to this person, or somebody has reviewed it
    """
    assert outcome in OUTCOMES
    context.ensure(by)
    text = note.strip()[:LONGEST]
    sealed = written.seal(USE, alert_id, text) if text else None
    with connection.cursor() as cursor:
        cursor.execute("select access_alert_close(%s, %s, %s)", [alert_id, outcome, sealed])
        (done,) = cursor.fetchone()
    if not done:
        raise NotForThem
