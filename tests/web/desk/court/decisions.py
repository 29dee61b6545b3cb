"""Decisions to try things with: one that can be recorded, and changes to it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from ruta.web.desk.court.decision import GRANTED, HELD, Decision

KNOWN_AT = datetime(2026, 3, 4, 13, 0, tzinfo=UTC)
NOW = KNOWN_AT + timedelta(hours=3)
ID = UUID("00000000-0000-4000-8000-00000000000d")


def decision(**changes: Any) -> Decision:
    """A removal from home after a hearing, with whatever else is asked for."""
    said = {
        "decision_id": ID,
        "decided_at": NOW - timedelta(minutes=30),
        "hearing": HELD,
        "hearing_at": NOW - timedelta(hours=1),
        "hearing_mode": "in-person",
        "outcome": GRANTED,
        "measures": ("removal-from-home",),
    }
    return Decision(**{**said, **changes})
