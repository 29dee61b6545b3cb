"""`…/copia/`: the cleaned copy of a piece, shown by the browser and kept by nobody."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.access.uploads.kinds import ENDINGS
from ruta.cases import evidence
from ruta.web.desk import pages

from . import pieces


@pages.of_case
@require_safe
def copy(request: Request, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """The copy, opened and noted."""
    seen = pieces.read(request, case_id)
    piece = pieces.one_of(seen, evidence_id)
    file = pieces.file_of(seen, piece, "view-evidence")
    kind = file.parts[evidence.COPY].kind
    content = evidence.content(case_id=case_id, file=file, part=evidence.COPY)
    response = HttpResponse(content, content_type=str(kind))
    # Browsers open no PDF in a sandbox; ours holds nothing that runs.
    response.sandboxed = kind.is_image  # type: ignore[attr-defined]
    name = f"prueba-{seen.file.case.code}-{piece.number}.{ENDINGS[kind]}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, no_store=True, private=True)
    return response
