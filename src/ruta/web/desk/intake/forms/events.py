"""What happened: told once in her words, then only what the law's clocks and her safety need."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruta.acts import catalogue, vocabulary
from ruta.web.components.inputs import DayField, InstantField
from ruta.web.components.lima import day_of
from ruta.web.desk.intake import choices, known
from ruta.web.desk.intake.fields import NO, YES, YES_NO, YES_NO_UNKNOWN, Listed, Pick, Several, Text
from ruta.web.desk.intake.setting import Setting

from .step_form import StepForm

FUTURE = _("Todavía no ha llegado ese momento. Revisa el día y la hora.")
UNSAID = "unsaid"
DETAINS = "aggressor-detained"


class Account(StepForm):
    """What she tells, once."""

    account = Text(
        limit=catalogue.load().facts["account"].max_length,
        lines=14,
        required=True,
        label=_("«Cuénteme con sus palabras qué pasó.»"),
        help_text=_("Escribe lo que dice, como lo dice y en su lengua. No la interrumpas."),
        error_messages={"required": _("Escribe lo que contó, aunque sea una frase.")},
    )
    account_language = Listed(choices.languages, label=_("Lengua en que lo contó"))

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {"account_language": setting.said("lengua", "language", "spanish")}


class Arrival(StepForm):
    """When the report came in, and whether somebody is detained."""

    presented_at = InstantField(
        label=_("¿Cuándo llegó la denuncia?"),
        help_text=_(
            "Los plazos cuentan desde aquí. Cámbialo si llegó antes, en papel o por radio."
        ),
        error_messages={"required": _("Escribe el día y la hora en que llegó.")},
    )
    detained = Pick(
        YES_NO, required=False, label=_("¿La persona denunciada está detenida, en flagrancia?")
    )
    detained_at = InstantField(required=False, label=_("Si está detenida, ¿desde cuándo?"))

    def prepare(self) -> None:
        """Only the police detain."""
        if not vocabulary.kinds()[DETAINS].may_be_recorded_by(self.setting.office_type):
            del self.fields["detained"], self.fields["detained_at"]

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {"presented_at": setting.started_at, "detained": NO}

    def clean_presented_at(self) -> datetime | None:
        """:raises ValidationError: if it has not come yet"""
        return self._past("presented_at")

    def clean_detained_at(self) -> datetime | None:
        """:raises ValidationError: if it has not come yet"""
        return self._past("detained_at")

    def clean(self) -> dict[str, Any]:
        """Whoever is detained is so since some hour: the hours of custody count from it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("detained") != YES:
            self.errors.pop("detained_at", None)
            cleaned["detained_at"] = None
        elif "detained_at" not in self.errors and not cleaned.get("detained_at"):
            self.add_error("detained_at", _("Escribe desde qué hora: el plazo de detención corre."))
        return cleaned

    def _past(self, name: str) -> datetime | None:
        moment: datetime | None = self.cleaned_data[name]
        if moment is not None and moment > self.setting.now:
            raise forms.ValidationError(FUTURE)
        return moment


class Facts(Arrival):
    """The closed questions, after she has told it."""

    violence_types = Several(
        lambda: choices.of("violence_types"), label=_("Tipos de violencia que hubo")
    )
    relation = Listed(choices.bonds, label=_("Quien la agredió es su…"))
    occurred_on = DayField(required=False, label=_("¿Qué día fue, o la última vez?"))
    place_kind = Listed(
        lambda: choices.blank(str(_("No se sabe")), choices.of("places")),
        required=False,
        label=_("¿Dónde?"),
    )
    children_at_risk = Pick(
        YES_NO_UNKNOWN, required=False, label=_("¿Hay niñas, niños o adolescentes en riesgo?")
    )
    field_order = (
        "violence_types", "relation", "occurred_on", "place_kind", "children_at_risk", "detained",
        "detained_at", "presented_at",
    )  # fmt: skip

    def clean_occurred_on(self) -> date | None:
        """:raises ValidationError: if that day has not come yet"""
        day: date | None = self.cleaned_data["occurred_on"]
        if day and day > day_of(self.setting.now):
            raise forms.ValidationError(FUTURE)
        return day


class Tonight(Arrival):
    """For a minor, or after sexual violence: only what protecting her tonight needs."""

    relation = Listed(
        choices.bonds,
        label=_("De quién hay que protegerla: es su…"),
        help_text=_("Lo que ya se sabe. Si no se sabe, elige «Otro»."),
    )
    violence_types = Several(
        lambda: choices.of("violence_types"), label=_("Lo que ya se sabe que hubo")
    )
    rape = Pick(
        ((YES, _("Sí, ya lo dijo")), (UNSAID, _("No, o no lo ha dicho: no se lo preguntes"))),
        required=False,
        label=_("¿Dijo que fue violación?"),
        help_text=_("Pone en marcha el kit y el examen: hay horas, no días."),
    )
    child_with = Listed(
        lambda: choices.blank(str(_("No se sabe")), choices.of("child_with")),
        required=False,
        label=_("¿Con quién queda hoy, a salvo?"),
    )
    children_at_risk = Pick(
        YES_NO_UNKNOWN, required=False, label=_("¿Hay otras niñas, niños o adolescentes en riesgo?")
    )
    account = Text(
        limit=catalogue.load().facts["account"].max_length,
        lines=5,
        label=_("Lo que dijo por su cuenta"),
        help_text=_("Solo si ya lo contó sin que le preguntaras. Tal cual."),
    )
    field_order = (
        "relation", "violence_types", "rape", "child_with", "children_at_risk", "detained",
        "detained_at", "account", "presented_at",
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        if not known.is_minor(self.setting.answers):
            del self.fields["child_with"]

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        sexual = ["sexual"] if setting.said("persona", "sexual") == YES else []
        return {**super().suggested(setting), "violence_types": sexual}
