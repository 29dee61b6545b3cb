"""Notes of the web in the audit: what needs no key, and so does not pass by the keeper of keys."""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection

from ruta.access import agencies
from ruta.access.audit import afterwards
from ruta.access.viewer import NOBODY, Viewer

EVENTS: Final = frozenset(
    {
        "alert-reviewed", "breakglass-opened", "breakglass-reviewed", "consent", "denied",
        "export", "measure-check", "seen", "sign-in", "sign-in-failed", "sign-out", "simulated",
    }
)  # fmt: skip
APPEND = "select access_audit_note(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def note(
    event: str,
    *,
    by: Viewer | None,
    case_id: UUID | None = None,
    compartments: str = "",
    action: str = "",
    purpose: str = "",
    basis: str = "",
    rule: int | None = None,
    detail: Mapping[str, str | int] | None = None,
) -> int:
    """
    Add an entry now, in the transaction of now; every other writer waits until that ends.

    :param event: one of `EVENTS`
    :param detail: codes and identifiers only
    :returns: the number of the entry
    """
    who = by if by is not None and by.user_id != NOBODY else None
    values: list[Any] = [
        event, who and who.user_id, who.office_id if who else "",
        agencies.agency_of(who.office_type, who.role) if who else "", case_id, compartments,
        action, purpose, basis, rule, json.dumps(dict(detail or {})),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(APPEND, values)
        (seq,) = cursor.fetchone()
    return int(seq)


def note_afterwards(event: str, *, by: Viewer | None, **what: object) -> None:
    """The same once the answer is out, even when the request was refused and undone."""
    afterwards.write(lambda: note(event, by=by, **what))  # type: ignore[arg-type]
