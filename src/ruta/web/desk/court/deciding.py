"""
`/casos/<case>/decision/`: the decision stated, read over, and recorded.

Reading over keeps the answers in the page itself: nothing is stored before it is decided.
"""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.cases import operations
from ruta.web.components import lima
from ruta.web.desk import duties
from ruta.web.desk.pages import of_case, render

from . import reading, summary
from .acts import acts_of
from .forms import DecisionForm
from .reading import Reading

STEP, REVIEW, CHANGE, RECORD = "paso", "revisar", "cambiar", "registrar"


@of_case
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: Request, case_id: UUID) -> HttpResponse:
    """State a decision; read it over; record it once."""
    case = reading.read(request, case_id)
    if request.method != "POST":
        return _ask(request, case, _form(case)) if case.is_to_decide else _to_notices(case)
    form = _form(case, request)
    if case.decision and str(case.decision.act_id) == request.POST.get("decision_id"):
        return _to_notices(case)
    if not case.is_to_decide:
        form.add_error(None, _already(case))
    if not form.is_valid():
        return _ask(request, case, form, status=422)
    if request.POST.get(STEP) == CHANGE:
        return _ask(request, case, form)
    if request.POST.get(STEP) == RECORD and _recorded(case, form):
        messages.success(request, _("Decisión registrada. Ahora avisa a quienes corresponde."))
        return _to_notices(case)
    if form.errors:
        return _ask(request, case, form, status=422)
    return _read_over(request, case, form)


def _form(case: Reading, request: Request | None = None) -> DecisionForm:
    initial = {"decision_id": uuid4(), "decided_at": case.now}
    return DecisionForm(
        request.POST if request else None, initial=initial,
        known_at=case.known_at, now=case.now, hearing_recorded=case.hearing is not None,
    )  # fmt: skip


def _ask(request: Request, case: Reading, form: DecisionForm, *, status: int = 200) -> HttpResponse:
    page = {
        "form": form,
        "case": case.file.case,
        "duty": duties.duty_of(case.clock) if case.clock else None,
        "hearing": case.hearing,
        "back_href": "/juzgado/",
        "case_href": case.href,
    }
    return render(
        request, "desk/court/decision.html", page,
        title=_("Registrar la decisión"), line=_known(case), status=status,
    )  # fmt: skip


def _read_over(request: Request, case: Reading, form: DecisionForm) -> HttpResponse:
    page = {
        "form": form,
        "case": case.file.case,
        "rows": summary.rows(form.decision()),
        "warnings": summary.warnings(form.decision()),
        "case_href": case.href,
    }
    return render(
        request, "desk/court/review.html", page,
        title=_("Revisa la decisión"), line=_("Todavía no se registró nada."),
    )  # fmt: skip


def _recorded(case: Reading, form: DecisionForm) -> bool:
    """Record it; what the case file refuses is told, and nothing is lost."""
    try:
        operations.record(
            case_id=case.case_id, acts=acts_of(form.decision()), by=case.viewer, now=case.now
        )
    except operations.InTheFuture as refusal:
        form.add_error("decided_at", str(refusal))
    except operations.Conflict as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _known(case: Reading) -> str:
    when = lima.instant(case.known_at, get_language())
    return _("El juzgado conoce el caso desde el %(when)s.") % {"when": when}


def _already(case: Reading) -> str:
    when = lima.instant(case.decision.at, get_language()) if case.decision else ""
    return _("Ya hay una decisión del %(when)s: si cambia, anota una variación.") % {"when": when}


def _to_notices(case: Reading) -> HttpResponse:
    return HttpResponseRedirect(f"{case.href}decision/avisos/")
