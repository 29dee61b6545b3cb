"""
Keys of the codes that figures need: one for each quarter, in the slot of no case.

They are wrapped, rotated, copied and destroyed like the keys of cases. Whoever records gets codes
sealed and no key; only a run of the extract is given keys, and that is one entry of the audit.
"""

from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from ruta.access.keys.keyfile import Keyring
from ruta.access.keys.wrapping import Slot

SPACE = UUID("3f0c2a6e-6d5b-5b43-9a5e-7c1d0a8e4f11")
LETTER = "F"
ZONE = ZoneInfo("America/Lima")


def period_of(now: datetime) -> str:
    """The quarter of an instant in Lima, as `2026-Q4`."""
    here = now.astimezone(ZONE)
    return f"{here.year}-Q{(here.month + 2) // 3}"


def place(period: str) -> Slot:
    """What the codes of a quarter are sealed as belonging to."""
    return uuid5(SPACE, period), LETTER


def slot(ring: Keyring, period: str) -> Slot:
    """Where the key of a quarter is kept: under an id that only these keys make."""
    return UUID(bytes=ring.derived(f"codes {period}")[:16], version=4), LETTER


def field(case_id: UUID, item_id: UUID) -> str:
    """What the codes of one person or act are sealed as: elsewhere they do not open."""
    return f"{case_id} {item_id}"
