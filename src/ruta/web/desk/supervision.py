"""`/supervision/`: what is late in a department, by office, and what nobody answers for."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.cases import queries
from ruta.cases.queries import NOBODY
from ruta.cases.rows import OfficeOverdue

from . import duties
from .pages import render, signed_in, viewer_of

FIRST_NOBODY = 10


@signed_in
@require_safe
def supervision(request: Request) -> HttpResponse:
    """Overdue terms by office, most first, and terms without an office; never a worker's name."""
    viewer, now = viewer_of(request), request.now
    if not viewer.is_supervisor:
        raise Http404
    found = queries.supervision(viewer, now)
    page = {
        "offices": [(office, _href(office)) for office in found.overdue],
        "nobody": duties.lines(found.without_office.rows[:FIRST_NOBODY], viewer),
        "nobody_count": found.without_office.count,
        "nobody_href": f"/plazos/?oficina={NOBODY}",
    }
    line = _told(found.overdue)
    return render(
        request, "desk/supervision/supervision.html", page, title=_("Supervisión"), line=line
    )


def _href(office: OfficeOverdue) -> str:
    return f"/plazos/?estado=vencido&oficina={office.office_id}"


def _told(offices: tuple[OfficeOverdue, ...]) -> str:
    """The whole in one sentence."""
    terms = sum(office.overdue for office in offices)
    if not terms:
        return _("Ninguna oficina de tu región tiene plazos vencidos.")
    many = ngettext("%(count)s plazo vencido", "%(count)s plazos vencidos", terms)
    where = ngettext("en %(count)s oficina", "en %(count)s oficinas", len(offices))
    return f"{many % {'count': f'{terms:,}'}} {where % {'count': len(offices)}}."
