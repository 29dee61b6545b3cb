"""How long a session lives: until a quarter of an hour of silence, and never over ten hours.

Counted by the database's clock, so that a machine whose clock is set back keeps nobody signed in.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

IDLE = timedelta(minutes=15)
WHOLE = timedelta(hours=10)
NOTED_EVERY = timedelta(minutes=1)
OPENED, SEEN = "opened_at", "seen_at"


def begin(session: SessionBase, *, now: datetime) -> None:
    """Start counting, at sign-in."""
    session[OPENED] = session[SEEN] = now.isoformat()


def is_over(session: SessionBase, *, now: datetime) -> bool:
    """Whether the session's time is up; one that was never counted is over."""
    if OPENED not in session or SEEN not in session:
        return True
    opened, seen = (datetime.fromisoformat(session[name]) for name in (OPENED, SEEN))
    return now - seen >= IDLE or now - opened >= WHOLE


def note(session: SessionBase, *, now: datetime) -> None:
    """Remember that the person is here; written once a minute at most."""
    if now - datetime.fromisoformat(session[SEEN]) >= NOTED_EVERY:
        session[SEEN] = now.isoformat()
