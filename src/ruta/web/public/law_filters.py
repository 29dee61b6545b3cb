"""The filters of the law's list: they stand in the address, so that a reading can be shared."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.law.rulebook import Rulebook
from ruta.law.terms import Term
from ruta.web.components.inputs import DayField

from .law_index import Search, bearers_in


class LawFilters(forms.Form):
    """Institution, stage, day and words; all of them optional."""

    def __init__(self, rulebook: Rulebook, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "es"

        def choices(terms: list[Term]) -> list[tuple[str, str]]:
            labelled = [(term.id, _capital(term.label(language))) for term in terms]
            return [("", _("Cualquiera")), *labelled]

        stages = [
            (area.label(language), [(i.id, _capital(i.label(language))) for i in inside])
            for area in rulebook.terms.areas.values()
            if (
                inside := [
                    i for i in rulebook.terms.implications.values() if i.more["area"] == area.id
                ]
            )
        ]
        self.fields = {
            "buscar": forms.CharField(
                label=_("Palabras"), required=False, max_length=100, widget=forms.SearchInput
            ),
            "institucion": forms.ChoiceField(
                label=_("Quién debe"), required=False, choices=choices(bearers_in(rulebook))
            ),
            "etapa": forms.ChoiceField(
                label=_("Etapa"), required=False, choices=[("", _("Cualquiera")), *stages]
            ),
            "plazo": forms.ChoiceField(
                label=_("Plazo"),
                required=False,
                choices=[("", _("Cualquiera")), ("si", _("Solo con plazo"))],
            ),
            "fecha": DayField(label=_("Ley vigente el"), required=False),
        }

    def search(self, today: date) -> Search:
        """What was asked; a filter that is not understood is left out, and its field says so."""
        self.is_valid()
        asked = self.cleaned_data
        return Search(
            on=asked.get("fecha") or today,
            bearer=asked.get("institucion", ""),
            implication=asked.get("etapa", ""),
            with_term=asked.get("plazo") == "si",
            words=asked.get("buscar", ""),
        )


class ChangesFilters(forms.Form):
    """The two days between which the law is compared."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "desde": DayField(label=_("Desde"), required=False),
            "hasta": DayField(label=_("Hasta"), required=False),
        }

    def days(self, first: date, second: date) -> tuple[date, date]:
        """The two days in order, each as asked for or as given here."""
        self.is_valid()
        asked = (self.cleaned_data.get("desde") or first, self.cleaned_data.get("hasta") or second)
        return min(asked), max(asked)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
