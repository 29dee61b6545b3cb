"""
`/mi-oficina/informes/`: what whoever leads an office asked to have regularly, and what came.

Nothing is sent anywhere: a report waits here for those who led the office when it was made.
"""

from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruta.access.request import Request
from ruta.cases.figures import content, plans, saved
from ruta.cases.figures.asked import Question
from ruta.cases.figures.models import Report
from ruta.web.desk.pages import render, viewer_of

from .access import REPORTS, of_who_leads, parts, scope_of
from .forms import RHYTHMS, ReportForm
from .tables import Answer
from .told import Told

SUPERVISION = "supervision"


@of_who_leads
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: Request) -> HttpResponse:
    """What came, what is asked for, and a form to ask for more."""
    viewer = viewer_of(request)
    questions = saved.all_of(viewer)
    form = ReportForm(request.POST or None, questions=questions)
    if form.is_valid() and _asked_for(request, form, questions):
        messages.success(request, _("Pedido. El primero llega aquí en la fecha indicada."))
        return HttpResponseRedirect(REPORTS)
    page = {
        "form": form,
        "reports": plans.reports(viewer),
        "plans": [(plan, RHYTHMS[plan.rhythm]) for plan in plans.all_of(viewer)],
        "parts": parts(request),
    }
    return render(
        request, "desk/figures/reports.html", page, title=_("Informes"),
        line=_("Se calculan de madrugada y te esperan aquí. No salen por correo ni por mensaje."),
        status=422 if form.errors else 200,
    )  # fmt: skip


@of_who_leads
@require_safe
def report(request: Request, report_id: UUID) -> HttpResponse:
    """One report as it was counted."""
    found = _report(request, report_id)
    page = {"report": found, "parts": parts(request), **_said(request, found)}
    title = found.name or _("Supervisión")
    return render(
        request, "desk/figures/report.html", page, title=title,
        line=_("Tal como se contó ese día. No cambia."),
    )  # fmt: skip


@of_who_leads
@require_POST
def forget(request: Request, report_id: UUID) -> HttpResponse:
    """Remove a report, for everybody who reads it."""
    if not plans.forget(report_id=report_id, by=viewer_of(request)):
        raise Http404
    messages.success(request, _("Informe borrado."))
    return HttpResponseRedirect(REPORTS)


@of_who_leads
@require_POST
def stop(request: Request, plan_id: UUID) -> HttpResponse:
    """Have no more reports of a plan; those that came stay."""
    if not plans.stop(plan_id=plan_id, by=viewer_of(request), now=request.now):
        raise Http404
    messages.success(request, _("Ya no se hará este informe. Los que llegaron quedan."))
    return HttpResponseRedirect(REPORTS)


def _report(request: Request, report_id: UUID) -> Report:
    found = plans.report(viewer_of(request), report_id)
    if found is None:
        raise Http404
    return found


def _said(request: Request, found: Report) -> dict[str, object]:
    """What a report says, in words of now: its codes and counts are of then."""
    scope = scope_of(request)
    made_at: datetime = found.made_at
    if not found.asked:
        told = Told(content.supervised(found.content), scope.is_territory, made_at)
        return {"told": told}
    said = dict(parse_qsl(found.asked))
    asked = Question.read(said, territory=scope.is_territory, now=made_at)
    offices = dict(scope.offices()) if scope.is_territory else {}
    return {"answer": Answer(asked, content.counted(found.content), offices)}


def _asked_for(request: Request, form: ReportForm, questions: tuple[saved.Saved, ...]) -> bool:
    """Ask for it; what cannot be is told at its field."""
    what, name, address = form.cleaned_data["tema"], "", ""
    if what != SUPERVISION:
        chosen = next(each for each in questions if str(each.question_id) == what)
        name, address = chosen.name, chosen.address
    try:
        plans.ask(
            name=name, address=address, rhythm=form.cleaned_data["cada"],
            by=viewer_of(request), now=request.now,
        )  # fmt: skip
    except plans.TooMany:
        form.add_error("tema", _("Tu oficina ya tiene 20 informes. Detén alguno antes."))
        return False
    return True
