"""
What a page answers when the keeper of keys refuses, or is away: one place for every view.

`hide` is the answer of what does not exist, `deny` that of a closed part, `login` leads to signing
in, `cap` and `rate` say whom to call. What no key opens has a page of its own, `unreadable`. By
then the view's transaction has been undone.
"""

import logging
from collections.abc import Callable, Mapping

from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ruta.access import keeper_away, middleware, resume
from ruta.access.keys import vault
from ruta.access.people import User
from ruta.access.policy import Declaration, Policy
from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.cases.admission import Closed
from ruta.directory import queries as directory
from ruta.directory.models import Office

from . import pages, unreadable
from .intake import doors

logger = logging.getLogger("ruta.access")

CAPPED = 429
COME_BACK_S = 15 * 60
RATE_COME_BACK_S = 30
SUPERVISION = "supervision"


class KeeperMiddleware:
    """Stands last, so that it is asked first about what a view raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        """
        The answer to a refusal or to the keeper's absence; nothing for any other error.

        :raises Http404: for what is hidden
        """
        if isinstance(error, vault.KeeperAbsent):
            return keeper_away.page(request, takes_reports=_takes_reports(request))
        if isinstance(error, vault.Refused):
            return ANSWERS[error.kind](request)
        if isinstance(error, vault.Unreadable) and getattr(request, "viewer", None):
            return unreadable.page(request, error)
        return None


def _takes_reports(request: Request) -> bool:
    viewer: Viewer | None = getattr(request, "viewer", None)
    return viewer is not None and doors.takes(viewer)


def _hidden(request: Request) -> HttpResponse:
    raise Http404


def _closed(request: Request) -> HttpResponse:
    match = request.resolver_match
    case_id = match.kwargs.get("case_id") if match else None
    return pages.closed(request, Closed(""), case_id)


def _signed_out(request: Request) -> HttpResponse:
    """The keeper finds no session: end it here too, or signing in would lead back at once."""
    auth.logout(request)
    request.viewer = None
    answer = middleware.admit(request, Declaration(Policy.SIGNED_IN))
    assert isinstance(answer, HttpResponse)
    return answer


def _capped(request: Request) -> HttpResponse:
    """Too many cases in an hour."""
    return _full(request, "desk/cap.html", seconds=COME_BACK_S)


def _hurried(request: Request) -> HttpResponse:
    """Too many documents and names looked up in a minute, by everybody together."""
    logger.warning("too many lookups by index")
    return _full(request, "desk/rate.html", seconds=RATE_COME_BACK_S)


def _full(request: Request, template: str, *, seconds: int) -> HttpResponse:
    """A limit that is reached: whom to call, when to come back, and the form to send again then."""
    held, token = resume.unsent(request)
    coordinators, supervision = _whom_to_call(pages.viewer_of(request))
    page = {
        "held": held,
        "token": token,
        "coordinators": coordinators,
        "supervision": supervision,
    }
    response = render(request, template, page, status=CAPPED)
    response.headers["Retry-After"] = str(seconds)
    return response


def _whom_to_call(viewer: Viewer) -> tuple[list[str], list[Office]]:
    """The names of who coordinates their office, and the offices that supervise it."""
    people = User.objects.filter(office_id=viewer.office_id, coordinates=True, is_active=True)
    names = list(people.order_by("display_name").values_list("display_name", flat=True))
    try:
        ubigeo = directory.office(viewer.office_id).ubigeo
    except directory.NoSuchOffice:
        return names, []
    return names, directory.offices_of(SUPERVISION, within=ubigeo[:2])


ANSWERS: Mapping[str, Callable[[Request], HttpResponse]] = {
    "hide": _hidden,
    "deny": _closed,
    "login": _signed_out,
    "cap": _capped,
    "rate": _hurried,
}
