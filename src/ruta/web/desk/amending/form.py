"""The form by which what is kept of a person is put right or completed."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruta.cases.parties import Person
from ruta.cases.party_fields import CONTACT, FIELDS
from ruta.web.desk.case.person_words import LABELS
from ruta.web.desk.intake.fields import Listed, Text
from ruta.web.desk.intake.forms.people import DOCUMENTS, FORCES, WORKPLACES

# What is written in words, in the order it is asked; the rest is asked where it decides something.
WRITTEN: Final = (
    "names", "surnames", "preferred_name", "document_type", "document", "age", "nationality",
    "ethnicity", "occupation", "telephone", "other_telephone", "email", "address",
    "address_reference", "whereabouts", "safe_hours", "contact_person",
)  # fmt: skip
OF_ACCUSED: Final = (
    "names", "surnames", "document_type", "document", "age", "security_forces", "workplace",
    "description", "telephone", "address", "whereabouts",
)  # fmt: skip
LISTS: Final = {"document_type": DOCUMENTS, "security_forces": FORCES, "workplace": WORKPLACES}
LONG: Final = 300


class PersonForm(forms.Form):
    """A person's facts as they stand, to be changed, and why they change."""

    why = Text(
        limit=500,
        lines=3,
        required=True,
        label=gettext_lazy("Por qué cambia"),
        help_text=gettext_lazy("Lo anterior se guarda, con la fecha y quién lo cambió."),
        error_messages={"required": gettext_lazy("Escribe por qué cambia.")},
    )

    def __init__(self, data: Any = None, *, person: Person, contact: bool) -> None:
        """
        :param contact: whether how to reach people is open to the reader
        """
        super().__init__(data)
        self.person = person
        asked = OF_ACCUSED if person.role == "accused" else WRITTEN
        for name in asked:
            if contact or FIELDS[name].compartment != CONTACT:
                self.fields[name] = _field(name, person.facts.get(name, ""))
        self.order_fields([*asked, "why"])

    @property
    def known(self) -> list[forms.BoundField]:
        """What is written already, and her name whether it is or not."""
        return [self[name] for name in self._asked() if name == "names" or self._has(name)]

    @property
    def blank(self) -> list[forms.BoundField]:
        """What nobody has written yet."""
        return [self[name] for name in self._asked() if name != "names" and not self._has(name)]

    @property
    def blank_open(self) -> bool:
        """Whether something of that was written, or is wrong."""
        return any(bound.errors or (self.is_bound and bound.value()) for bound in self.blank)

    def _asked(self) -> list[str]:
        return [name for name in self.fields if name in FIELDS]

    def _has(self, name: str) -> bool:
        return bool(self.person.facts.get(name))

    def clean_age(self) -> str:
        """An age in figures, as it is kept, or the range that was written before."""
        age = str(self.cleaned_data.get("age", ""))
        if age and age != str(self.person.facts.get("age", "")) and not _is_an_age(age):
            raise forms.ValidationError(_("Escribe la edad con cifras, por ejemplo 34."))
        return age

    def clean(self) -> dict[str, Any]:
        """To send it as it stands changes nothing, and is said so."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.changed():
            raise forms.ValidationError(_("No cambiaste nada."))
        return said

    def changed(self) -> Mapping[str, str]:
        """The facts that are not what they were; one made blank is empty."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in FIELDS and value != str(self.person.facts.get(name, ""))
        }

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Tell each refusal at its field."""
        for name, why in errors.items():
            self.add_error(name if name in self.fields else None, why)


def _field(name: str, value: object) -> forms.Field:
    label, initial = _(LABELS[name]), str(value)
    if name in LISTS:
        known: list[tuple[str, object]] = list(LISTS[name])
        if initial not in dict(known):
            known.append((initial, initial))  # written freely before there was a list
        return Listed(known, required=False, label=label, initial=initial)
    limit = FIELDS[name].max_length
    return Text(limit=limit, lines=3 if limit > LONG else 0, label=label, initial=initial)


def _is_an_age(text: str) -> bool:
    return text.isdecimal() and int(text) <= 120
