"""`/casos/<case>/plazos/`: every clock of a case, what is over and the rules included."""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.web.desk import pages

from . import clock_lines, clocks, reading
from .clocks import Board, Line
from .reading import Reading


class Part(NamedTuple):
    """A part of the page, its lines drawn; `nothing` is said where it has none."""

    anchor: str
    title: str
    lines: SafeString
    nothing: str


@pages.of_case
@require_safe
def all_clocks(request: Request, case_id: UUID) -> HttpResponse:
    """Every duty of the case, one line each, for reading and for paper."""
    seen = reading.read(request, case_id)
    page = {"href": seen.href, "reading": seen, "parts": parts(clocks.board(seen), seen)}
    title, line = _("Todos los plazos del caso"), _("Lo que se debe, lo cumplido y las reglas.")
    return pages.render(request, "desk/case/all_clocks.html", page, title=title, line=line)


def parts(board: Board, seen: Reading) -> tuple[Part, ...]:
    """What is owed, what is over, and what is forbidden or a right."""
    return (
        _part("por-cumplir", _("Por cumplir"), board.live, _("Nadie debe nada ahora."), seen),
        _part("cumplido", _("Lo cumplido"), board.done,
              _("Todavía no se cumplió ningún deber."), seen),
        _part("reglas", _("Prohibiciones y derechos"), board.rules,
              _("Ninguna regla corre aún."), seen),
    )  # fmt: skip


def _part(anchor: str, title: str, lines: tuple[Line, ...], nothing: str, seen: Reading) -> Part:
    return Part(anchor, title, clock_lines.plain(lines, seen, whole=True), nothing)
