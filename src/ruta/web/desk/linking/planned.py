"""`/casos/<case>/operativos/`: only those named for an operation see it before its hour."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.cases import hidden, queries
from ruta.web.components.inputs import InstantField
from ruta.web.desk import pages


class OperationForm(forms.Form):
    """What is planned, and when others may know."""

    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    unlock_at = InstantField(
        label=gettext_lazy("Desde cuándo lo ven los demás"),
        error_messages={"required": gettext_lazy("Escribe desde cuándo.")},
    )
    what = forms.CharField(
        label=gettext_lazy("Qué se hará"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Escribe qué se hará.")},
    )


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def operations(request: Request, case_id: UUID) -> HttpResponse:
    """The operations this person may see now; a form for those named for them."""
    viewer = pages.viewer_of(request)
    case = queries.case_file(viewer, case_id, now=request.now).case
    may = hidden.may_plan(viewer, case_id, request.now)
    if request.method == "POST" and not may:
        raise Http404
    form = OperationForm(request.POST or None, initial={"operation_id": uuid4()}) if may else None
    if form is not None and form.is_valid():
        hidden.plan(case_id=case_id, **form.cleaned_data, by=viewer, now=request.now)
        messages.success(request, _("Anotado. Nadie más lo ve hasta su hora."))
        return HttpResponseRedirect(request.path)
    page = {
        "form": form,
        "seen": hidden.operations(viewer, case_id),
        "back_href": f"/casos/{case_id}/",
    }
    return pages.render(
        request, "desk/linking/operations.html", page, title=_("Operativos"),
        line=_("Caso %(code)s") % {"code": case.code},
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip
