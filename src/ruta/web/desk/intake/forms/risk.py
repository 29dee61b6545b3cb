"""The risk: the form's questions where we have them, and always a person who decides."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ruta.acts import catalogue
from ruta.instruments import forms as instruments
from ruta.instruments import levels, model, scoring
from ruta.web.desk.intake import choices, known
from ruta.web.desk.intake.fields import NO, UNKNOWN, YES, Pick, Text
from ruta.web.desk.intake.setting import Setting

from .step_form import StepForm

PARTNER = "fvr-partner"
# Questions already answered on an earlier page.
ARMED, SEXUAL, PREGNANT = "2", "8", "v-pregnant"


def name_of(item: model.Item) -> str:
    """The field of a question."""
    return f"item_{item.code}"


class RiskForm(StepForm):
    """The questions of the partner form; any may stay without an answer."""

    instrument = PARTNER

    def prepare(self) -> None:
        language = get_language() or ""
        for item in self.form.items:
            words = [(choice.value, choice.label.text(language)) for choice in item.choices]
            self.fields[name_of(item)] = Pick(
                (*words, (UNKNOWN, _("No se sabe"))),
                required=False,
                label=item.ask.text(language),
                help_text=item.hint.text(language),
            )

    @property
    def form(self) -> model.Form:
        """The instrument."""
        return instruments.load()[self.instrument]

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        """What was said on earlier pages is not asked again."""
        told = {
            ARMED: setting.said("denunciado", "armed"),
            SEXUAL: YES if known.is_sexual(setting.answers) else "",
            PREGNANT: setting.said("persona", "pregnant"),
        }
        return {f"item_{code}": answer for code, answer in told.items() if answer in (YES, NO)}

    def questions(self) -> Iterator[tuple[model.Item, BoundField]]:
        """Each question of the form itself with its field, in its order."""
        return ((item, self[name_of(item)]) for item in self.form.items if not item.annex)

    def annexes(self) -> Iterator[tuple[model.Item, BoundField]]:
        """The questions of the annexes: they give no points."""
        return ((item, self[name_of(item)]) for item in self.form.items if item.annex)

    @property
    def annexes_open(self) -> bool:
        """Whether something was answered in the annexes."""
        return any(bound.value() for _item, bound in self.annexes())

    def clean(self) -> dict[str, Any]:
        """The answers by code: a question that an earlier answer hides keeps no answer."""
        super().clean()
        given: dict[str, str] = {}
        for item in self.form.items:
            answer = self.cleaned_data.get(name_of(item), "")
            asked = not item.ask_if or given.get(item.ask_if) == YES
            if asked and answer not in scoring.BLANK:
                given[item.code] = answer
        return {"instrument": self.instrument, "answers": given}


def level_field(*allowed: str, **options: Any) -> Pick:
    """A level of risk, the highest last."""
    return Pick(lambda: choices.of("levels", *allowed), **options)


def reasons_field(**options: Any) -> Text:
    """Why this level."""
    limit = catalogue.load().facts["risk_reasons"].max_length
    return Text(limit=limit, lines=4, **options)


class Outcome(StepForm):
    """The level the form gives, which may be raised with a reason and never lowered here."""

    may_rise = True
    level = level_field(label=_("Nivel de riesgo que registras"))
    reasons = reasons_field(
        label=_("Si lo subes, ¿por qué?"),
        help_text=_("Los hechos en que te apoyas. Tu criterio puede subir el nivel, no bajarlo."),
    )

    def prepare(self) -> None:
        floor = self.result.computed_level or levels.UNDETERMINED
        allowed = levels.ORDER[levels.ORDER.index(floor) :]
        self.fields["level"] = level_field(*allowed, label=_("Nivel de riesgo que registras"))
        self.may_rise = len(allowed) > 1
        if not self.may_rise:
            self.fields["level"].widget = forms.HiddenInput()
            del self.fields["reasons"]

    @property
    def result(self) -> scoring.Result:
        """What the form says of the answers given."""
        form = instruments.load()[self.setting.said("ficha", "instrument", PARTNER)]
        return scoring.score(form, self.setting.said("ficha", "answers", {}))

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {"level": cls(setting=setting).result.computed_level}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        level, computed = cleaned.get("level"), self.result.computed_level
        raised = level not in (None, computed, "") and computed != levels.UNDETERMINED
        if raised and not cleaned.get("reasons"):
            self.add_error("reasons", _("Escribe por qué el nivel es mayor que el de la ficha."))
        return cleaned


class Level(StepForm):
    """Where we have no questions: the worker decides the level, and says why."""

    level = level_field(*reversed(levels.ORDER), label=_("Nivel de riesgo"))
    reasons = reasons_field(
        required=True,
        label=_("¿Por qué?"),
        error_messages={"required": _("Escribe en qué te basas, aunque sea una frase.")},
    )
