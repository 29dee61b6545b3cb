"""The filters of a table's page: where, and by what; they stand in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from . import names, places, reading
from .addresses import BY, LANGUAGE, ONLY, PLACE
from .seen import Seen

Choices = list[Any]


class Choosing(forms.Form):
    """A place the table has figures for, and one of its attributes."""

    def __init__(self, seen: Seen, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            PLACE: forms.ChoiceField(
                label=_("Lugar"), required=False, choices=_places(seen), initial=seen.asked.place
            )
        }
        if len(seen.table.dimensions) > 1:
            self.fields[BY] = forms.ChoiceField(
                label=_("Primero por"), required=False, choices=_attributes(seen)
            )
        for name, value in ((ONLY, seen.asked.only), (LANGUAGE, seen.asked.language)):
            if value:
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)


def _places(seen: Seen) -> Choices:
    """The country, the departments, and the provinces of the department one is in."""
    published, here = reading.places_of(seen.table), seen.asked.place
    departments = places.under(places.PERU, published)
    choices: Choices = [("", places.name(places.PERU))]
    choices += [(code, places.name(code)) for code in departments]
    provinces = places.under(here[:2], published) if here else []
    if provinces:
        inside = _("Provincias de %(department)s") % {"department": places.name(here[:2])}
        choices.append((inside, [(code, places.name(code)) for code in provinces]))
    return choices


def _attributes(seen: Seen) -> Choices:
    return [("", _("El orden de la tabla"))] + [
        (name, names.capital(names.attribute(name))) for name in seen.table.dimensions
    ]
