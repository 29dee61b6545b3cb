"""
Alerts: what somebody of another agency must hear of.

Who is told is decided in the database (`access_alert_raise`): the CEM that answers for the case and
whoever oversees, never the agency of the person it is about.
"""

from typing import Final
from uuid import UUID

from django.db import connection

from ruta.access import agencies
from ruta.access.audit import afterwards
from ruta.access.viewer import Viewer

KINDS: Final = (
    "conflict", "blocked", "shelter", "canary", "cap", "cap-near", "breakglass", "witness",
    "guardian", "measure-check", "tie-ended", "bar-ended", "implicated", "unreadable",
)  # fmt: skip
OUTCOMES: Final = ("explained", "referred", "false-alarm")


def raise_now(kind: str, *, case_id: UUID | None, by: Viewer | None) -> UUID:
    """
    Raise an alert in the transaction of now; the same within an hour is one alert.

    :param by: whose conduct it is about; None when it is about nobody's, and no agency is left out
    """
    whose = (by.user_id, by.office_id, _agency(by)) if by else (None, "", agencies.NONE)
    with connection.cursor() as cursor:
        cursor.execute("select access_alert_raise(%s, %s, %s, %s, %s)", [kind, case_id, *whose])
        (alert_id,) = cursor.fetchone()
    return UUID(str(alert_id))


def _agency(by: Viewer) -> str:
    return agencies.agency_of(by.office_type, by.role)


def raise_afterwards(kind: str, *, case_id: UUID | None, by: Viewer | None) -> None:
    """The same once the answer is out, so that a refusal keeps it and takes no longer for it."""
    afterwards.write(lambda: raise_now(kind, case_id=case_id, by=by))
