"""
Emergency openings: one case, four hours, for whoever must protect somebody now; all are reviewed.

The rules are kept in the database (migration 0007): three tries a day whatever came of them, its
own clock, a second person of another agency for the gravest cases, the audit and the alert. What
did not open answers alike, whether nothing was there, it is closed, or the limit was reached; and
every try has a reference, by which a second person may confirm it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction

from ruta.access import context
from ruta.access.audit import alerts, reviews
from ruta.access.decision import IN_EMERGENCY
from ruta.access.keys import vault
from ruta.access.viewer import Viewer
from ruta.access.walls import BreakGlass

REASONS: Final = ("immediate-danger", "injured", "missing", "call-for-help", "other")
SHORTEST, LONGEST = 20, 1000
TRIES_A_DAY = 3
USE = "breakglass"
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 8
ASK = "select * from access_breakglass_ask(%s, %s, %s, %s, %s, %s, %s)"
OPENED = frozenset({"opened", "already"})


@dataclass(frozen=True)
class Try:
    """What came of a try: the case, when it opened; else the reference for a second person."""

    reference: str
    case_id: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """A try that somebody of another agency is asked to confirm; which case, nobody is told."""

    office_name: str
    reason_code: str
    at: datetime


@dataclass(frozen=True)
class Allowance:
    """How many tries somebody has left today, and whether a review they await suspends them."""

    left: int
    suspended: bool


def may(viewer: Viewer) -> bool:
    """Whether this person may open in an emergency at all."""
    return viewer.agency in IN_EMERGENCY and not viewer.is_supervisor


def may_second(viewer: Viewer) -> bool:
    """Whether this person may confirm what somebody of another agency asks."""
    return viewer.agency not in {"", "ADMIN", "ANALYST", "SURVIVOR"}


@transaction.atomic
def ask(*, code: str, document: str, reason_code: str, reason: str, by: Viewer) -> Try:
    """
    Try to open a case, named by its code or by the document of somebody in it.

    :param code: in its written form; empty when a document is given
    :param reason: at least `SHORTEST` characters; sealed, and read by whoever reviews
    """
    assert reason_code in REASONS
    assert len(reason) >= SHORTEST
    context.ensure(by)
    id_, reference = uuid4(), new_reference()
    index = vault.blind_index("document", document or code)
    accused = vault.person_id(document or code)
    sealed = vault.service().protect(use=USE, context=str(id_), text=reason.encode())
    with connection.cursor() as cursor:
        cursor.execute(
            ASK,
            [id_, code, index if document else None, accused, reason_code, sealed, reference],
        )
        outcome, case_id = cursor.fetchone()
    if outcome == "conflict":
        alerts.raise_afterwards("conflict", case_id=case_id, by=by)
    return Try(reference, case_id if outcome in OPENED else None)


def new_reference() -> str:
    """A reference to be read aloud: no two of its signs sound or look alike."""
    return "".join(secrets.choice(SIGNS) for _ in range(REFERENCE_LENGTH))


def tidy(reference: str) -> str:
    """A reference as somebody typed or heard it, in its written form."""
    return "".join(sign for sign in reference.upper() if sign.isalnum())


def allowance(viewer: Viewer, now: datetime) -> Allowance:
    """What somebody may still try."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select access_breakglass_used()")
        (used,) = cursor.fetchone()
    return Allowance(max(0, TRIES_A_DAY - used), reviews.is_suspended(viewer.user_id, now))


def running(viewer: Viewer, now: datetime) -> tuple[BreakGlass, ...]:
    """The cases open to somebody now by an emergency, the one that ends first before."""
    context.ensure(viewer)
    found = BreakGlass.objects.filter(user_id=viewer.user_id, until__gt=now)
    return tuple(found.order_by("until"))


def asked(viewer: Viewer, reference: str) -> Asked | None:
    """The try that a reference names, when it is of another agency and of the last two hours."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_breakglass_asked(%s)", [tidy(reference)])
        row = cursor.fetchone()
    return Asked(*row) if row else None


@transaction.atomic
def second(*, reference: str, by: Viewer) -> None:
    """Confirm somebody's try; nobody is told whether that opened a case."""
    context.ensure(by)
    with connection.cursor() as cursor:
        cursor.execute("select access_breakglass_second(%s)", [tidy(reference)])


def reason_of(opening: BreakGlass) -> str:
    """The reason somebody wrote, for whoever reviews it."""
    sealed = bytes(opening.reason)
    return vault.service().reveal(use=USE, context=str(opening.id), sealed=sealed).decode()
