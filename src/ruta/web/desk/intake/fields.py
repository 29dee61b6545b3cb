"""Fields of the report: texts that keep what was typed, yes or no, and a district by its name."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruta.directory import territory

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_NO = ((YES, _("Sí")), (NO, _("No")))
YES_NO_UNKNOWN = (*YES_NO, (UNKNOWN, _("No se sabe")))
# A telephone's keyboard adds these and they are never seen; they would refuse a whole page.
UNSEEN = dict.fromkeys([0x200B, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
MOST_NAMED = 5


class Text(forms.CharField):
    """
    A text up to a limit. The browser is not told the limit: it would cut what is pasted, unseen.
    """

    def __init__(self, *, limit: int, lines: int = 0, **options: Any) -> None:
        attrs = {"autocomplete": "off", **options.pop("attrs", {})}
        box = forms.Textarea(attrs={"rows": lines, **attrs}) if lines else forms.TextInput(attrs)
        super().__init__(widget=box, **{"required": False, **options})
        self.limit, self.lines = limit, lines

    def clean(self, value: Any) -> str:
        """
        The text as typed, trimmed.

        :raises ValidationError: if it is too long, or holds what cannot be kept
        """
        text = str(value or "").replace("\r\n", "\n").translate(UNSEEN).strip()
        if len(text) > self.limit:
            raise forms.ValidationError(
                _("Es demasiado largo: tiene %(count)s caracteres y caben %(limit)s. Sigue aquí."),
                params={"count": f"{len(text):,}", "limit": f"{self.limit:,}"},
            )
        allowed = "\n\t" if self.lines else "\t"
        if any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c not in allowed):
            raise forms.ValidationError(_("Tiene un carácter que no se puede guardar."))
        return str(super().clean(text))


class Pick(forms.ChoiceField):
    """One of a few choices, each a large target."""

    def __init__(self, choices: Any, **options: Any) -> None:
        widget = options.pop("widget", None) or forms.RadioSelect
        messages = {"required": _("Elige una respuesta.")}
        super().__init__(choices=choices, widget=widget, error_messages=messages, **options)


class Listed(Pick):
    """One of many choices, in a list."""

    def __init__(self, choices: Any, **options: Any) -> None:
        super().__init__(choices=choices, widget=forms.Select, **options)


class Several(forms.MultipleChoiceField):
    """Any of a few choices."""

    def __init__(self, choices: Any, **options: Any) -> None:
        messages = {"required": _("Marca al menos una.")}
        super().__init__(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=messages, **options
        )


class NameList(forms.TextInput):
    """A text box that suggests names; any other may be written."""

    template_name = "desk/intake/name_list.html"

    def __init__(self, names: Callable[[], Iterable[str]], attrs: Any = None) -> None:
        super().__init__(attrs)
        self.names = names

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        list_id = f"{name}-names"
        context = super().get_context(name, value, {**(attrs or {}), "list": list_id})
        return {**context, "names": list(self.names()), "list_id": list_id}


class DistrictField(forms.Field):
    """A district, written by name ("Amantaní" or "Amantaní, Puno"); its value is its ubigeo."""

    def __init__(self, *, near: str = "", **options: Any) -> None:
        self.near = near
        widget = NameList(self._names, attrs={"autocomplete": "off"})
        super().__init__(widget=widget, **{"required": False, **options})

    def _names(self) -> list[str]:
        """What is suggested: the districts of the office's own department."""
        return [full_name(place.ubigeo) for place in territory.within(self.near[:2] or "-")]

    def to_python(self, value: Any) -> str:
        """
        The ubigeo of what was written.

        :raises ValidationError: if no district has that name, or several do
        """
        wanted = _parts(str(value or ""))
        if not wanted:
            return ""
        found = [u for u in territory.districts() if _matches(wanted, u)]
        nearby = [u for u in found if u[:4] == self.near[:4]] or [
            u for u in found if u[:2] == self.near[:2]
        ]
        found = found if len(found) == 1 else nearby or found
        if not found:
            raise forms.ValidationError(_("No encontramos ese distrito. Revisa cómo se escribe."))
        if len(found) > 1:
            names = "; ".join(full_name(ubigeo) for ubigeo in found[:MOST_NAMED])
            raise forms.ValidationError(
                _("Hay varios con ese nombre. Escribe también la provincia: %(names)s."),
                params={"names": names},
            )
        return found[0]


def full_name(ubigeo: str) -> str:
    """A district as people say it: "Amantaní, Puno, Puno"."""
    place = territory.district(ubigeo)
    return ", ".join((place.district, place.province, place.department))


def _matches(wanted: list[str], ubigeo: str) -> bool:
    """Whether each part written is the district's, its province's, its department's, in order."""
    known = _parts(full_name(ubigeo))
    return wanted == known[: len(wanted)]


def _parts(text: str) -> list[str]:
    """The parts of a written name, bare of case and accents."""
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().casefold()
    return [" ".join(part.split()) for part in plain.split(",") if part.strip()]
