"""What a person promises before working here, and until when their training counts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ruta.access.people import User

VERSION = "2026-1"
"""Of the text in `access/account/conduct.html`; whoever accepted another is asked again."""
LIMA = ZoneInfo("America/Lima")


def accept(person: User, *, now: datetime) -> None:
    """Keep that this person accepted the text of today."""
    person.code_of_conduct, person.code_of_conduct_at = VERSION, now
    person.save(update_fields=["code_of_conduct", "code_of_conduct_at"])


def is_trained(person: User, *, now: datetime) -> bool:
    """Whether their training counts today; its last day is good until it ends in Lima."""
    return person.trained_until is not None and now.astimezone(LIMA).date() <= person.trained_until
