"""One act of a case: all that it states, its versions; correcting it, and striking it out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ruta.access.request import Request
from ruta.acts import vocabulary
from ruta.cases import consents, evidence, facts
from ruta.cases.acceptance import ANNULMENT, NOT_STRUCK_OUT, SHE_DECIDES_AGAIN
from ruta.cases.rows import ActRow
from ruta.web.components import labels, timeline
from ruta.web.desk import pages

from . import history, reading, words
from .act_form import ActForm
from .destinations import destinations
from .reading import Reading
from .record import answer_form, own_ubigeo, recorded, told

NOTE = "note"


class CorrectionForm(ActForm):
    """An act as it should have been written, and why it is corrected."""

    why = forms.CharField(
        label=gettext_lazy("Por qué se corrige"),
        help_text=gettext_lazy("Queda a la vista, junto a las dos versiones."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Escribe por qué se corrige.")},
    )
    field_order = ("why",)

    def new_act(self, *, corrects: UUID | None = None, annuls: UUID | None = None) -> Any:
        """The corrected act; why it is corrected leads its remarks."""
        act = super().new_act(corrects=corrects, annuls=annuls)
        why = _("Corrección: %(why)s") % {"why": self.cleaned_data["why"].strip()}
        note = "\n\n".join(text for text in (why, act.facts.get(NOTE, "")) if text)
        return type(act)(
            act_id=act.act_id, kind=act.kind, at=act.at, facts={**act.facts, NOTE: note},
            to=act.to, corrects=act.corrects, annuls=act.annuls,
        )  # fmt: skip


@pages.of_case
@require_safe
def act(request: Request, case_id: UUID, act_id: UUID) -> HttpResponse:
    """Everything an act states; what is sealed is opened, and who opened it is noted."""
    seen = reading.read(request, case_id)
    row = _act(seen, act_id)
    stated = {**row.facts, **_sealed(seen, act_id, "read-act")}
    page = {
        "case": seen.file.case,
        "entry": history.entry(row, seen),
        "facts": words.facts_in_words(row.kind, stated),
        "versions": _versions(seen, row),
        "mine": may_change(row, seen),
        "act": row,
        "back_href": seen.href,
    }
    line = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/case/act.html", page, title=labels.label("kind", row.kind), line=line
    )


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, case_id: UUID, act_id: UUID) -> HttpResponse:
    """Write an act again as it was; the first version stays in sight."""
    seen = reading.read(request, case_id)
    row = _changeable(seen, act_id)
    if row.kind in consents.KINDS:
        return _she_decides_again(request, seen)
    if row.kind == evidence.KIND:
        return HttpResponseRedirect(f"{seen.href}pruebas/{act_id}/version-nueva/")
    stated = {**row.facts, **_sealed(seen, act_id, "correct-act")}
    kind = vocabulary.kinds()[row.kind]
    where = destinations(kind, seen, own_ubigeo=own_ubigeo(request))
    form = CorrectionForm(
        request.POST or None, kind=kind, now=seen.now, to=where,
        stated={**stated, **({"to": row.to_office_id} if row.to_office_id else {})}, at=row.at,
    )  # fmt: skip
    if form.is_valid() and recorded(form, seen, corrects=act_id):
        messages.success(request, told(form, seen))
        return HttpResponseRedirect(seen.href)
    return answer_form(
        request, seen, form, title=_("Corregir un acto"), button=_("Corregir"),
        note=_("Las dos versiones quedan a la vista; los plazos se calculan con la nueva."),
    )  # fmt: skip


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: Request, case_id: UUID, act_id: UUID) -> HttpResponse:
    """Strike out an act that should not be there; it stays in sight, struck."""
    seen = reading.read(request, case_id)
    row = _changeable(seen, act_id)
    if row.kind in NOT_STRUCK_OUT:
        return _she_decides_again(request, seen)
    form = ActForm(request.POST or None, kind=vocabulary.kinds()[ANNULMENT], now=seen.now)
    if form.is_valid() and recorded(form, seen, annuls=act_id):
        messages.success(request, told(form, seen))
        return HttpResponseRedirect(seen.href)
    name = labels.label("kind", row.kind)
    return answer_form(
        request, seen, form, title=_("Anular un acto"), button=_("Anular este acto"),
        note=_("Se anula: %(act)s. Queda tachado a la vista, y los plazos que inició quedan sin "
               "efecto.") % {"act": name},
    )  # fmt: skip


def _she_decides_again(request: Request, seen: Reading) -> HttpResponse:
    """To where she takes a consent back and gives another: correcting one would ask nobody."""
    messages.info(request, SHE_DECIDES_AGAIN.text(words.spoken()))
    return HttpResponseRedirect(f"{seen.href}permisos/")


def may_change(row: ActRow, seen: Reading) -> bool:
    """Whether the viewer's office wrote this act and it still stands."""
    own = bool(row.office_id) and row.office_id == seen.viewer.office_id
    return own and row.stands and row.kind != ANNULMENT and row.kind in vocabulary.kinds()


def _act(seen: Reading, act_id: UUID) -> ActRow:
    """:raises Http404: if there is no such act in the case"""
    row = seen.act(act_id)
    if row is None:
        raise Http404
    return row


def _changeable(seen: Reading, act_id: UUID) -> ActRow:
    """:raises Http404: if the act is not this office's to change"""
    row = _act(seen, act_id)
    if not may_change(row, seen):
        raise Http404
    return row


def _sealed(seen: Reading, act_id: UUID, purpose: str) -> dict[str, Any]:
    """The sealed facts of an act that this viewer may open; a supervisor may open none."""
    if seen.viewer.is_supervisor:
        return {}
    return dict(facts.read(seen.viewer, seen.case_id, purpose, acts=[act_id]).get(act_id, {}))


def _versions(seen: Reading, row: ActRow) -> tuple[timeline.Entry, ...]:
    """The act this one corrects or annuls, and the one that corrects or annuls it."""
    linked = (row.corrects, row.annuls, row.corrected_by, row.annulled_by)
    found = [seen.act(act_id) for act_id in linked if act_id]
    return tuple(history.entry(other, seen) for other in found if other)
