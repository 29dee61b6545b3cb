"""
The police report: to the court and to the prosecutor in one press, from the case's own page.

It is sent at the instant of the press. The acts' ids are in the form, so that pressing twice sends
once; the offices proposed are those that serve her home.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.acts import vocabulary
from ruta.cases import operations
from ruta.cases.intake import NewAct
from ruta.web.desk import duties, pages

from . import reading, words
from .destinations import Destinations, destinations
from .reading import Reading
from .record import own_ubigeo

KINDS = {"court": "police-report-sent-court", "prosecutor": "police-report-sent-prosecutor"}
NUMBER = "report_number"
Owed = Mapping[str, Destinations]
"""Where a report is owed to: `court`, `prosecutor` or both, each with its offices."""


class ReportForm(forms.Form):
    """To which court and which prosecutor; the number is the police's own."""

    court = forms.ChoiceField(label=gettext_lazy("Juzgado"))
    court_act = forms.UUIDField(widget=forms.HiddenInput)
    prosecutor = forms.ChoiceField(label=gettext_lazy("Fiscalía"))
    prosecutor_act = forms.UUIDField(widget=forms.HiddenInput)
    report_number = forms.CharField(
        label=gettext_lazy("Número de informe"), required=False, strip=False
    )

    def __init__(self, data: Any = None, *, owed: Owed) -> None:
        first = {name: to.default for name, to in owed.items()}
        ids = {f"{name}_act": uuid4() for name in owed}
        super().__init__(data, initial={**first, **ids}, auto_id="informe_%s")
        for name in KINDS:
            if name not in owed:
                del self.fields[name], self.fields[f"{name}_act"]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(owed[name].groups)

    @property
    def to_court(self) -> bool:
        """Whether it is owed to the court."""
        return "court" in self.fields

    @property
    def to_both(self) -> bool:
        """Whether it is owed to both, and so sent to both at once."""
        return all(name in self.fields for name in KINDS)

    def new_acts(self, seen: Reading) -> list[NewAct]:
        """The acts that send it, at this very instant."""
        said = self.cleaned_data
        number = {NUMBER: said[NUMBER]} if said[NUMBER] else {}
        return [
            NewAct(
                act_id=said[f"{name}_act"], kind=kind, at=seen.now, to=said[name],
                facts={**number, "channel": "shared-file"},
            )
            for name, kind in KINDS.items()
            if name in said
        ]  # fmt: skip


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, case_id: UUID) -> HttpResponse:
    """Send the report to whom it is owed, at once."""
    seen = reading.read(request, case_id)
    if _already(request, seen):
        return HttpResponseRedirect(seen.href)
    form = form_if_owed(request, seen)
    if form is None:
        raise Http404
    if form.is_valid() and _sent(form, seen):
        messages.success(request, _("Informe enviado. Quien lo recibe ya lo tiene."))
        return HttpResponseRedirect(seen.href)
    page = {"form": form, "case": seen.file.case, "back_href": seen.href}
    line = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/case/report.html", page, title=_("Enviar el informe policial"), line=line,
        status=422 if form.errors else 200,
    )  # fmt: skip


def form_if_owed(request: Request, seen: Reading) -> ReportForm | None:
    """The form, while the viewer's office owes a report to either."""
    owed = _owed(request, seen)
    return ReportForm(request.POST or None, owed=owed) if owed else None


def _owed(request: Request, seen: Reading) -> dict[str, Destinations]:
    ends = {
        kind for row in seen.file.obligations
        if duties.may_record_impediment(row, seen.viewer)
        for kind in duties.wording_of(row).ends
    }  # fmt: skip
    found = {
        name: destinations(vocabulary.kinds()[kind], seen, own_ubigeo=own_ubigeo(request))
        for name, kind in KINDS.items()
        if kind in ends
    }
    return {name: to for name, to in found.items() if to and to.groups}


def _already(request: Request, seen: Reading) -> bool:
    """Whether this very form was sent before: its acts are in the case."""
    ids = {request.POST.get(f"{name}_act", "") for name in KINDS}
    return any(str(act.act_id) in ids for act in seen.file.acts)


def _sent(form: ReportForm, seen: Reading) -> bool:
    """Record it; what the case file refuses is told at its field."""
    try:
        operations.record(
            case_id=seen.case_id, acts=form.new_acts(seen), by=seen.viewer, now=seen.now
        )
    except operations.FactsRefused as refusal:
        for name, why in refusal.messages(words.spoken()).items():
            form.add_error(name if name in form.fields else None, why)
    except operations.Conflict:
        return True  # pressed twice at the same moment: the first press sent it
    except operations.NotYours:
        raise Http404 from None
    return form.is_valid()
