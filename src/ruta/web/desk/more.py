"""`/mas/`: the places that do not fit at the edge of a phone, each with what one does there."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request

from . import nav, pages


@pages.signed_in
@require_safe
def more(request: Request) -> HttpResponse:
    """The rest of the places of whoever asks; for those who have no more it does not exist."""
    found = nav.more(pages.viewer_of(request), coordinates=nav.coordinates_own(request))
    if not found:
        raise Http404
    rows = [(spot.told(), _(spot.says) if spot.says else "") for spot in found]
    return pages.render(request, "desk/more.html", {"rows": rows}, title=_("Más"))
