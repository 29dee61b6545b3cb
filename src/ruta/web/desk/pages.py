"""
How every page of the desk answers: with the places of the reader's role, and the same now.

A template of the desk extends `desk/page.html` (or `components/step_page.html`), which prints
`title` and `line`; the style sheet of a page goes into its block `head`.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django import shortcuts
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from ruta.access import context as access_context
from ruta.access.people import User
from ruta.access.policy import Policy, declares
from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.cases.admission import Closed, NotFound
from ruta.web.components import lima

from . import nav

View = Callable[..., HttpResponse]


def render(
    request: Request, template: str, context: Mapping[str, Any] | None = None, *,
    title: str = "", line: str = "", here: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """
    A page of the desk; its context gets `nav`, `now`, `viewer`, `title`, `line` and `here`.

    :param title: what the page is; never a name of a person
    :param line: one line of context under the title
    :param here: where I am, in the top bar; by default the place of my role this address is in
    """
    page = {
        "standing_notice": _open_in_emergency(request),
        "nav": nav.of(request),
        "now": request.now,
        "viewer": request.viewer,
        "title": title,
        "line": line,
        "here": here or nav.here(request),
    }
    response = shortcuts.render(request, template, {**page, **(context or {})}, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


def signed_in(view: View) -> View:
    """A page for whoever is signed in; what is not there for them is not found."""
    return declares(Policy.SIGNED_IN)(_absent_is_not_found(view))


def of_case(view: View) -> View:
    """A page of one case: one that is not theirs answers exactly as one that does not exist."""
    return declares(Policy.CASE)(_absent_is_not_found(view))


def viewer_of(request: Request) -> Viewer:
    """Who looks; a page that asks for sign-in always has somebody."""
    assert request.viewer is not None
    return request.viewer


def office_name(request: Request) -> str:
    """The name of the office of whoever looks."""
    return request.user.office.name if isinstance(request.user, User) else ""


def _open_in_emergency(request: Request) -> str:
    """What every page of a case says while it is open by an emergency; else nothing."""
    match = request.resolver_match
    case_id = match.kwargs.get("case_id") if match else None
    until = access_context.open_in_emergency(case_id) if case_id else None
    if until is None:
        return ""
    words = _("Abierto por emergencia hasta las %(clock)s. Otra institución lo revisará.")
    return words % {"clock": lima.clock(until)}


def closed(request: Request, why: Closed, case_id: UUID | None = None) -> HttpResponse:
    """The case is theirs, this part of it is not: what is closed, and the way forward."""
    href = f"/casos/{case_id}/" if case_id else "/casos/"
    page = {"why": str(why), "case_id": case_id, "back_href": href}
    title = _("Cerrado para tu oficina")
    return render(request, "desk/closed.html", page, title=title, status=403)


def _absent_is_not_found(view: View) -> View:
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            raise Http404 from None
        except Closed as why:
            return closed(request, why, kwargs.get("case_id"))

    return answer
