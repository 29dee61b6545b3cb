"""Where Django keeps sessions: one row each, read together with the person it belongs to."""

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db.models.functions import Now

from ruta.access.people import User
from ruta.access.sessions import OF_NOBODY, WHOLE, Session, digest


class SessionStore(SessionBase):
    """
    A session of `access_session`; the cookie holds its token, the row the token's hash.

    Reading it also reads its person, their office and the database's clock, in one statement.
    """

    _row: Session | None = None

    @property
    def row(self) -> Session:
        """The row as it was read, or as it will be written."""
        self._get_session()  # type: ignore[attr-defined]
        if self._row is None:
            self._row = Session()
        return self._row

    @property
    def person(self) -> User | None:
        """Whose session it was when it was read; whether they may enter is not asked here."""
        return self.row.account

    @property
    def opened_at(self) -> datetime | None:
        """When its person signed in."""
        return self.row.opened_at

    @property
    def seen_at(self) -> datetime | None:
        """When its person was last here, to the minute."""
        return self.row.seen_at

    @seen_at.setter
    def seen_at(self, now: datetime) -> None:
        self.row.seen_at = now

    def count(self, *, opened_at: datetime | None, seen_at: datetime | None) -> None:
        """Set both instants; they are written with the session."""
        self.row.opened_at, self.row.seen_at = opened_at, seen_at
        self.modified = True

    def load(self) -> dict[str, Any]:
        """The session's data; nothing when the token is unknown or ten hours old."""
        rows = Session.objects.select_related("account__office")
        rows = rows.filter(key=digest(self.session_key or ""), expire_date__gt=Now())
        self._row = rows.annotate(database_now=Now()).first()  # type: ignore[no-redef]
        if self._row is None:
            self._session_key = None
            return {}
        if self._row.account is not None:
            self._row.account.database_now = self._row.database_now
        return self.decode(self._row.data)

    def exists(self, session_key: str) -> bool:
        """Whether a token is in use; two alike are no fear at 165 bits, and none would be kept."""
        return False

    def create(self) -> None:
        """Begin a session under a new token; one that goes on keeps its instants."""
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """
        Write the session.

        :raises UpdateError: when it was ended meanwhile; it does not come back
        """
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        account = data.get(SESSION_KEY)
        opened_at = self.row.opened_at if account else None
        written = {
            "account": account,
            "data": self.encode(data),
            "opened_at": opened_at,
            "seen_at": self.row.seen_at if account else None,
            **({"expire_date": opened_at + WHOLE} if opened_at else {}),
        }
        _insert(self.session_key, written) if must_create else _update(self.session_key, written)
        return None

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless another is named."""
        token = session_key or self.session_key
        if token:
            Session.objects.filter(key=digest(token)).delete()
        if token == self.session_key:
            self._row = None

    @classmethod
    def clear_expired(cls) -> None:
        """Remove what is over by the database's clock."""
        Session.objects.filter(expire_date__lte=Now()).delete()


def _insert(token: str, written: dict[str, Any]) -> None:
    """Add the row; it stays ten hours from sign-in, and one hour while nobody has signed in."""
    values = {"account_id" if name == "account" else name: written[name] for name in written}
    Session.objects.create(key=digest(token), **{"expire_date": Now() + OF_NOBODY, **values})


def _update(token: str, written: dict[str, Any]) -> None:
    if not Session.objects.filter(key=digest(token)).update(**written):
        raise UpdateError
