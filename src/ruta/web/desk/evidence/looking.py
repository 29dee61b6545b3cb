"""
`…/copia/`: the cleaned copy of a piece, shown by the browser and kept by nobody.

It is marked with who looks at it and when, so that a page or a picture that is saved says whose it
was. A copy that cannot be marked is not shown.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.access.uploads import marking
from ruta.access.uploads.kinds import BUSY, ENDINGS, NotAccepted
from ruta.cases import evidence
from ruta.web.desk import pages

from . import pieces, strip
from .forms import WHY


@pages.of_case
@require_safe
def copy(request: Request, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """The copy, opened and noted."""
    seen = pieces.read(request, case_id)
    piece = pieces.one_of(seen, evidence_id)
    file = pieces.file_of(seen, piece, "view-evidence")
    kind = file.parts[evidence.COPY].kind
    content = evidence.content(case_id=case_id, file=file, part=evidence.COPY)
    try:
        content = marking.mark(content, strip.of(request, seen, piece, kind))
    except NotAccepted as refusal:
        return _not_shown(request, pieces.href(seen, piece), busy=refusal.why == BUSY)
    response = HttpResponse(content, content_type=str(kind))
    # Browsers open no PDF in a sandbox; ours holds nothing that runs.
    response.sandboxed = kind.is_image  # type: ignore[attr-defined]
    name = f"prueba-{seen.file.case.code}-{piece.number}.{ENDINGS[kind]}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, no_store=True, private=True)
    return response


def _not_shown(request: Request, back: str, *, busy: bool) -> HttpResponse:
    told = (
        str(WHY[BUSY])
        if busy
        else _("Esta copia no se puede mirar aquí. Llévate el original, con contraseña.")
    )
    messages.error(request, told)
    return HttpResponseRedirect(back)
