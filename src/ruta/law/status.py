"""The word for how an obligation stands at an instant."""

from __future__ import annotations

from datetime import datetime

TERM_KINDS = frozenset({"max", "same-day", "recurring"})
OPEN_KINDS = frozenset({"immediate", "none", "recurring-unspecified"})
WITHOUT_OBLIGATION = frozenset({"entitlement"})
LIMIT_KINDS = TERM_KINDS | OPEN_KINDS | {"right-window", "prohibition", "order", "entitlement"}
STATUSES = (
    "pending overdue met met-late discharged open used lapsed kept breached broken voided".split()
)


def status(
    *,
    kind: str,
    due_at: datetime | None,
    met_at: datetime | None,
    discharged_at: datetime | None,
    breached_at: datetime | None,
    voided: bool,
    as_of: datetime,
) -> str:
    """
    One word for how an obligation stands as of an instant.

    The due instant itself is in time, and an obligation due at that very instant is pending.
    What is discharged only after its term stays a breach.
    """
    if voided:
        return "voided"
    if kind == "prohibition":
        return "breached" if breached_at else "kept"
    if kind == "order":
        return "broken" if breached_at else "kept" if met_at else "pending"
    if met_at:
        return _met(kind, due_at, met_at)
    if discharged_at:
        return "breached" if due_at and discharged_at > due_at else "discharged"
    if due_at is None:
        return "open"
    if kind == "right-window":
        return "open" if as_of <= due_at else "lapsed"
    return "pending" if as_of <= due_at else "overdue"


def _met(kind: str, due_at: datetime | None, met_at: datetime) -> str:
    in_time = due_at is None or met_at <= due_at
    if kind == "right-window":
        return "used" if in_time else "lapsed"
    return "met" if in_time else "met-late"
