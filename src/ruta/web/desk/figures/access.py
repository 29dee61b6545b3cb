"""For whom each page of figures is there; for anybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ruta.access.request import Request
from ruta.cases.figures import scope as scopes
from ruta.cases.figures.scope import Scope
from ruta.web.components.lists import Place
from ruta.web.desk import nav, pages

View = Callable[..., HttpResponse]
SUPERVISION, QUESTIONS, REPORTS = "/supervision/", "/mi-oficina/preguntas/", "/mi-oficina/informes/"
BEHIND = "/mi-oficina/detalle/"


def of_an_office(view: View) -> View:
    """A page for whoever works in an office that has cases."""
    return _only(view, lambda request: True)


def of_who_leads(view: View) -> View:
    """A page for whoever coordinates such an office, or supervises a territory."""
    return _only(view, leads)


def leads(request: Request) -> bool:
    """Whether who asks coordinates their office, or supervises a territory."""
    viewer = pages.viewer_of(request)
    return viewer.is_supervisor or nav.coordinates_own(request)


def scope_of(request: Request) -> Scope:
    """Whose figures who asks may read."""
    return Scope.of(pages.viewer_of(request), request.now)


def parts(request: Request) -> list[Place]:
    """The pages of figures that are there for who asks."""
    asking = [Place(_("Preguntas"), QUESTIONS, "search")]
    if not leads(request):
        return asking
    first = Place(_("Supervisión"), SUPERVISION, "people")
    return [first, *asking, Place(_("Informes"), REPORTS, "cases")]


def _only(view: View, may: Callable[[Request], bool]) -> View:
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not scopes.counts_cases(pages.viewer_of(request)) or not may(request):
            raise Http404
        return view(request, *args, **kwargs)

    return pages.signed_in(answer)
