"""
`/casos/<case>/expediente.pdf`: the file of a case as an accessible document, set by typst.

It holds what the case's page shows: clocks, acts, people and measures. What she told, her health
and the answers to the risk form stay in Ruta. Each page says who printed it, when and what for.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.web.components import labels, lima, statuses
from ruta.web.components.timeline import Entry
from ruta.web.desk import pages

from . import clocks, history, people, reading
from .clocks import Line
from .measures import measures
from .reading import Reading

TEMPLATE = Path(__file__).parent / "file.typ"
OWN_USE = "own-use"
REASONS = {
    OWN_USE: gettext_lazy("para uso de la oficina"),
    "referral": gettext_lazy("para derivar el caso"),
    "court": gettext_lazy("para el juzgado o la fiscalía"),
    "her": gettext_lazy("para entregárselo a ella"),
    "supervision": gettext_lazy("para una supervisión"),
}


@pages.of_case
@require_safe
def document(request: Request, case_id: UUID) -> HttpResponse:
    """The file, for the use of one's own office."""
    return answer(request, reading.read(request, case_id, "export-case"), why=OWN_USE)


def answer(request: Request, seen: Reading, *, why: str) -> HttpResponse:
    """The file, under a name that says nothing of anybody; `why` is one of `REASONS`."""
    who = f"{labels.label('role', seen.viewer.role)}, {pages.office_name(request)}"
    pdf = typeset(content(seen, who=who, why=why))
    response = HttpResponse(pdf, content_type="application/pdf")
    code = seen.file.case.code
    response["Content-Disposition"] = f'inline; filename="expediente-{code}.pdf"'
    patch_cache_control(response, no_store=True, private=True)
    return response


def typeset(told: dict[str, Any]) -> bytes:
    """A tagged PDF/A, PDF/UA of a file's content; nothing is read but the template."""
    pdf = typst.compile(
        _template(), format="pdf", sys_inputs={"file": json.dumps(told, ensure_ascii=False)},
        ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"],
    )  # fmt: skip
    assert isinstance(pdf, bytes)
    return pdf


def content(seen: Reading, *, who: str, why: str = OWN_USE) -> dict[str, Any]:
    """What the document says, in words only: the template adds none but those it is given."""
    case, when, board = seen.file.case, lima.instant(seen.now, get_language()), clocks.board(seen)
    return {
        "language": lima.spoken(get_language()),
        "title": _("Expediente del caso %(code)s") % {"code": case.code},
        "mark": _("Impreso por %(who)s, el %(when)s, %(why)s")
        % {"who": who, "when": when, "why": REASONS[why]},
        "summary": _summary(seen),
        "sections": [
            {"title": _("Lo que se debe"), "table": _duties(board.live)},
            {"title": _("Lo que pasó"), "table": _acts(seen)},
            {"title": _("Lo cumplido"), "table": _duties(board.done)},
            {"title": _("Prohibiciones y derechos"), "table": _duties(board.rules)},
        ],
        "closing": _("Este documento no contiene su relato ni sus datos de salud."),
    }


def _summary(seen: Reading) -> list[list[str]]:
    case, safe, ordered = seen.file.case, people.safe_contact(seen), measures(seen)
    rows = [
        [_("Riesgo"), statuses.risk(case.risk, get_language()).word],
        [_("Etapa"), labels.label("stage", case.stage)],
        [_("Abierto"), lima.instant(case.opened_at, get_language())],
    ]
    rows += [[one.role, _joined(one.name, one.about)] for one in people.everyone(seen)]
    if safe.said:
        rows.append([_("Contacto seguro"), _joined(safe.channel, safe.hours, safe.who)])
    far = _("A no menos de %(metres)s m.") % {"metres": ordered.metres} if ordered.metres else ""
    rows.append([_("Medidas"), _joined(ordered.title, *ordered.ordered, far)])
    rows.append([_("Instituciones"), _joined(*(one.name for one in people.holders(seen)))])
    return rows


def _duties(lines: Iterable[Line]) -> dict[str, Any]:
    return {
        "columns": [_("Qué"), _("Quién"), _("Plazo"), _("Cómo va"), _("Norma")],
        "rows": [_duty(line) for line in lines],
    }


def _duty(line: Line) -> list[str]:
    duty, drawn = line.duty, line.drawn
    words = drawn.words if drawn.tells else f"{drawn.status.word}: {drawn.words}"
    who = duty.office or _("Sin oficina: %(bearer)s") % {"bearer": duty.bearer}
    article = duty.article
    if duty.confidence != "verified-text":
        article = f"{article} ({drawn.confidence.word})"
    return [duty.title, who, drawn.until, " ".join(filter(None, (words, line.also))), article]


def _acts(seen: Reading) -> dict[str, Any]:
    entries = (history.entry(act, seen) for act in seen.file.acts)
    return {
        "columns": [_("Cuándo"), _("Quién"), _("Acto")],
        "rows": [[lima.instant(one.at, get_language()), one.office, _act(one)] for one in entries],
    }


def _act(entry: Entry) -> str:
    """An act in one cell: its name, what it states, and whether it still stands."""
    stated = "; ".join(f"{fact.label}: {fact.value}" for fact in entry.facts)
    marks = [
        _("Corregido después") if entry.corrected_by else "",
        _("Anulado") if entry.annulled_by else "",
        _("Corrige una versión anterior") if entry.corrects else "",
    ]
    return _joined(entry.kind, entry.summary, stated, *marks)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
