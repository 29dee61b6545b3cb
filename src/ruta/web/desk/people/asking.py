"""What every page of people asks first: that whoever looks administers accounts, and proved it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from ruta.access.accounts import administration
from ruta.access.accounts.confirm import fresh_only, person_of
from ruta.access.people import User
from ruta.access.request import Request
from ruta.web.desk.pages import signed_in

View = Callable[..., HttpResponse]
WITHIN = timedelta(minutes=30)


def of_people(view: View) -> View:
    """
    A page for whoever administers accounts; for others it does not exist.

    They must have shown a second factor within the half hour.
    """

    careful = fresh_only(view, within=WITHIN)

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not administration.administers(person_of(request)):
            raise Http404
        return careful(request, *args, **kwargs)

    return signed_in(answer)


def found(request: Request, person_id: UUID) -> User:
    """
    The account asked for.

    :raises Http404: when it is not theirs to administer, as when it does not exist
    """
    try:
        return administration.find(person_of(request), person_id)
    except administration.NotYours:
        raise Http404 from None
