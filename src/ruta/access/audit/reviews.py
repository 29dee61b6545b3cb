"""Reviews of emergency openings, by another agency; those of alerts are in `told`."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from ruta.access.viewer import Viewer

VERDICTS: Final = ("justified", "unjustified")
REVIEWED_WITHIN = timedelta(hours=24)
SUSPENDED_AFTER = timedelta(hours=72)


class NotForThem(Exception):
    """It was reviewed already, is not theirs to review, or is not there."""


def review_emergency(*, opening_id: UUID, verdict: str, by: Viewer) -> None:
    """
    Say whether an emergency opening was justified.

    :raises NotForThem: if this person may not, or somebody has reviewed it
    """
    assert verdict in VERDICTS
    _done("select access_breakglass_review(%s, %s, %s)", opening_id, by.user_id, verdict)


def is_suspended(user_id: UUID, now: datetime) -> bool:
    """Whether somebody may not open in an emergency: one of theirs waits since 72 hours."""
    with connection.cursor() as cursor:
        cursor.execute("select access_breakglass_suspended(%s, %s)", [user_id, now])
        (suspended,) = cursor.fetchone()
    return bool(suspended)


def _done(query: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        (done,) = cursor.fetchone()
    if not done:
        raise NotForThem
