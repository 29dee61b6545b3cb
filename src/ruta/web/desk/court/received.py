"""`/juzgado/`: what a court received and has not decided, and what it decided and told nobody."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.cases import queries
from ruta.cases.rows import CaseRow, CourtCase, Page
from ruta.law import rulebook
from ruta.law.status import status
from ruta.web.components import labels
from ruta.web.components.addresses import AFTER
from ruta.web.components.lists import Place
from ruta.web.components.strip import Duty
from ruta.web.desk import duties
from ruta.web.desk.pages import office_name, render, signed_in, viewer_of

from .reading import decides

TO_TELL = "court-communicate-same-day"
CLERK = "court_clerk"
TERMS = {"vencido": "overdue", "hoy": "today", "despues": "later"}


class ReceivedForm(forms.Form):
    """The filters of what waits for a decision."""

    plazo = forms.ChoiceField(
        label=gettext_lazy("Plazo para decidir"),
        required=False,
        choices=[
            ("", gettext_lazy("Todos")),
            ("vencido", gettext_lazy("Vencido")),
            ("hoy", gettext_lazy("Vence hoy")),
            ("despues", gettext_lazy("Vence después")),
        ],
    )
    riesgo = forms.ChoiceField(
        label=gettext_lazy("Riesgo"),
        required=False,
        choices=lambda: [("", gettext_lazy("Cualquiera")), *labels.choices("level")],
    )

    def asked(self) -> queries.CourtFilters:
        """What was asked for; what is not understood filters nothing."""
        self.is_valid()
        return queries.CourtFilters(
            risk=self.cleaned_data.get("riesgo", ""),
            term=TERMS.get(self.cleaned_data.get("plazo", ""), ""),
        )


class Line(NamedTuple):
    """A case in a list of the court: its strip, and what to do with it."""

    case: CaseRow | Any
    duty: Duty
    href: str
    action: str


@signed_in
@require_safe
def to_decide(request: Request) -> HttpResponse:
    """The cases that wait for this court's decision, oldest clock first."""
    viewer, form = _clerk(request), ReceivedForm(request.GET)
    asked = form.asked()

    def read(after: str | None) -> Page[CourtCase]:
        return queries.court_queue(viewer, asked, after, now=request.now)

    def lines(rows: Sequence[CourtCase]) -> list[Line]:
        return [_waiting(row, request) for row in rows]

    return _list(
        request, read, lines, form=form, template="desk/court/received.html",
        title=_("Recibido"), line=_("Lo que vence antes, primero."),
    )  # fmt: skip


@signed_in
@require_safe
def to_tell(request: Request) -> HttpResponse:
    """The cases decided whose executor has not been told, oldest clock first."""
    viewer = _clerk(request)
    asked = queries.ObligationFilters(duty=TO_TELL)

    def read(after: str | None) -> Page[Any]:
        return queries.list_obligations(viewer, asked, after, now=request.now)

    def lines(rows: Sequence[Any]) -> list[Line]:
        return [
            Line(row, duties.duty_of(row), f"/casos/{row.case_id}/decision/avisos/", _("Avisar"))
            for row in rows
        ]

    return _list(
        request, read, lines, template="desk/court/to_tell.html",
        title=_("Por comunicar"), line=_("Medidas dictadas que nadie ejecuta todavía."),
    )  # fmt: skip


def _clerk(request: Request) -> Viewer:
    """
    Whoever works at a court.

    :raises Http404: for anyone else, for whom there is no such page
    """
    viewer = viewer_of(request)
    if viewer.role != CLERK and not decides(viewer):
        raise Http404
    return viewer


def _list(
    request: Request, read: Callable[[str | None], Page[Any]],
    lines: Callable[[Sequence[Any]], list[Line]], *,
    template: str, title: str, line: str, form: ReceivedForm | None = None,
) -> HttpResponse:  # fmt: skip
    """A list of the court after the mark in the address; what is no mark leads to the first."""
    try:
        page = read(request.GET.get(AFTER) or None)
    except queries.BadMark:
        return HttpResponseRedirect(request.path)
    context = {
        "form": form,
        "lines": lines(page.rows),
        "after": page.after,
        "parts": _parts(),
        "filtered": form is not None and any(request.GET.get(name) for name in form.fields),
        "first_href": request.path if request.GET.get(AFTER) else "",
    }
    return render(request, template, context, title=title, line=line, here=_("Recibido"))


def _parts() -> tuple[Place, ...]:
    return (
        Place(_("Por decidir"), "/juzgado/", "court"),
        Place(_("Por comunicar"), "/juzgado/por-comunicar/", "shield"),
    )


def _waiting(entry: CourtCase, request: Request) -> Line:
    """A case that waits, with the strip of the term to decide it."""
    wording = rulebook.default().wordings[entry.wording]
    duty = Duty(
        title=duties.title_of(wording),
        bearer=labels.label("bearer", wording.bearer),
        article=wording.article,
        kind=wording.kind,
        status=status(
            kind=wording.kind, due_at=entry.due_at, met_at=None, discharged_at=None,
            breached_at=None, voided=False, as_of=request.now,
        ),
        started_at=entry.known_at,
        office=office_name(request),
        due_at=entry.due_at,
        confidence=wording.confidence,
    )  # fmt: skip
    return Line(
        entry.case, duty, f"/casos/{entry.case.case_id}/decision/", _("Registrar la decisión")
    )
