"""`/vigilancia/vinculos/`: whoever oversees ends a tie that a worker declared, or keeps it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access import conflicts
from ruta.access.request import Request
from ruta.web.components import labels
from ruta.web.desk import pages
from ruta.web.desk.oversight.pages import overseers

from . import words

OUTCOMES = frozenset({conflicts.ENDED, conflicts.KEPT})


@overseers
@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: Request) -> HttpResponse:
    """What workers ask to take back, the oldest first."""
    viewer = pages.viewer_of(request)
    if request.method == "POST":
        return _decided(request)
    rows = [
        (each, labels.label("role", each.role), words.tie(each.tie), each.why())
        for each in conflicts.waiting(viewer)
    ]
    return pages.render(
        request, "desk/naming/ties.html", {"rows": rows}, title=_("Vínculos por retirar"),
        line=_("Retirar uno puede abrir un caso a un familiar. Ante la duda, no se retira."),
    )  # fmt: skip


def _decided(request: Request) -> HttpResponse:
    """End or keep; what is not there to be decided is not found."""
    outcome, _colon, ending = request.POST.get("decide", "").partition(":")
    if outcome not in OUTCOMES:
        raise Http404
    try:
        conflicts.decide(ending_id=UUID(ending), outcome=outcome, by=pages.viewer_of(request))
    except (conflicts.Refused, ValueError):
        raise Http404 from None
    messages.success(request, _("Anotado. Vale desde ahora."))
    return HttpResponseRedirect(request.path)
