"""The strip on a copy that is looked at: of which piece, by which function and office, and when."""

from functools import cache
from pathlib import Path

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.access.request import Request
from ruta.access.uploads.kinds import Kind
from ruta.web.components import labels, lima
from ruta.web.desk import pages
from ruta.web.desk.case.reading import Reading

from .pieces import Piece

DOTS_PER_INCH = 240


def of(request: Request, seen: Reading, piece: Piece, kind: Kind) -> bytes:
    """For a PDF a PDF of one page, else a PNG."""
    said = {
        "piece": piece.title, "code": seen.file.case.code, "office": pages.office_name(request),
        "role": labels.label("role", seen.viewer.role),
        "when": lima.instant(seen.now, get_language()),
    }  # fmt: skip
    line = _(
        "%(piece)s del caso %(code)s. Copia que mira %(role)s, %(office)s, el %(when)s. Quedó "
        "anotado; no se entrega ni se publica."
    )
    drawn = typst.compile(
        _template(), format="pdf" if kind is Kind.PDF else "png", ppi=DOTS_PER_INCH,
        sys_inputs={"line": line % said}, ignore_system_fonts=True,
    )  # fmt: skip
    assert isinstance(drawn, bytes)
    return drawn


@cache
def _template() -> bytes:
    return Path(__file__).with_suffix(".typ").read_bytes()
