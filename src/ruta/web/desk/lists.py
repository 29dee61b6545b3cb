"""`/casos/` and `/plazos/`: lists filtered by their address, page after page, and as files."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ruta.access.request import Request
from ruta.cases import codes, queries
from ruta.cases.rows import CaseRow, NextDuty, ObligationFilters, ObligationRow, Page
from ruta.law import rulebook
from ruta.web.components import labels
from ruta.web.components.addresses import AFTER, CURSORS

from . import duties, exports, passwords
from .filters import CasesForm, TermsForm
from .pages import render, signed_in, viewer_of
from .registry_export import page as registry


class CaseLine(NamedTuple):
    """A case in a list: its row, whether its term has passed, and who owes what comes first."""

    row: CaseRow
    overdue: bool
    next: NextDuty | None
    next_title: str


@signed_in
@require_safe
def cases(request: Request) -> HttpResponse:
    """The cases of the viewer's office (a supervisor: of their department)."""
    viewer, now, form = viewer_of(request), request.now, CasesForm(request.GET)
    asked = form.asked()
    page = _page(request, lambda after: queries.list_cases(viewer, asked, after, now=now))
    if page is None:
        return _first_page(request)
    if only := _the_one_named(page, request.GET):
        return HttpResponseRedirect(f"/casos/{only.case_id}/")
    first = queries.next_duties(viewer, [case.case_id for case in page.rows])
    context = {
        "form": form,
        "lines": [_line(case, first, request) for case in page.rows],
        "after": page.after,
        "searched": asked.code,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "registry": registry.may(request),
    }
    title = _("Casos de tu región") if viewer.is_supervisor else _("Casos de tu oficina")
    return render(
        request, "desk/lists/cases.html", {**context, **_around(request)},
        title=title, line=_("Los de plazo más próximo, primero.") if asked.sort == "due" else "",
    )  # fmt: skip


@signed_in
@require_safe
def terms(request: Request) -> HttpResponse:
    """The duties of the viewer's office (a supervisor: of their department), first due first."""
    viewer, now = viewer_of(request), request.now
    form = TermsForm(request.GET, viewer=viewer, offices=queries.owing_offices(viewer))
    asked = form.asked()
    page = _page(request, lambda after: queries.list_obligations(viewer, asked, after, now=now))
    if page is None:
        return _first_page(request)
    context = {
        "form": form,
        "lines": duties.lines(page.rows, viewer),
        "after": page.after,
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    title = _("Plazos de tu región") if viewer.is_supervisor else _("Plazos de tu oficina")
    return render(
        request, "desk/lists/terms.html", {**context, **_around(request)},
        title=title, line=_order_told(asked),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def export_cases(request: Request) -> HttpResponse:
    """The same cases as a file; `formato` is csv or xlsx, which may have a password (by POST)."""
    return passwords.handed_over(request, lambda: _cases_file(request), back="/casos/")


def _cases_file(request: Request) -> HttpResponse:
    asked, now = CasesForm(request.GET).asked(), request.now
    found = queries.export_cases(viewer_of(request), asked, now=now)
    columns = (
        _("código"), _("riesgo"), _("etapa"), _("abierto"), _("último movimiento"),
        _("próximo plazo"), _("situación"),
    )  # fmt: skip
    sheet = exports.Sheet(_("casos"), columns, map(_case_cells, found))
    return exports.answer(sheet, request.GET.get("formato", "csv"), now)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def export_terms(request: Request) -> HttpResponse:
    """The same duties as a file; `formato` is csv or xlsx, which may have a password (by POST)."""
    return passwords.handed_over(request, lambda: _terms_file(request), back="/plazos/")


def _terms_file(request: Request) -> HttpResponse:
    viewer, now = viewer_of(request), request.now
    form = TermsForm(request.GET, viewer=viewer, offices=queries.owing_offices(viewer))
    found = queries.export_obligations(viewer, form.asked(), now=now)
    columns = (
        _("código"), _("riesgo"), _("qué se debe"), _("quién"), _("oficina"), _("artículo"),
        _("certeza de la regla"), _("estado"), _("empezó"), _("vence"), _("cumplido"),
    )  # fmt: skip
    sheet = exports.Sheet(_("plazos"), columns, map(_term_cells, found))
    return exports.answer(sheet, request.GET.get("formato", "csv"), now)


def _page(request: Request, read: Any) -> Page[Any] | None:
    """The page after the mark in the address; None when that is no mark."""
    try:
        return read(request.GET.get(AFTER) or None)  # type: ignore[no-any-return]
    except queries.BadMark:
        return None


def _first_page(request: Request) -> HttpResponse:
    return HttpResponseRedirect(f"{request.path}?{_without_cursors(request.GET).urlencode()}")


def _without_cursors(params: QueryDict) -> QueryDict:
    left = params.copy()
    for cursor in CURSORS:
        left.pop(cursor, None)
    return left


def _around(request: Request) -> Mapping[str, Any]:
    """What both lists say around their rows: files of the same list, and whether pages precede."""
    query = _without_cursors(request.GET).urlencode()
    files = [
        (form.upper(), f"{request.path}exportar/?{query}{'&' if query else ''}formato={form}")
        for form in exports.TYPES
    ]
    return {"files": files, "first_href": f"?{query}" if request.GET.get(AFTER) else ""}


def _the_one_named(page: Page[CaseRow], params: QueryDict) -> CaseRow | None:
    """The case whose whole code was asked for and nothing else, when there is exactly one."""
    asked = {name for name in params if params[name]}
    if asked != {"codigo"} or len(page.rows) != 1:
        return None
    return page.rows[0] if page.rows[0].code == codes.tidy(str(params["codigo"])) else None


def _order_told(asked: ObligationFilters) -> str:
    if asked.status == "met":
        return _("Lo cumplido más recientemente, primero.")
    return _("Lo que vence antes, primero.")


def _line(case: CaseRow, first: Mapping[UUID, NextDuty], request: Request) -> CaseLine:
    found = first.get(case.case_id)
    title = duties.title_of(rulebook.default().wordings[found.wording]) if found else ""
    return CaseLine(case, case.is_overdue(request.now), found, title)


def _case_cells(case: CaseRow) -> Sequence[exports.Value]:
    return (
        case.code, labels.label("level", case.risk), labels.label("stage", case.stage),
        case.opened_at, case.last_act_at, case.next_due_at,
        _("abierto") if case.open else _("cerrado"),
    )  # fmt: skip


def _term_cells(row: ObligationRow) -> Sequence[exports.Value]:
    wording = duties.wording_of(row)
    return (
        row.code, labels.label("level", row.risk), duties.title_of(wording),
        labels.label("bearer", row.bearer), row.holder_name or "", wording.article,
        labels.label("confidences", wording.confidence), labels.label("statuses", row.status),
        row.started_at, row.due_at, row.met_at,
    )  # fmt: skip
