"""A request as views receive it: with who is looking, and the database's clock."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from ruta.access.viewer import Viewer

if TYPE_CHECKING:
    from ruta.access.people import User
    from ruta.access.session_store import SessionStore


class Request(HttpRequest):
    """
    For annotations only: `PolicyMiddleware` sets these on Django's own request.

    `viewer` is None for an anonymous person; `now` is read once, from the database. A view that
    declares `database=False` has neither.
    """

    user: "User | AnonymousUser"
    session: "SessionStore"
    viewer: Viewer | None
    now: datetime
