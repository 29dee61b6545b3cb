"""
The form of any kind of act, made from what the vocabulary says the kind states.

The vocabulary judges what is written; the form only shows it, so that both always say the same.
Hidden in it are the act's id, by which a form sent twice is stored once, and the instant at which
the form was shown, which stands for a time left as it was.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruta.acts import catalogue, facts
from ruta.acts.catalogue import Fact
from ruta.acts.vocabulary import Kind
from ruta.cases.intake import NewAct
from ruta.web.components.inputs import DayField, InstantField

from .destinations import Destinations
from .words import spoken

FEW = 7  # as many choices are shown at once; more are a list to pull down
LEFT_OUT = frozenset(
    {"identifier", "answers"}
)  # set by the page that leads here, or by the risk form
COMPUTED = frozenset({"score", "computed_risk", "risk_step", "screening_positive"})
MINUTE = timedelta(minutes=1)
YES_NO = (("", gettext_lazy("No se sabe")), ("yes", gettext_lazy("Sí")), ("no", gettext_lazy("No")))


class ActForm(forms.Form):
    """An act of one kind: when, for whom, and what it states."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False)
    at = InstantField(
        label=gettext_lazy("Cuándo pasó"),
        help_text=gettext_lazy(
            "Día y hora de Lima. Si lo anotas después, pon cuándo pasó: se verá que se registró "
            "más tarde."
        ),
        error_messages={"required": gettext_lazy("Escribe el día y la hora.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, kind: Kind, now: datetime,
        to: Destinations | None = None, stated: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> None:  # fmt: skip
        """
        :param to: the offices it may be addressed to; none when it is addressed to nobody
        :param stated: facts already known, such as those of the act it corrects
        :param at: when it happened; by default the page's now
        """
        self.kind = kind
        starting = {**_shown(stated or {}), "act_id": uuid4(), "at": at or now}
        starting["shown_at"] = starting["at"].isoformat()
        super().__init__(data, initial=starting)
        if to is not None and to.groups:
            self.fields["to"] = _destination(to)
            self.initial.setdefault("to", to.default)
        for fact in stated_facts(kind):
            self.fields[fact.name] = field_of(fact, kind)

    def instant(self) -> datetime:
        """When it happened; a time left as shown is the very instant the form was shown."""
        at: datetime = self.cleaned_data["at"]
        try:
            shown = datetime.fromisoformat(self.cleaned_data["shown_at"])
        except ValueError:
            return at
        return shown if shown.tzinfo and timedelta() <= shown - at < MINUTE else at

    def new_act(self, *, corrects: UUID | None = None, annuls: UUID | None = None) -> NewAct:
        """The act as written; what the vocabulary refuses of it is told by `refuse`."""
        given = {fact.name: self.cleaned_data.get(fact.name) for fact in stated_facts(self.kind)}
        return NewAct(
            act_id=self.cleaned_data["act_id"],
            kind=self.kind.id,
            at=self.instant(),
            facts={name: value for name, value in given.items() if value not in (None, "", [])},
            to=self.cleaned_data.get("to") or None,
            corrects=corrects,
            annuls=annuls,
        )

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Tell each refusal at its field; one without a field, at the top."""
        for name, why in errors.items():
            self.add_error(name if name in self.fields else None, why)


def stated_facts(kind: Kind) -> Iterator[Fact]:
    """The facts a form asks for: the required ones first, remarks last."""
    known = catalogue.load()
    wanted = [name for name in kind.facts if name not in COMPUTED]
    wanted.sort(key=lambda name: (name in known.common, name not in kind.required))
    for name in wanted:
        if known.facts[name].type not in LEFT_OUT:
            yield known.facts[name]


def field_of(fact: Fact, kind: Kind) -> forms.Field:
    """The field that asks for a fact."""
    options: dict[str, Any] = {
        "label": fact.label.text(spoken()),
        "help_text": fact.hint.text(spoken()),
        "required": fact.name in kind.required,
        "error_messages": {"required": facts.MISSING.text(spoken())},
    }
    if fact.type == "code":
        return _choice(fact, kind, options)
    if fact.type == "codes":
        return forms.MultipleChoiceField(
            choices=_choices(fact, kind), widget=forms.CheckboxSelectMultiple, **options
        )
    if fact.type == "boolean":
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **options)
    if fact.type == "date":
        return DayField(**options)
    if fact.type == "instant":
        return InstantField(**options)
    return forms.CharField(widget=_widget(fact), strip=False, **options)


def _choice(fact: Fact, kind: Kind, options: dict[str, Any]) -> forms.Field:
    choices = _choices(fact, kind)
    if len(choices) <= FEW:
        if not options["required"]:
            choices = [("", _("No se dice")), *choices]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    return forms.ChoiceField(choices=[("", _("Elige")), *choices], **options)


def _choices(fact: Fact, kind: Kind) -> list[tuple[str, str]]:
    return [(code, name.text(spoken())) for code, name in facts.options(kind.id, fact.name).items()]


def _widget(fact: Fact) -> forms.Widget:
    if fact.lines:
        return forms.Textarea(attrs={"rows": 6})
    attrs = {"autocomplete": "off"}
    if fact.type == "number":
        attrs |= {"inputmode": "numeric", "size": "8"}
    return forms.TextInput(attrs=attrs)


def _destination(to: Destinations) -> forms.Field:
    return forms.ChoiceField(
        label=_("Para qué oficina"),
        help_text=_("La primera es la que atiende su domicilio; puedes elegir otra."),
        choices=[("", _("A ninguna en particular")), *to.groups],
        required=False,
    )


def _shown(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the fields show them: yes and no in words, instants as instants."""
    known = catalogue.load().facts
    shown: dict[str, Any] = {}
    for name, value in stated.items():
        if name in known and known[name].type == "boolean":
            shown[name] = "yes" if value else "no"
        elif name in known and known[name].type == "instant":
            shown[name] = datetime.fromisoformat(value)
        else:
            shown[name] = value
    return shown
