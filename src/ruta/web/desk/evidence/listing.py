"""`/casos/<case>/pruebas/`: what was handed in, when, by whom, and what is closed to the reader."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.web.desk import pages
from ruta.web.desk.case import sections

from . import pieces
from .pieces import Piece


@dataclass(frozen=True)
class Line:
    """A piece in the list; one that is closed has no address."""

    piece: Piece
    office: str
    href: str


@pages.of_case
@require_safe
def evidence(request: Request, case_id: UUID) -> HttpResponse:
    """Every piece of the case; what each is, is opened for whoever may, and noted."""
    seen = pieces.read(request, case_id)
    lines = [
        Line(
            piece,
            seen.office_name(piece.act.office_id),
            pieces.href(seen, piece) if piece.holder else "",
        )
        for piece in pieces.all_of(seen)
    ]
    page = {
        "lines": lines,
        "closed": any(not line.href for line in lines),
        "may_add": pieces.may_add(seen),
        "add_href": f"{seen.href}pruebas/nueva/",
        "permits_href": sections.permits_href(seen),
        "back_href": seen.href,
    }
    return pages.render(
        request, "desk/evidence/list.html", page, title=_("Pruebas"),
        line=_("Caso %(code)s") % {"code": seen.file.case.code},
    )  # fmt: skip
