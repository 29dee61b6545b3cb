"""
What whoever oversees reads: entries, alerts and emergency openings, with pseudonyms.

A pseudonym is made in the database, by a key of the month: the same person or case has the same one
within a month of Lima and another in the next. Nothing here can be turned back into a person.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ruta.access.keys import vault
from ruta.access.keys.vault import SealBroken

ENTRIES = "select * from access_audit_for_oversight(%s, %s, %s, %s)"
ALERTS = "select * from access_alerts_for_oversight(%s, %s, %s, %s)"
EMERGENCIES = "select * from access_breakglass_for_oversight(%s, %s, %s)"
DELAYS = "select * from access_delays_by_office()"


@dataclass(frozen=True)
class Entry:
    """An entry of the audit; an empty `office_name` is a shelter's."""

    seq: int
    at: datetime
    person: str
    case: str
    office_name: str
    agency: str
    event: str
    compartments: str
    action: str
    basis: str
    rule: int | None


@dataclass(frozen=True)
class Alert:
    """An alert that whoever oversees is to look at."""

    alert_id: UUID
    at: datetime
    kind: str
    person: str
    case: str
    office_name: str
    agency: str
    seen_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class Emergency:
    """An emergency opening; `outcome` is empty until it is reviewed, `reason` is protected."""

    opening_id: UUID
    person: str
    case: str
    office_name: str
    office_type: str
    reason_code: str
    opened_at: datetime
    until: datetime
    seconded: bool
    reviewed_at: datetime | None
    outcome: str | None
    reason: bytes

    def told(self) -> str | None:
        """The reason they wrote; None when it cannot be opened."""
        try:
            opened = vault.service().reveal(
                use="breakglass", context=str(self.opening_id), sealed=bytes(self.reason)
            )
        except SealBroken:
            return None
        return opened.decode()


@dataclass(frozen=True)
class Delays:
    """How often a court delayed an office's openings in her log; `running`: still."""

    office_name: str
    ordered: int
    running: int


def entries(
    *, agency: str = "", event: str = "", before: int | None = None, many: int
) -> list[Entry]:
    """Entries of the audit, newest first, before a number."""
    return [Entry(*row) for row in _read(ENTRIES, agency, event, before, many)]


def alerts(
    *, state: str = "", kind: str = "", before: datetime | None = None, many: int
) -> list[Alert]:
    """Alerts, newest first; `state` is `open`, `seen` or empty for both."""
    return [Alert(*row) for row in _read(ALERTS, state, kind, before, many)]


def emergencies(*, state: str = "", before: datetime | None = None, many: int) -> list[Emergency]:
    """Emergency openings, newest first; `state` is `waiting`, `done` or empty for both."""
    return [Emergency(*row) for row in _read(EMERGENCIES, state, before, many)]


def delays() -> list[Delays]:
    """Delays by office, most first."""
    return [Delays(*row) for row in _read(DELAYS)]


def _read(query: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())
