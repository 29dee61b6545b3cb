"""The sessions of people: kept in the database, counted by its clock, known by a hash.

A session lives until a quarter of an hour of silence and never over ten hours, so that a machine
whose clock is set back keeps nobody signed in. The key of a row is the SHA-256 of the token in the
cookie: whoever steals the table can present no token. The store for Django is `session_store`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from ruta.access.people import User

if TYPE_CHECKING:
    from ruta.access.session_store import SessionStore

IDLE = timedelta(minutes=15)
WHOLE = timedelta(hours=10)
OF_NOBODY = timedelta(hours=1)
NOTED_EVERY = timedelta(minutes=1)


class Session(models.Model):
    """One browser's session; `account` is null until somebody signs in."""

    key = models.CharField(primary_key=True, max_length=64)
    account = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, db_column="account", related_name="+"
    )
    data = models.TextField()
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    expire_date = models.DateTimeField()

    database_now: datetime
    """The database's clock when the row was read."""


def digest(token: str) -> str:
    """The key under which the session of this token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: SessionStore, *, now: datetime) -> None:
    """Start counting, at sign-in."""
    session.count(opened_at=now, seen_at=now)


def is_over(session: SessionStore, *, now: datetime) -> bool:
    """Whether the session's time is up; one that was never counted is over."""
    if session.opened_at is None or session.seen_at is None:
        return True
    return now - session.seen_at >= IDLE or now - session.opened_at >= WHOLE


def note(session: SessionStore, *, now: datetime) -> None:
    """Remember that the person is here; written once a minute at most, and nothing else with it."""
    if session.seen_at is None or now - session.seen_at < NOTED_EVERY:
        return
    session.seen_at = now
    Session.objects.filter(key=digest(session.session_key or "")).update(seen_at=now)


def ends_at(session: SessionStore) -> datetime | None:
    """When the session ends if its person does nothing more; None for nobody's."""
    if session.opened_at is None or session.seen_at is None:
        return None
    return min(session.seen_at + IDLE, session.opened_at + WHOLE)


def of_person(account: UUID) -> models.QuerySet[Session]:
    """The sessions this person has open, last used first."""
    still = models.Q(expire_date__gt=Now(), seen_at__gt=Now() - IDLE)
    return Session.objects.filter(still, account=account).order_by("-seen_at").defer("data")


def end(account: UUID, *, but: str = "", only: str = "") -> int:
    """
    End the sessions of a person and count them.

    :param but: the token of a session that stays
    :param only: the key of the one session to end, when not all
    """
    theirs = Session.objects.filter(account=account)
    theirs = theirs.filter(key=only) if only else theirs
    return theirs.exclude(key=digest(but)).delete()[0]


def forget(*, now: datetime) -> int:
    """Remove the rows of sessions that are over; a job runs it."""
    over = models.Q(expire_date__lte=now) | models.Q(seen_at__lte=now - IDLE)
    return Session.objects.filter(over).delete()[0]
