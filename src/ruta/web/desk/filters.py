"""The filters of the lists, which stand in the address; what is not understood filters nothing."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ruta.access.viewer import Viewer
from ruta.cases.queries import NOBODY, CaseFilters, ObligationFilters
from ruta.law import rulebook, terms
from ruta.law.model import Wording
from ruta.web.components import labels, lima
from ruta.web.components.inputs import DayField

from . import duties

Choices = list[tuple[str, Any]]
ANY_F, ANY_M = _("Cualquiera"), _("Todos")
SHOWN = {
    "": {"open": True},
    "abiertos": {"open": True},
    "todos": {},
    "vencidos": {"overdue": True},
    "nuevos": {"new": True},
    "cerrados": {"open": False},
}
SORTS = {"ultimo": "last", "apertura": "opened"}
STATES = {
    "vencido": "overdue",
    "hoy": "today",
    "proximo": "coming",
    "sin-plazo": "open",
    "cumplido": "met",
}


def _levels() -> Choices:
    return [("", ANY_F), *((code, _capital(word)) for code, word in labels.choices("level"))]


def _stages() -> Choices:
    return [("", ANY_F), *labels.choices("stage")]


class CasesForm(forms.Form):
    """The filters of a list of cases."""

    codigo = forms.CharField(label=_("Código"), max_length=20, required=False)
    mostrar = forms.ChoiceField(
        label=_("Mostrar"),
        required=False,
        choices=[
            ("", _("Abiertos")),
            ("todos", ANY_M),
            ("vencidos", _("Con plazo vencido")),
            ("nuevos", _("Sin abrir en tu oficina")),
            ("cerrados", _("Cerrados")),
        ],
    )
    riesgo = forms.ChoiceField(label=_("Riesgo"), required=False, choices=_levels)
    etapa = forms.ChoiceField(label=_("Etapa"), required=False, choices=_stages)
    desde = DayField(label=_("Abierto desde"), required=False)
    orden = forms.ChoiceField(
        label=_("Orden"),
        required=False,
        choices=[
            ("", _("Plazo más próximo")),
            ("ultimo", _("Último movimiento")),
            ("apertura", _("Más reciente")),
        ],
    )

    def asked(self) -> CaseFilters:
        """What was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        since, code = asked.get("desde"), asked.get("codigo", "")
        # Whoever writes a code wants that case, open or not.
        shown = asked.get("mostrar", "") or ("todos" if code else "")
        return CaseFilters(
            code=code,
            risk=asked.get("riesgo", ""),
            stage=asked.get("etapa", ""),
            since=datetime.combine(since, time.min, lima.ZONE) if since else None,
            sort=SORTS.get(asked.get("orden", ""), "due"),
            **SHOWN.get(shown, {}),  # type: ignore[arg-type]
        )


class TermsForm(forms.Form):
    """The filters of a list of terms; only a supervisor chooses among offices."""

    estado = forms.ChoiceField(
        label=_("Estado"),
        required=False,
        choices=[
            ("", _("Por cumplir")),
            ("vencido", _("Vencidos")),
            ("hoy", _("Vencen hoy")),
            ("proximo", _("Vencen en 7 días")),
            ("sin-plazo", _("Sin plazo fijado")),
            ("cumplido", _("Cumplidos")),
        ],
    )

    def __init__(
        self, data: QueryDict, *, viewer: Viewer, offices: Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(data)
        if viewer.is_supervisor:
            self.fields["oficina"] = forms.ChoiceField(
                label=_("Oficina"),
                required=False,
                choices=[("", ANY_F), (NOBODY, _("Sin oficina que responda")), *offices],
            )
        self.fields["deber"] = forms.ChoiceField(
            label=_("Qué se debe"),
            required=False,
            choices=[("", _("Todo")), *duties_of(viewer)],
        )

    def asked(self) -> ObligationFilters:
        """What was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return ObligationFilters(
            status=STATES.get(asked.get("estado", ""), ""),
            holder=asked.get("oficina", ""),
            duty=asked.get("deber", ""),
        )


def duties_of(viewer: Viewer) -> Choices:
    """The duties of the viewer's kind of office, by title; a supervisor's are everybody's."""
    found = {
        wording.id: duties.title_of(wording)
        for wording in _newest(rulebook.default().wordings.values())
        if wording.starts and (viewer.is_supervisor or _owes(wording.bearer, viewer.office_type))
    }
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def _newest(wordings: Iterable[Wording]) -> Iterable[Wording]:
    """The wordings that no later one replaces."""
    every = list(wordings)
    replaced = {old for wording in every for old in wording.replaces}
    return (wording for wording in every if wording.id not in replaced)


def _owes(bearer: str, office_type: str) -> bool:
    """Whether an office of a type may hold a bearer's duties."""
    return office_type in terms.load().bearers[bearer].office_types


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
