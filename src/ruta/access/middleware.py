"""Before every page: who asks, when, in which language, and whether the page may answer."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ruta.access import keeper_away, resume, sessions, sign_in
from ruta.access.backend import database_now
from ruta.access.people import User
from ruta.access.policy import Declaration, Policy, declaration
from ruta.access.request import Request
from ruta.access.viewer import Viewer

Answer = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Speaks the language of the cookie, which sign-in sets to the person's; otherwise Spanish."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = known
        with translation.override(known):
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", known)
        return response


class PolicyMiddleware:
    """
    Sets `request.viewer` and `request.now`, and lets a view answer only whom it declares.

    Stands after the checks of sessions, forgery and sign-in.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """
        Nothing when the view may answer, else the answer given instead.

        :raises PolicyMissing: when the view declares no policy
        """
        declared = declaration(view)
        if declared.policy is Policy.DEMO and not settings.RUTA_DEMO:
            raise Http404
        if declared.database:
            meet(request)
            return admit(request, declared)
        return None


def meet(request: Request) -> None:
    """Learn who asks and when; `recognition` has ended a session that may not go on."""
    person = request.user
    if isinstance(person, User) and person.is_authenticated:
        token = request.session.session_key or ""
        request.now, request.viewer = person.database_now, Viewer.of(person, token)
        sessions.note(request.session, now=request.now)
    else:
        request.now, request.viewer = database_now(), None


@keeper_away.answered
def admit(request: Request, declared: Declaration) -> HttpResponse | None:
    """Send whoever must sign in to do so; what they were sending is kept for them."""
    if request.viewer is not None or not declared.asks_for_sign_in:
        return None
    if request.method in {"GET", "HEAD"}:
        return HttpResponseRedirect(f"/entrar/?{urlencode({'next': request.get_full_path()})}")
    return sign_in.page(request, held=resume.hold(request, now=request.now), lost=True, status=401)
