"""
`/casos/<case>/plazos/<duty>/impedimento/`: why a duty is late.

An impediment explains a delay and never stops a clock: the page says so before anything is written.
"""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.cases import operations, queries
from ruta.cases.rows import ObligationRow
from ruta.web.components import labels
from ruta.web.components.inputs import InstantField

from . import duties
from .pages import of_case, render, viewer_of

KIND = "impediment-recorded"
NOTE_LENGTH = 1000


class ImpedimentForm(forms.Form):
    """What stood in the way, and whatever else helps to understand it."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)
    impediment = forms.ChoiceField(
        label=gettext_lazy("Qué lo impide"),
        choices=lambda: [("", _("Elige")), *labels.choices("impediment")],
        error_messages={"required": gettext_lazy("Elige qué lo impide.")},
    )
    at = InstantField(
        label=gettext_lazy("Desde cuándo"),
        error_messages={"required": gettext_lazy("Escribe desde cuándo.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Qué se hizo y cuándo se podrá"),
        help_text=gettext_lazy("Queda en el expediente. No nombres a nadie si no hace falta."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@of_case
@require_http_methods(["GET", "HEAD", "POST"])
def impediment(request: Request, case_id: UUID, obligation_id: UUID) -> HttpResponse:
    """Say what stands in the way of a duty of one's own office."""
    row = _owed(request, case_id, obligation_id)
    form = ImpedimentForm(request.POST or None, initial={"act_id": uuid4(), "at": request.now})
    if form.is_valid() and _recorded(request, row, form):
        messages.success(request, _("Impedimento anotado. El plazo sigue corriendo."))
        return HttpResponseRedirect("/mi-dia/")
    page = {
        "form": form,
        "duty": duties.duty_of(row),
        "row": row,
        "back_href": "/mi-dia/",
        "case_href": duties.case_href(row),
    }
    return render(
        request, "desk/impediments/impediment.html", page,
        title=_("Anotar un impedimento"), line=_("Explica la demora; no detiene el plazo."),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _owed(request: Request, case_id: UUID, obligation_id: UUID) -> ObligationRow:
    """
    The duty, when the viewer's own office owes it still.

    :raises NotFound: if the case is not theirs
    :raises Http404: if the duty is another's, done, or not there
    """
    viewer = viewer_of(request)
    file = queries.case_file(viewer, case_id, now=request.now)
    for row in file.obligations:
        if row.obligation_id == obligation_id and duties.may_record_impediment(row, viewer):
            return row
    raise Http404


def _recorded(request: Request, row: ObligationRow, form: ImpedimentForm) -> bool:
    """Record it; what the case file refuses is told at its field, and nothing is lost."""
    asked = form.cleaned_data
    facts = {
        "impediment": asked["impediment"],
        "duty": row.wording,
        "start_act": str(row.start_act),
        "note": asked["note"],
    }
    act = operations.NewAct(act_id=asked["act_id"], kind=KIND, at=asked["at"], facts=facts)
    try:
        operations.record(case_id=row.case_id, acts=[act], by=viewer_of(request), now=request.now)
    except operations.FactsRefused as refusal:
        for name, message in refusal.messages(get_language() or "es").items():
            form.add_error(name if name in form.fields else None, message)
    except operations.InTheFuture as refusal:
        form.add_error("at", str(refusal))
    except operations.Conflict as refusal:
        form.add_error(None, str(refusal))
    return not form.errors
