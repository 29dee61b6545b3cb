"""The pages of taking a report: show one, keep what was typed, go on, register."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ruta.access.request import Request
from ruta.cases import admission, drafts, operations, workplaces
from ruta.law import rulebook
from ruta.web.components.lima import day_of
from ruta.web.desk import pages

from . import beforehand, beside, issued, registering, route, safekeeping, saved
from .forms import StepForm
from .large import takes_long_texts
from .report import Report, setting_of, viewer_of
from .walk import DONE

BACK, LEAVE = "volver", "salir"
CHANGING = "cambiar"
UNPROCESSABLE = 422


@pages.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """`/denuncias/nueva/`: what will be asked and what must be reported; a POST begins."""
    viewer = viewer_of(request)
    if request.method == "POST":
        return _begin(request)
    setting = setting_of(request)
    on = day_of(request.now)
    duties = beforehand.must_report(rulebook.default(), setting.door, setting.office_type, on=on)
    context = {
        "duties": beforehand.tell(duties, get_language() or ""),
        "drafts": drafts.own(viewer),
        "case_id": issued.issue(viewer, request.now),
        "door": setting.door,
    }
    return pages.render(
        request, "desk/intake/new.html", context, title=_("Tomar una denuncia"),
        line=_("Antes de que hable, dile a qué te obliga la ley."),
    )  # fmt: skip


def _begin(request: Request) -> HttpResponse:
    """Begin a draft under the id that the page gave; from an old page, back to a new one."""
    viewer = viewer_of(request)
    try:
        case_id = issued.read(request.POST.get("case_id", ""), viewer, request.now)
    except issued.NotIssued:
        messages.info(request, _("Esa página ya era antigua. Empieza desde aquí."))
        return HttpResponseRedirect("/denuncias/nueva/")
    drafts.start(case_id=case_id, by=viewer, now=request.now)
    return HttpResponseRedirect(f"/denuncias/{case_id}/{route.FIRST}/")


@pages.signed_in
@require_http_methods(["GET", "HEAD"])
def go_on(request: Request, case_id: UUID) -> HttpResponse:
    """`/denuncias/<uuid>/`: to where this report was left."""
    try:
        report = Report(request, case_id)
    except admission.NotFound:
        return _registered(request, case_id)
    return HttpResponseRedirect(report.address(report.walk.here))


@pages.signed_in
@takes_long_texts
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, case_id: UUID, slug: str) -> HttpResponse:
    """`/denuncias/<uuid>/<step>/`: one page of a report."""
    try:
        report = Report(request, case_id)
        if slug not in report.walk.path:
            return HttpResponseRedirect(report.address(report.walk.here))
        if request.method != "POST":
            return _show(request, report, slug)
        return _take(request, report, slug)
    except admission.NotFound:
        return _registered(request, case_id)


def _registered(request: Request, case_id: UUID) -> HttpResponse:
    """
    To the case of a report already registered.

    :raises NotFound: if there is none of theirs
    """
    admission.admit(viewer_of(request), case_id)
    return HttpResponseRedirect(f"/casos/{case_id}/")


def _take(request: Request, report: Report, slug: str) -> HttpResponse:
    """Keep what was sent; then on, back, out, or the same page with what is wrong."""
    step, action = route.STEPS[slug], request.POST.get(saved.ACTION)
    form = step.form.read(report.at(slug), saved.typed(request.POST))
    leaving = action in (BACK, LEAVE)
    right = leaving or form.is_valid()
    try:
        done = report.was_sent(slug) if leaving else right
        report.keep(request, slug, done=done)
    except saved.TooLong:
        return _show(request, report, slug, form)
    if not right:
        return _show(request, report, slug, form)
    if action == LEAVE:
        messages.success(request, _("La denuncia quedó en borrador. Solo tú puedes abrirla."))
        return HttpResponseRedirect("/mi-dia/")
    if action == BACK:
        return HttpResponseRedirect(report.address(report.walk.before(slug) or slug))
    if slug == route.LAST:
        return _register(request, report, form)
    onward = report.walk.here if CHANGING in request.GET else step.next(report.walk.answers)
    return HttpResponseRedirect(report.address(onward))


def _register(request: Request, report: Report, form: StepForm) -> HttpResponse:
    """Open the case; sent twice, both are answered with the same one."""
    try:
        registering.register(
            case_id=report.case_id, answers=report.walk.answers, setting=report.setting,
            by=report.viewer, now=request.now,
        )  # fmt: skip
    except operations.Conflict:
        return _registered(request, report.case_id)
    except operations.FactsRefused as refused:
        for message in refused.messages(get_language() or "").values():
            form.add_error(None, message)
        return _show(request, report, route.LAST, form)
    if _closes_to(report):
        messages.success(request, _("Registrada. El caso se cerró a tu institución, y ya se avisó "
                                    "a otra para que nombre a alguien de confianza."))  # fmt: skip
        return HttpResponseRedirect("/mi-dia/")
    return HttpResponseRedirect(f"/casos/{report.case_id}/")


def _closes_to(report: Report) -> bool:
    """Whether the accused works where the report was taken: from now on nobody there sees it."""
    said = report.walk.answers.get("denunciado", {})
    return report.viewer.agency in workplaces.of("accused", said)


@pages.signed_in
@require_POST
def keep_draft(request: Request, case_id: UUID, slug: str) -> HttpResponse:
    """`/denuncias/<uuid>/<step>/borrador/`: keep what is being typed."""
    viewer = viewer_of(request)
    written = drafts.load(viewer, case_id)
    if slug not in route.STEPS:
        raise Http404
    raw, done = saved.typed(request.POST), DONE in written.steps.get(slug, {})
    try:
        saved.keep(case_id=case_id, step=slug, raw=raw, done=done, by=viewer, now=request.now)
    except saved.TooLong:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


@pages.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, case_id: UUID) -> HttpResponse:
    """`/denuncias/<uuid>/descartar/`: throw a draft away; a GET only asks."""
    viewer = viewer_of(request)
    if request.method == "POST":
        drafts.discard(case_id=case_id, by=viewer)
        messages.success(request, _("El borrador se borró."))
        return HttpResponseRedirect("/denuncias/nueva/")
    written = drafts.load(viewer, case_id)
    return pages.render(
        request, "desk/intake/discard.html", {"written": written},
        title=_("¿Borrar este borrador?"),
        line=_("No se puede deshacer. Una denuncia ya registrada no se borra nunca."),
    )  # fmt: skip


def _show(
    request: Request, report: Report, slug: str, form: StepForm | None = None
) -> HttpResponse:
    """A page, as it was left or with what is wrong in it."""
    step = route.STEPS[slug]
    setting = report.at(slug)
    wrong = form is not None
    form = form or step.form.shown(setting, report.pages.get(slug))
    place = report.walk.path.index(slug) + 1
    context = {
        "form": form,
        "case_id": report.case_id,
        "slug": slug,
        "place": place,
        "pages": place + step.left,
        "autosave_href": f"{report.address(slug)}borrador/",
        "before": report.walk.before(slug),
        "begun_at": report.written.started_at,
        "taken_in_safekeeping": report.pages.get(safekeeping.NOTE),
        **beside.page(slug, setting, form),
    }
    return pages.render(
        request, step.template, context, title=str(step.title), line=str(step.line),
        here=_("Denuncias"),
        status=UNPROCESSABLE if wrong else 200,
    )  # fmt: skip
