"""What the pages of whoever oversees share: for whom they are there, and their words."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect

from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.web.components import labels
from ruta.web.components.addresses import AFTER
from ruta.web.desk import pages

View = Callable[..., HttpResponse]
OVERSIGHT = "OVERSIGHT"
SHOWN = 30


def oversees(viewer: Viewer) -> bool:
    """Whether these pages are there for somebody."""
    return viewer.agency == OVERSIGHT


def overseers(view: View) -> View:
    """A page for whoever oversees; for anybody else it does not exist."""

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not oversees(pages.viewer_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return pages.signed_in(answer)


def mark(pseudonym: str) -> str:
    """A pseudonym as it is read: two groups of five."""
    return f"{pseudonym[:5]}-{pseudonym[5:]}" if pseudonym else ""


def office(name: str, agency: str) -> str:
    """An office in words: its name; of a shelter, and of none, the words of its agency."""
    return name or labels.label("audit_agency", agency)


def instant(request: Request) -> datetime | None:
    """The instant in the address after which the next page goes on; what is none is passed over."""
    try:
        found = datetime.fromisoformat(request.GET.get(AFTER, ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def back_to(path: str, request: Request) -> HttpResponse:
    """Back to the list that was left, with its filters."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{path}?{query}" if query else path)
