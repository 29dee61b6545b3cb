"""
`/vigilancia/nombramientos/`: whoever oversees signs for a person of an implicated agency.

They propose somebody too, where the implicated agency is the one that would name: a CEM whose own
worker is accused. Who proposed does not sign.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access import namings
from ruta.access.request import Request
from ruta.web.components import labels
from ruta.web.desk import pages
from ruta.web.desk.oversight.pages import overseers


@overseers
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: Request) -> HttpResponse:
    """What waits for a second signature; the case by its mark of the month, never its code."""
    viewer = pages.viewer_of(request)
    if request.method == "POST":
        return _proposed(request) if "person" in request.POST else _signed(request)
    page = {
        "rows": [(each, labels.label("role", each.role)) for each in namings.waiting(viewer)],
        "unnamed": [
            (each, labels.label("audit_agency", each.agency), namings.people_of(each.office_id))
            for each in namings.unnamed(viewer)
        ],
    }
    return pages.render(
        request, "desk/naming/waiting.html", page,
        title=_("Nombramientos por firmar"),
        line=_("En casos en que la institución de esa persona está implicada."),
    )  # fmt: skip


def _proposed(request: Request) -> HttpResponse:
    """Propose somebody where nobody is named; who may not be proposed is not found."""
    if not request.POST["person"]:
        messages.error(request, _("Elige a la persona."))
        return HttpResponseRedirect(request.path)
    try:
        namings.propose(
            case=request.POST.get("case", ""), person=UUID(request.POST["person"]),
            by=pages.viewer_of(request),
        )  # fmt: skip
    except (namings.Refused, ValueError):
        raise Http404 from None
    messages.success(request, _("Propuesta. Vale cuando la firme otra persona que vigila."))
    return HttpResponseRedirect(request.path)


def _signed(request: Request) -> HttpResponse:
    """Sign; what is not there to be signed is not found."""
    case, _colon, person = request.POST.get("sign", "").partition(":")
    try:
        namings.countersign(case=case, person=UUID(person), by=pages.viewer_of(request))
    except (namings.Refused, ValueError):
        raise Http404 from None
    messages.success(request, _("Firmado. Vale desde ahora."))
    return HttpResponseRedirect(request.path)
