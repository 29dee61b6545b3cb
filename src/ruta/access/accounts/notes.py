"""What is done to people and to what proves who they are, written in the audit."""

from uuid import UUID

from django.db import connection

from ruta.access.people import User

CHANGES = (
    "added", "disabled", "enabled", "role", "office", "coordinates", "training", "code-made",
    "recovery-asked", "recovery-done", "identity", "passkey-added", "passkey-removed",
    "application-added", "application-removed", "backup-codes", "password", "conduct",
    "office-assigns", "sessions-ended",
)  # fmt: skip


class ChangeUnknown(Exception):
    """The audit keeps changes of `CHANGES` only; never a free text."""


def note(change: str, *, by: User | None, person: UUID | None, office: str = "") -> None:
    """
    Write that something about an account changed; it is committed with the change itself.

    :param by: who did it; None for a command of the installation
    :param office: the office it concerns, when that is not an account

    :raises ChangeUnknown: when the change is none of `CHANGES`
    """
    if change not in CHANGES:
        raise ChangeUnknown(change)
    actor = (by.pk, by.office_id) if by else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "select access_person_note(%s, %s, %s, %s, %s)",
            [*actor, person, change, office or None],
        )
