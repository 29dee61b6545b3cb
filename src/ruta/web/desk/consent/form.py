"""The form of a consent: with whom, which parts, what for, until when, and how she gives it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ruta.access import agencies
from ruta.acts import vocabulary
from ruta.acts.facts import FactsRefused
from ruta.cases import consenting, consents, grants, guardians, protection
from ruta.cases.consenting import NewConsent
from ruta.directory import shelters
from ruta.web.components import labels
from ruta.web.components.inputs import DayField
from ruta.web.desk.case import words
from ruta.web.desk.case.destinations import destinations, services
from ruta.web.desk.case.reading import Reading
from ruta.web.desk.intake import choices

# The field of the form for each thing that may be refused.
FIELDS = {
    "to": "office", "consent_compartments": "parts", "consent_purpose": "purpose",
    "consent_until": "until", "consent_how": "how", "consent_witness": "witness",
    "consent_language": "language", "consent_by": "by", "consent_role": "role",
    "consent_representative": "representative",
}  # fmt: skip


class ConsentForm(forms.Form):
    """What she agrees to, as her caseworker writes it beside her."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    office = forms.ChoiceField(
        label=_("¿Con qué oficina?"), error_messages={"required": _("Elige una oficina.")}
    )
    parts = forms.MultipleChoiceField(
        label=_("¿Qué puede ver?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marca qué puede ver.")},
    )
    purpose = forms.ChoiceField(label=_("¿Para qué?"), widget=forms.RadioSelect)
    until = DayField(
        label=_("¿Hasta cuándo?"),
        help_text=_("A lo más 90 días. Puede retirarlo cuando quiera."),
        error_messages={"required": _("Escribe hasta qué día.")},
    )
    how = forms.ChoiceField(label=_("¿Cómo lo da?"), widget=forms.RadioSelect)
    witness = forms.CharField(
        label=_("Testigo"), help_text=_("Solo si puso su huella."), required=False,
        max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("¿En qué lengua se le leyó?"),
        help_text=_("El texto está revisado en español e inglés. En otra lengua lo lee un "
                    "intérprete."),
    )  # fmt: skip
    by = forms.ChoiceField(label=_("¿Quién decide?"), widget=forms.RadioSelect)
    role = forms.ChoiceField(
        label=_("Si la representa alguien, ¿quién es de ella?"), required=False
    )
    representative = forms.CharField(
        label=_("Nombre de quien la representa"), required=False, max_length=200,
        help_text=_("Nunca la persona denunciada. Se guarda en reserva."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, seen: Reading, own_ubigeo: str, text: str) -> None:
        self.seen = seen
        today = consenting.lima_day(seen.now)
        first = {
            "act_id": uuid4(), "text": text, "purpose": "care",
            "until": today + timedelta(days=consenting.LONGEST_DAYS), "how": "written",
            "language": _language(seen), "by": guardians.HERSELF,
        }  # fmt: skip
        super().__init__(data, initial=first)
        self._offer("office", [("", _("Elige una oficina")), *offices(seen, own_ubigeo)])
        self._offer("parts", choices.of("shared_parts"))
        purposes = [pair for pair in choices.of("consent_purposes") if pair[0] != consents.FIGURES]
        self._offer("purpose", purposes)
        self._offer("how", choices.of("consent_ways"))
        self._offer("language", choices.languages())
        self._offer("by", choices.of("consent_givers"))
        self._offer("role", [("", _("Nadie")), *choices.of("representatives")])

    def _offer(self, name: str, pairs: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = pairs

    def starting(self, office_id: str) -> "ConsentForm":
        """The form for an office, with what she agreed to with it before."""
        self.initial["office"] = office_id
        acts = [act for act in self.seen.file.acts if act.stands]
        for one in consents.in_force(acts, self.seen.now):
            if one.office_id == office_id:
                self.initial.update(parts=list(one.parts), purpose=one.purpose)
        return self

    def clean(self) -> dict[str, Any]:
        """What no consent may be is said at its field, before it is shown to be confirmed."""
        said = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                consenting.check(self.new(), now=self.seen.now)
            except FactsRefused as refusal:
                self.refuse(refusal.messages(words.spoken()))
        return said

    def new(self) -> NewConsent:
        """What was written, to be recorded."""
        said = self.cleaned_data
        until: date = said["until"]
        represented = said["by"] == guardians.REPRESENTATIVE
        giver = guardians.Giver(
            said["by"], said["role"] if represented else "",
            said["representative"] if represented else "",
        )  # fmt: skip
        return NewConsent(
            act_id=said["act_id"], office_id=said["office"], parts=said["parts"],
            purpose=said["purpose"], until=until, how=said["how"], language=said["language"],
            text=said["text"], witness=said["witness"], giver=giver,
        )  # fmt: skip

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Tell each refusal at its field; one without a field, at the top."""
        for name, why in errors.items():
            self.add_error(FIELDS.get(name), why)

    @property
    def office_name(self) -> str:
        """The name of the office chosen."""
        chosen = self.cleaned_data.get("office", "")
        return str(dict(_flat(self.fields["office"].choices)).get(chosen, ""))  # type: ignore[attr-defined]


def offices(seen: Reading, own_ubigeo: str) -> list[Any]:
    """
    Those in the case first, then those of the directory near her home; each an agency's.

    Services of protection only for who is named to place her: nobody else may tell them apart.
    """
    here = [
        (office.office_id, seen.office_name(office.office_id))
        for office in seen.file.offices.values()
        if agencies.agency_of(office.type) and office.office_id != protection.SOME_SERVICE
    ]
    known = {id_ for id_, _name in here}
    near = destinations(vocabulary.kinds()[grants.GIVEN], seen, own_ubigeo=own_ubigeo)
    groups = [*(near.groups if near else ()), *_services(seen)]
    others = [(group, [pair for pair in pairs if pair[0] not in known]) for group, pairs in groups]
    return [(str(_("En el caso")), here), *(group for group in others if group[1])]


def _services(seen: Reading) -> list[tuple[str, list[tuple[str, str]]]]:
    if not protection.places(seen.viewer, seen.file.standing):
        return []
    return [(shelters.NAME, [(one.id, one.name) for one in services()])]


def _language(seen: Reading) -> str:
    """Hers, where it is known and has a code."""
    her = seen.opened.survivor
    spoken = str(her.facts.get("language", "")) if her else ""
    return spoken if spoken in labels.pairs("language") else "spanish"


def _flat(pairs: Any) -> list[tuple[str, Any]]:
    found = []
    for value, name in pairs:
        found += list(name) if isinstance(name, list) else [(value, name)]
    return found
