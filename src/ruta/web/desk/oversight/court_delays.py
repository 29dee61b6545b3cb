"""`/casos/<case>/demoras/`: its court keeps an office's openings from her log for some days."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access.audit import delays
from ruta.access.audit.delays import Delay
from ruta.access.request import Request
from ruta.cases import queries
from ruta.cases.rows import CaseFile
from ruta.directory import shelters
from ruta.web.components import labels
from ruta.web.desk import pages, reasons


class WhyForm(forms.Form):
    """Why, sealed: the court alone reads it again."""

    reason = reasons.why(
        gettext_lazy("Por qué"), gettext_lazy("Se guarda cerrado. Lo lee solo el juzgado del caso.")
    )


class DelayForm(WhyForm):
    """Whose openings, and for how many days."""

    office = forms.ChoiceField(
        label=gettext_lazy("Qué oficina"),
        error_messages={"required": gettext_lazy("Elige la oficina.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("Cuántos días"),
        help_text=gettext_lazy("90 a lo más. Se puede renovar."),
        min_value=1,
        max_value=delays.LONGEST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Escribe cuántos días."),
            "invalid": gettext_lazy("Escribe los días con cifras, de 1 a 90."),
            "min_value": gettext_lazy("Escribe los días con cifras, de 1 a 90."),
            "max_value": gettext_lazy("Escribe los días con cifras, de 1 a 90."),
        },
    )
    field_order = ("office", "days", "reason")

    def __init__(self, *args: object, offices: list[tuple[str, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["office"].choices = [("", _("Elige")), *offices]  # type: ignore[attr-defined]


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: Request, case_id: UUID) -> HttpResponse:
    """The delays of a case; order one, renew it, or lift it. For anybody else it is not there."""
    viewer = pages.viewer_of(request)
    file = queries.case_file(viewer, case_id, now=request.now)
    if not delays.may(viewer, case_id):
        raise Http404
    found = delays.of_case(viewer, case_id)
    if wanted := request.GET.get("levantar", ""):
        return _lift(request, file, next((one for one in found if _is(one, wanted)), None))
    return _order(request, file, found)


def _order(request: Request, file: CaseFile, found: list[Delay]) -> HttpResponse:
    form = DelayForm(
        request.POST or None, offices=_offices(request, file),
        initial={"office": request.GET.get("oficina", "")},
    )  # fmt: skip
    if form.is_valid() and _ordered(request, file, form):
        messages.success(request, _("Ordenado. Vale desde ahora."))
        return HttpResponseRedirect(request.path)
    page = {"delays": [(one, one.runs(request.now)) for one in found]}
    return _page(request, file, form, "desk/oversight/court_delays.html", page)


def _ordered(request: Request, file: CaseFile, form: DelayForm) -> bool:
    given = form.cleaned_data
    try:
        delays.order(
            case_id=file.case.case_id, office_id=given["office"], reason=given["reason"],
            days=given["days"], by=pages.viewer_of(request),
        )  # fmt: skip
    except delays.Refused:
        raise Http404 from None
    return True


def _lift(request: Request, file: CaseFile, delay: Delay | None) -> HttpResponse:
    if delay is None or not delay.runs(request.now):
        raise Http404
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            delays.lift(
                case_id=file.case.case_id, delay_id=delay.delay_id,
                reason=form.cleaned_data["reason"], by=pages.viewer_of(request),
            )  # fmt: skip
        except delays.Refused:
            raise Http404 from None
        messages.success(request, _lifted(request, file, delay))
        return HttpResponseRedirect(request.path)
    return _page(request, file, form, "desk/oversight/court_delay_lift.html", {"delay": delay})


def _lifted(request: Request, file: CaseFile, delay: Delay) -> str:
    """What lifting it changes: nothing yet, while an order that renewed it runs."""
    others = delays.of_case(pages.viewer_of(request), file.case.case_id)
    if any(one.office_id == delay.office_id and one.runs(request.now) for one in others):
        return _("Levantada. Otra demora de esa oficina sigue vigente: ella todavía no lo ve.")
    return _("Levantada. Ella ya ve lo que abrió esa oficina.")


def _page(
    request: Request, file: CaseFile, form: WhyForm, template: str, page: Mapping[str, object]
) -> HttpResponse:
    back = f"/casos/{file.case.case_id}/" if "delays" in page else request.path
    return pages.render(
        request, template, {**page, "form": form, "back_href": back},
        title=_("Demorar lo que ella ve de su expediente"),
        line=_("Caso %(code)s") % {"code": file.case.code},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _offices(request: Request, file: CaseFile) -> list[tuple[str, str]]:
    """The offices whose openings may be kept: not this court's own, and no shelter's."""
    own = pages.viewer_of(request).office_id
    return [
        (id_, office.name or labels.label("office_type", office.type))
        for id_, office in file.offices.items()
        if id_ != own and office.type != shelters.TYPE
    ]


def _is(delay: Delay, wanted: str) -> bool:
    return str(delay.delay_id) == wanted
