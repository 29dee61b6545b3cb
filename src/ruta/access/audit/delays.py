"""
Delays: a court may keep an office's openings from her log, for 90 days at most each time.

The court of the case alone orders, renews and lifts them, says why (sealed) and reads of them; no
act of the case tells that there is one. Whoever oversees reads how many there are, by office.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from ruta.access import context, written
from ruta.access.viewer import Viewer

USE: Final = "delay"
LIFT_USE: Final = "delay-lift"
LONGEST_DAYS: Final = 90


class Refused(Exception):
    """Not of the court of this case, of no days or more than 90, or of the court's own openings."""


@dataclass(frozen=True)
class Delay:
    """A delay as its court reads it."""

    delay_id: UUID
    office_id: str
    office_name: str
    since: datetime
    until: datetime
    lifted_at: datetime | None
    reason: bytes | None = field(default=None, repr=False)
    lift_reason: bytes | None = field(default=None, repr=False)

    def runs(self, now: datetime) -> bool:
        """Whether it keeps anything now."""
        return self.lifted_at is None and now < self.until

    def why(self) -> str | None:
        """What the court wrote; None while it cannot be opened."""
        return written.read(USE, self.delay_id, self.reason)

    def why_lifted(self) -> str | None:
        """What the court wrote when it lifted it; None while it cannot be opened."""
        return written.read(LIFT_USE, self.delay_id, self.lift_reason)


def may(viewer: Viewer, case_id: UUID) -> bool:
    """Whether somebody orders delays in a case: its court does."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select access_delay_judge(%s)", [case_id])
        (judge,) = cursor.fetchone()
    return bool(judge)


def order(*, case_id: UUID, office_id: str, days: int, reason: str, by: Viewer) -> None:
    """
    Keep an office's openings of a case from her log for some days; it is noted and counted.

    Ordered again it is renewed: each order counts.

    :raises Refused: see there
    """
    context.ensure(by)
    delay_id = uuid4()
    why = written.seal(USE, delay_id, reason)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select access_delay_order(%s, %s, %s, %s, %s)",
                [delay_id, case_id, office_id, days, why],
            )
            (ordered,) = cursor.fetchone()
    except IntegrityError as error:
        raise Refused from error
    if not ordered:
        raise Refused


@transaction.atomic
def lift(*, case_id: UUID, delay_id: UUID, reason: str, by: Viewer) -> None:
    """
    End a delay before its time; what it kept is in her log at once.

    :raises Refused: if it is not theirs, or does not run
    """
    context.ensure(by)
    with connection.cursor() as cursor:
        why = written.seal(LIFT_USE, delay_id, reason)
        cursor.execute("select access_delay_lift(%s, %s, %s)", [case_id, delay_id, why])
        (lifted,) = cursor.fetchone()
    if not lifted:
        raise Refused


def of_case(viewer: Viewer, case_id: UUID) -> list[Delay]:
    """The delays of a case, the latest first; nothing for anybody but its court."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_delays_of_case(%s)", [case_id])
        return [Delay(*row) for row in cursor.fetchall()]
