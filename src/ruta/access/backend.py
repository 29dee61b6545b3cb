"""How a person is known: by name and password, and then by their session."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.db.models.functions import Now
from django.http import HttpRequest

from ruta.access.people import User


def database_now() -> datetime:
    """The database's clock, for who is not signed in."""
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        (now,) = cursor.fetchone()
    return cast(datetime, now)


def may_enter(person: User) -> bool:
    """Whether the account is open; demonstration accounts are, in a demonstration only."""
    return person.is_active and (settings.RUTA_DEMO or not person.demonstration)


class Backend(BaseBackend):
    """People of `access_user`; a wrong name takes as long as a wrong password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        """The person with this name and password, or None."""
        person = User.objects.filter(username=(username or "").lower()).first()
        if person is None:
            User().set_password(password)
            return None
        right = person.check_password(password or "")
        return person if right and may_enter(person) else None

    def get_user(self, user_id: UUID) -> User | None:
        """The person of a session, their office and the database's clock, in one query."""
        people = User.objects.select_related("office").filter(pk=user_id)
        person = people.annotate(database_now=Now()).first()  # type: ignore[no-redef]
        return person if person is not None and may_enter(person) else None
