"""`/vigilancia/registro/`: the audit itself, people and cases by pseudonym."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ruta.access.agencies import AGENCIES
from ruta.access.audit import oversight
from ruta.access.request import Request
from ruta.web.components import labels
from ruta.web.components.addresses import AFTER
from ruta.web.desk import audit_words
from ruta.web.desk.pages import render

from . import pages
from .pages import SHOWN, overseers

ACT = [agency for agency in AGENCIES if agency != "SURVIVOR"]
LARGEST = 2**62


@dataclass(frozen=True)
class Line:
    """An entry ready to read."""

    entry: oversight.Entry

    @property
    def event(self) -> str:
        return labels.label("audit_event", self.entry.event)

    @property
    def of(self) -> str:
        return audit_words.compartments(self.entry.compartments)

    @property
    def office(self) -> str:
        return pages.office(self.entry.office_name, self.entry.agency)

    @property
    def person(self) -> str:
        return pages.mark(self.entry.person)

    @property
    def case(self) -> str:
        return pages.mark(self.entry.case)

    @property
    def ground(self) -> str:
        return labels.label("audit_basis", self.entry.basis)


class EntriesForm(forms.Form):
    """Which entries to show."""

    institucion = forms.ChoiceField(
        label=gettext_lazy("Institución"),
        required=False,
        choices=lambda: [
            ("", _("Todas")),
            *((agency, labels.label("audit_agency", agency)) for agency in ACT),
        ],
    )
    hecho = forms.ChoiceField(
        label=gettext_lazy("Qué se hizo"),
        required=False,
        choices=lambda: [("", _("Todo")), *labels.choices("audit_event")],
    )

    def asked(self) -> dict[str, str]:
        """The agency and the event; what is no choice of ours filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return {"agency": asked.get("institucion", ""), "event": asked.get("hecho", "")}


@overseers
@require_safe
def entries(request: Request) -> HttpResponse:
    """Entries, newest first."""
    form = EntriesForm(request.GET)
    found = oversight.entries(**form.asked(), before=_before(request), many=SHOWN + 1)
    shown = found[:SHOWN]
    page = {
        "form": form,
        "lines": [Line(entry) for entry in shown],
        "after": str(shown[-1].seq) if len(found) > SHOWN else None,
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    line = _("Lo más reciente, primero. Un seudónimo dura un mes y no dice quién es.")
    return render(request, "desk/oversight/entries.html", page, title=_("Registro"), line=line)


def _before(request: Request) -> int | None:
    """The number in the address before which the page begins; what is none is passed over."""
    asked = request.GET.get(AFTER, "")
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) < LARGEST else None
