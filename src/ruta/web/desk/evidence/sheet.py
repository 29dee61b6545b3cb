"""What is said of a piece, line by line: the same on its page and beside its original."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.access.uploads.kinds import Kind
from ruta.cases import evidence
from ruta.web.components import lima
from ruta.web.components.lists import Row
from ruta.web.desk.case.reading import Reading

from .pieces import Piece

KINDS = {
    Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WebP", Kind.HEIC: "HEIC", Kind.PDF: "PDF",
}  # fmt: skip


def rows(seen: Reading, piece: Piece, file: evidence.File) -> list[Row]:
    """What it is, who handed it over and when, who added it, and how the original is."""
    original = file.parts[evidence.ORIGINAL]
    said = [
        (_("Qué es"), piece.what),
        (_("Quién la entregó"), piece.handed_by),
        (_("Cuándo la entregó"), _instant(piece.act.at)),
        (_("Quién la añadió"), seen.office_name(piece.act.office_id)),
        (_("Cuándo se selló"), _instant(file.stored_at)),
        (_("El original"), f"{KINDS[original.kind]} · {weight(original.size)}"),
    ]
    if note := piece.stated.get("note", ""):
        said.append((_("Observaciones"), note))
    return [Row(label, value) for label, value in said]


def weight(size: int) -> str:
    """Bytes as people say them."""
    if size < 2**20:
        return f"{max(1, round(size / 1024)):,} KB"
    return f"{size / 2**20:.1f} MB"


def _instant(at: datetime) -> str:
    return lima.instant(at, get_language())
