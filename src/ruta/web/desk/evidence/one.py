"""`/casos/<case>/pruebas/<piece>/`: what a piece is, its fingerprint, its custody, its copy."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.cases import evidence
from ruta.web.desk import pages
from ruta.web.desk.case.reading import Reading

from . import custody, pieces, sheet

LOOK = "mirar"


@pages.of_case
@require_safe
def one(request: Request, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """The sheet of a piece, opened and noted; its copy is a step further, and noted apart."""
    seen = pieces.read(request, case_id)
    piece = pieces.open_one(seen, evidence_id)
    file = pieces.file_of(seen, piece, "read-evidence")
    copy = file.parts[evidence.COPY]
    page = {
        "piece": piece,
        "sheet": sheet.rows(seen, piece, file),
        "fingerprint": file.parts[evidence.ORIGINAL].sha256,
        "custody": custody.steps(seen, file.act_id),
        "versions": _versions(seen, evidence_id),
        "is_image": copy.kind.is_image,
        "looking": LOOK in request.GET and copy.kind.is_image,
        "may_change": pieces.may_change(seen, piece),
        "may_export": pieces.may_export(seen, piece),
        "back_href": f"{seen.href}pruebas/",
    }
    return pages.render(
        request, "desk/evidence/one.html", page, title=piece.title,
        line=_("Caso %(code)s") % {"code": seen.file.case.code},
    )  # fmt: skip


def _versions(seen: Reading, evidence_id: UUID) -> list[tuple[str, datetime]]:
    """The addresses of the acts this version corrects, the latest first, and when each came."""
    found, act = [], seen.act(evidence_id)
    while act is not None and act.corrects:
        act = seen.act(act.corrects)
        if act is not None:
            found.append((f"{seen.href}actos/{act.act_id}/", act.recorded_at))
    return found
