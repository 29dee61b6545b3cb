"""
The ids under which reports are begun: a page gives one to a person and takes it back from them.

Nobody tries ids of their own: what happens under one could otherwise tell whether a case has it.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

from ruta.access.viewer import Viewer

SALT = "ruta.web.desk.intake"
GOOD_FOR = timedelta(hours=24)


class NotIssued(Exception):
    """No page gave this person this id within a day; the form is old, or was made up."""


def issue(to: Viewer, now: datetime) -> str:
    """A new id, signed for one person."""
    return _signer(to).sign_object({"id": uuid4().hex, "at": now.isoformat()})


def read(text: str, by: Viewer, now: datetime) -> UUID:
    """
    The id that a form of this person carries.

    :raises NotIssued: when it was altered, is another's, or is a day old
    """
    try:
        said = _signer(by).unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise NotIssued from None
    if not timedelta() <= now - datetime.fromisoformat(said["at"]) < GOOD_FOR:
        raise NotIssued
    return UUID(said["id"])


def _signer(whose: Viewer) -> signing.Signer:
    return signing.Signer(salt=f"{SALT} {whose.user_id}")
