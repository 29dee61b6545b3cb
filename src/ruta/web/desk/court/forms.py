"""What the clerk is asked about a decision, and the decision read from the answers."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ruta.acts import facts
from ruta.web.components import labels
from ruta.web.components.inputs import DayField, InstantField

from .acts import acts_of
from .choices import Hinted, listed
from .decision import DENIED, GRANTED, HELD, RECORDED, SKIPPED, Decision, refusals, settled

LONG, NOTE, SHORT = 8000, 2000, 60
FURTHEST = 100_000
# Where a fact that the case file refuses was written.
WRITTEN = {
    ("hearing-held", "hearing_mode"): "hearing_mode",
    ("resolution-reasoned", "note"): "skip_reasons",
    ("measures-decided", "note"): "details",
    ("measures-denied", "reasons"): "denial_reasons",
    ("precautionary-decided", "reasons"): "precautionary_reasons",
}


class AskedThen:
    """A field asked only after some answers: not optional then, and blank after the others."""

    empty_values: Any

    def validate(self, value: Any) -> None:
        """Whether it was needed is for the whole decision to say."""
        if value not in self.empty_values:
            super().validate(value)  # type: ignore[misc]


class TextThen(AskedThen, forms.CharField):
    """A text of several lines."""


class InstantThen(AskedThen, InstantField):
    """An instant."""


class NumberThen(AskedThen, forms.IntegerField):
    """A number."""


class BoxesThen(AskedThen, forms.MultipleChoiceField):
    """Boxes to tick."""


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _text(length: int, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=length, required=False, widget=_area(), **options)


class DecisionForm(forms.Form):
    """A decision about protection, on one page; what is not chosen need not be answered."""

    use_required_attribute = False

    decision_id = forms.UUIDField(widget=forms.HiddenInput)
    hearing = forms.ChoiceField(
        label=_("¿Hubo audiencia?"),
        choices=[(HELD, _("Sí")), (SKIPPED, _("No: se prescindió de ella"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Elige si hubo audiencia.")},
    )
    hearing_at = InstantThen(label=_("Cuándo fue"))
    hearing_mode = forms.ChoiceField(
        label=_("Cómo fue"),
        required=False,
        choices=lambda: [("", _("Sin anotar")), *listed("hearing_modes")],
    )
    skip_reasons = TextThen(
        max_length=4000,
        widget=_area(),
        label=_("Por qué se prescindió de la audiencia"),
        help_text=_("La resolución debe decirlo, con el tipo de riesgo."),
    )
    outcome = forms.ChoiceField(
        label=_("¿Qué se decidió?"),
        choices=[
            (GRANTED, _("Se dictan medidas de protección")),
            (DENIED, _("No se dictan medidas, con razones")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Elige qué se decidió.")},
    )
    denial_reasons = TextThen(
        max_length=LONG, widget=_area(6), label=_("Por qué no se dictan medidas")
    )
    measures = BoxesThen(
        label=_("Medidas de protección"),
        choices=lambda: labels.choices("measures"),
        widget=Hinted("measures"),
    )
    distance_metres = NumberThen(
        label=_("No acercarse: distancia mínima, en metros"),
        min_value=1,
        max_value=FURTHEST,
    )
    other_order = TextThen(
        max_length=1500,
        widget=_area(),
        label=_("La otra medida"),
        help_text=_("Qué se debe hacer o no hacer, dónde y quién lo ejecuta."),
    )
    details = _text(
        NOTE,
        label=_("Precisiones de las medidas"),
        help_text=_("Lugares, monto, bienes, o el permiso de armas si se conoce."),
    )
    measures_until = DayField(
        label=_("Vigentes hasta"),
        required=False,
        help_text=_("En blanco: mientras dure el riesgo."),
    )
    reasons = _text(
        LONG,
        label=_("Razones de la decisión y tipo de riesgo"),
        help_text=_("Con ellas queda dicho que la resolución está motivada."),
    )
    precautionary = forms.MultipleChoiceField(
        label=_("Cuáles se dictan"),
        required=False,
        choices=lambda: labels.choices("precautionary"),
        widget=Hinted("precautionary"),
    )
    precautionary_reasons = _text(
        LONG,
        label=_("Razones, o por qué no se dictan cautelares"),
        help_text=_("La resolución debe pronunciarse: sin cautelares ni razones, queda debido."),
    )
    resolution_number = forms.CharField(
        label=_("Número de la resolución"), required=False, max_length=SHORT
    )
    decided_at = InstantField(
        label=_("Cuándo se decidió"), error_messages={"required": _("Escribe cuándo se decidió.")}
    )

    def __init__(
        self, *args: Any, known_at: datetime, now: datetime, hearing_recorded: bool = False,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.known_at, self.now = known_at, now
        if hearing_recorded:
            for name in ("hearing", "hearing_at", "hearing_mode", "skip_reasons"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Tell, at its field, why the decision cannot be recorded."""
        asked = super().clean() or {}
        if self.errors:
            return asked
        decision = self.decision()
        for name, why in refusals(decision, known_at=self.known_at, now=self.now).items():
            self.add_error(name, why)
        for act in acts_of(decision):
            try:
                facts.check(act.kind, act.facts)
            except facts.FactsRefused as refused:
                self._refuse(act.kind, refused)
        return asked

    def decision(self) -> Decision:
        """What was answered; what belongs to another answer is left out."""
        asked = self.cleaned_data
        hearing, granted = asked.get("hearing", RECORDED), asked["outcome"] == GRANTED
        return Decision(
            decision_id=asked["decision_id"],
            decided_at=settled(asked["decided_at"], known_at=self.known_at, now=self.now),
            hearing=hearing,
            outcome=asked["outcome"],
            resolution_number=asked["resolution_number"],
            precautionary=tuple(asked["precautionary"]),
            precautionary_reasons=asked["precautionary_reasons"],
            **(self._held() if hearing == HELD else {}),
            **({"skip_reasons": asked["skip_reasons"]} if hearing == SKIPPED else {}),
            **(self._given() if granted else {"denial_reasons": asked["denial_reasons"]}),
        )

    def _held(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("hearing_at", "hearing_mode")}

    def _given(self) -> dict[str, Any]:
        asked = self.cleaned_data
        given = {name: asked[name] for name in ("details", "measures_until", "reasons")}
        needs = {"distance_metres": "no-approach", "other_order": "other"}
        wanted = {name: asked[name] for name, code in needs.items() if code in asked["measures"]}
        return {**given, **wanted, "measures": tuple(asked["measures"])}

    def _refuse(self, kind: str, refused: facts.FactsRefused) -> None:
        for name, why in refused.messages(get_language() or "es").items():
            field = WRITTEN.get((kind, name), name)
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, why)
