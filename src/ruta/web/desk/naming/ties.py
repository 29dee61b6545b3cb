"""
`/vigilancia/vinculos/`: whoever oversees ends a tie that a worker declared, or keeps it.

So with the bar that a corrected document left, which those who accompany her ask to lift.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access import bars_left, conflicts
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
    bars = [(each, labels.label("role", each.role)) for each in bars_left.waiting(viewer)]
    return pages.render(
        request, "desk/naming/ties.html", {"rows": rows, "bars": bars},
        title=_("Vínculos por retirar"),
        line=_("Retirar uno puede abrir un caso a un familiar. Ante la duda, no se retira."),
    )  # fmt: skip


def _decided(request: Request) -> HttpResponse:
    """End or keep; what is not there to be decided is not found."""
    is_bar = "bar" in request.POST
    outcome, _colon, asked = request.POST.get("bar" if is_bar else "decide", "").partition(":")
    if outcome not in OUTCOMES:
        raise Http404
    viewer = pages.viewer_of(request)
    try:
        if is_bar:
            bars_left.decide(asked_id=UUID(asked), outcome=outcome, by=viewer)
        else:
            conflicts.decide(ending_id=UUID(asked), outcome=outcome, by=viewer)
    except (conflicts.Refused, ValueError):
        raise Http404 from None
    messages.success(request, _("Anotado. Vale desde ahora."))
    return HttpResponseRedirect(request.path)
