"""`/mi-oficina/detalle/`: what a number counted: duties and who holds them, cases, or acts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from ruta.access.request import Request
from ruta.cases import queries
from ruta.cases.figures import behind
from ruta.cases.figures.attributes import ACTS, CASES, DUTIES, UNITS
from ruta.cases.figures.behind import ActBehind, Behind, CaseBehind, DutyBehind, Row
from ruta.web.components import labels
from ruta.web.components.addresses import AFTER
from ruta.web.desk import exports, filters, passwords
from ruta.web.desk.pages import render, viewer_of

from . import words
from .access import BEHIND, of_an_office, parts, scope_of
from .forms import BehindForm
from .tables import files

COLUMNS = {
    DUTIES: (
        gettext_noop("código"), gettext_noop("riesgo"), gettext_noop("qué se debe"),
        gettext_noop("artículo"), gettext_noop("quién lo debe"), gettext_noop("lo tiene desde"),
        gettext_noop("vence"), gettext_noop("cumplido"), gettext_noop("cómo está"),
        gettext_noop("impedimento"),
    ),
    CASES: (
        gettext_noop("código"), gettext_noop("riesgo"), gettext_noop("etapa"),
        gettext_noop("abierto"), gettext_noop("último movimiento"), gettext_noop("situación"),
        gettext_noop("personas"),
    ),
    ACTS: (
        gettext_noop("código"), gettext_noop("riesgo"), gettext_noop("acto"),
        gettext_noop("cuándo"), gettext_noop("registrado"), gettext_noop("oficina"),
        gettext_noop("dirigido a"),
    ),
}  # fmt: skip


@of_an_office
@require_safe
def listing(request: Request) -> HttpResponse:
    """What is behind a number, latest first, page after page."""
    scope, asked = scope_of(request), _asked(request)
    try:
        page = behind.rows(scope, asked, request.GET.get(AFTER) or None)
    except queries.BadMark:
        return HttpResponseRedirect(f"{BEHIND}?{_query(request)}")
    context = {
        "unit": asked.unit.code,
        "form": _form(request, asked),
        "lines": told_lines(page.rows),
        "after": page.after,
        "first_href": f"?{_query(request)}" if request.GET.get(AFTER) else "",
        "parts": parts(request),
        "files": files(BEHIND, _query(request)),
    }  # fmt: skip
    title = {
        DUTIES: _("Plazos detrás del número"),
        CASES: _("Casos detrás del número"),
        ACTS: _("Actos detrás del número"),
    }[asked.unit.code]
    line = _("Solo lo que tu oficina tiene y tú puedes ver.")
    if scope.is_territory:
        line = _("Solo lo que las oficinas de tu región tienen y tú puedes ver.")
    return render(
        request, "desk/figures/behind.html", context, title=title, line=line, here=_("Preguntas")
    )


@of_an_office
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: Request) -> HttpResponse:
    """The same list as a file; `formato` is csv or xlsx, which may have a password (by POST)."""

    def made() -> HttpResponse:
        scope, asked = scope_of(request), _asked(request)
        cells = map(_cells, behind.every(scope, asked))
        columns = [_(each) for each in COLUMNS[asked.unit.code]]
        sheet = exports.Sheet(_("detalle"), columns, cells)
        return exports.answer(sheet, request.GET.get("formato", "csv"), request.now)

    return passwords.handed_over(request, made, back=BEHIND)


def _asked(request: Request) -> Behind:
    territory = viewer_of(request).is_supervisor
    return Behind.read(request.GET.dict(), territory=territory, now=request.now)


def _form(request: Request, asked: Behind) -> BehindForm:
    viewer, scope = viewer_of(request), scope_of(request)
    said: dict[str, str] = dict(asked.values)
    if asked.span:
        said |= {"desde": asked.span.first, "hasta": asked.span.last}
    return BehindForm(
        said,
        asked.unit,
        territory=viewer.is_supervisor,
        offices=dict(scope.offices()) if scope.is_territory else {},
        duties=filters.duties_of(viewer),
    )


def _query(request: Request) -> str:
    left = request.GET.copy()
    left.pop(AFTER, None)
    said = str(left.get("tema", ""))
    left["tema"] = said if said in UNITS else DUTIES
    return left.urlencode()


def told_lines(rows: Iterable[Row]) -> list[Mapping[str, Any]]:
    """Rows with their words."""
    return [{"row": row, **_told(row)} for row in rows]


def _told(row: Row) -> Mapping[str, Any]:
    """What a row says that is no column of its own."""
    if isinstance(row, DutyBehind):
        impeded = "" if row.impediment == "-" else labels.label("impediment", row.impediment)
        return {
            "title": words.duty(row.wording),
            "article": words.article(row.wording),
            "impediment": impeded,
            "impeded_unknown": not impeded and row.status == "overdue",
        }
    if isinstance(row, CaseBehind):
        return {"people": words.VALUES["personas"].get(row.people, row.people)}
    answered = words.VALUES["respuesta"][row.answered] if row.answered != "-" else ""
    return {"answered": answered}


def _cells(row: Row) -> Sequence[exports.Value]:
    if isinstance(row, DutyBehind):
        return (
            row.code, labels.label("level", row.risk), words.duty(row.wording),
            words.article(row.wording), row.holder_name or "", row.held_since, row.due_at,
            row.met_at, labels.label("statuses", row.status),
            "" if row.impediment == "-" else labels.label("impediment", row.impediment),
        )  # fmt: skip
    if isinstance(row, CaseBehind):
        return (
            row.code, labels.label("level", row.risk), labels.label("stage", row.stage),
            row.opened_at, row.last_act_at, _("abierto") if row.open else _("cerrado"), row.people,
        )  # fmt: skip
    assert isinstance(row, ActBehind)
    return (
        row.code, labels.label("level", row.risk), labels.label("kind", row.kind), row.at,
        row.recorded_at, row.office_name or "", row.to_office_name or "",
    )  # fmt: skip
