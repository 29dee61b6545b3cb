"""
`/supervision/`: what whoever leads an office or a territory must see to, and who holds it.

Of a territory offices are named and workers never; who coordinates an office reads besides what
each of its people carries.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.cases import queries
from ruta.cases.figures import supervising
from ruta.cases.figures.behind import Behind
from ruta.cases.figures.scope import Scope
from ruta.cases.queries import NOBODY
from ruta.web.desk import duties
from ruta.web.desk.pages import render, viewer_of

from . import behind, told
from .access import of_who_leads, parts, scope_of

FIRST_NOBODY = 4


@of_who_leads
@require_safe
def supervision(request: Request) -> HttpResponse:
    """Late duties by office and by duty, workload, continuity, referrals, severe risk, silence."""
    scope = scope_of(request)
    found = told.Told(supervising.supervised(scope), scope.is_territory, request.now)
    page = {
        "told": found,
        "offices": [(each.office, each.href) for each in found.offices if each.href],
        "first": behind.told_lines(_first(scope)),
        "workers": supervising.workers(scope),
        "parts": parts(request),
        **(_of_nobody(request) if scope.is_territory else {}),
    }
    title = _("Supervisión") if scope.is_territory else _("Supervisión de tu oficina")
    return render(request, "desk/figures/supervision.html", page, title=title, line=found.sentence)


def _first(scope: Scope) -> Any:
    late = Behind.read(told.LATE, territory=scope.is_territory, now=scope.now)
    return supervising.first_late(scope, late)


def _of_nobody(request: Request) -> Mapping[str, Any]:
    """The duties of a territory that no office holds."""
    viewer = viewer_of(request)
    nobody = queries.without_office(viewer, request.now)
    return {
        "nobody": duties.lines(nobody.rows[:FIRST_NOBODY], viewer),
        "nobody_count": nobody.count,
        "nobody_href": f"/plazos/?oficina={NOBODY}",
    }
