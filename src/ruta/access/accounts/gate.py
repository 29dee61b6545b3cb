"""Between signing in and working: the code of conduct accepted, the training still valid."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ruta.access.accounts import conduct
from ruta.access.people import User
from ruta.access.policy import declaration
from ruta.access.request import Request

View = TypeVar("View", bound=Callable[..., Any])
READING = frozenset({"GET", "HEAD"})


def before_the_gate(view: View) -> View:
    """Mark a page that answers a signed-in person whatever they still have to do."""
    view.before_the_gate = True  # type: ignore[attr-defined]
    return view


class GateMiddleware:
    """Stands after the check of policies; what asks for nobody to sign in passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Nothing for a page that may answer, else the way to what comes first."""
        if getattr(view, "before_the_gate", False) or not declaration(view).asks_for_sign_in:
            return None
        step = first_step(request)
        if step is None:
            return None
        address = request.get_full_path() if request.method in READING else ""
        return HttpResponseRedirect(f"{step}?{urlencode({'next': address})}" if address else step)


def first_step(request: Request) -> str | None:
    """The page a person must pass before any other; None for whoever may work."""
    person = request.user
    if not isinstance(person, User) or person.demonstration:
        return None
    if person.code_of_conduct != conduct.VERSION:
        return "/mi-cuenta/compromiso/"
    if settings.RUTA_TRAINING_REQUIRED and not conduct.is_trained(person, now=request.now):
        return "/mi-cuenta/formacion/"
    return None
