"""Whom she lets read what she told, so that nobody asks her again; no blocks nothing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ruta.access import consent_texts
from ruta.acts.facts import FactsRefused
from ruta.cases import consenting, guardians
from ruta.web.components.lima import day_of, spoken
from ruta.web.desk.case import words
from ruta.web.desk.intake import choices, known, parties
from ruta.web.desk.intake.fields import YES, YES_NO, Listed, Pick, Text
from ruta.web.desk.intake.setting import Setting

from .step_form import StepForm

CEM, HEALTH, PROSECUTOR = "share_cem", "share_health", "share_prosecutor"
ASKED = (CEM, HEALTH, PROSECUTOR)
FIELDS = {"consent_role": "role", "consent_representative": "representative"}


class Sharing(StepForm):
    """With whom we share what she told: each office apart, each hers to refuse."""

    share_cem = Pick(
        YES_NO,
        label=_("¿Con el CEM, para que no tenga que repetirlo?"),
        help_text=_("Lee su relato, quién es, su riesgo y cómo ubicarla. 90 días a lo más."),
    )
    share_health = Pick(
        YES_NO,
        required=False,
        label=_("¿Con el establecimiento de salud?"),
        help_text=_("Lee su relato, quién es, su riesgo y sus citas. Si no va, en blanco."),
    )
    share_prosecutor = Pick(
        YES_NO,
        required=False,
        label=_("¿Le damos a la fiscalía cómo ubicarla?"),
        help_text=_("Lo demás la fiscalía lo ve por ley."),
    )
    how = Pick(lambda: choices.of("consent_ways"), label=_("¿Cómo lo decide?"))
    witness = Text(limit=200, label=_("Testigo"), help_text=_("Solo si puso su huella."))
    role = Listed(
        lambda: choices.blank(str(_("Elige")), choices.of("representatives")),
        required=False,
        label=_("¿Quién decide por ella?"),
    )
    representative = Text(
        limit=200,
        label=_("Nombre de quien la representa"),
        help_text=_("Nunca la persona denunciada. Se guarda en reserva."),
    )

    def prepare(self) -> None:
        """An office is not asked about itself; only a small child is decided for."""
        door = self.setting.door
        if own := {"cem": CEM, "ipress": HEALTH}.get(self.setting.office_type):
            del self.fields[own]
        if not door.receives or door.code == "prosecutor":
            del self.fields[PROSECUTOR]
        if not is_small(self.setting):
            del self.fields["role"], self.fields["representative"]

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {"how": "written"}

    def clean(self) -> dict[str, Any]:
        """A thumbprint has a witness; whoever decides for a small child is not accused."""
        said = super().clean() or self.cleaned_data
        if not any(said.get(name) == YES for name in ASKED):
            return said
        if said.get("how") == consenting.THUMBPRINT and not said.get("witness"):
            self.add_error("witness", consenting.NO_WITNESS.text(words.spoken()))
        try:
            guardians.check(giver(said, small=is_small(self.setting)), _people(self.setting))
        except FactsRefused as refusal:
            for name, why in refusal.messages(words.spoken()).items():
                self.add_error(FIELDS.get(name), why)
        return said


def giver(said: Any, *, small: bool) -> guardians.Giver:
    """Who decides: she, or who represents a small child."""
    if not small:
        return guardians.Giver()
    name = said.get("representative", "")
    return guardians.Giver(guardians.REPRESENTATIVE, said.get("role", ""), name)


def is_small(setting: Setting) -> bool:
    """Whether she is under the age from which she decides herself."""
    years = known.age_of(setting.answers)
    return years is not None and years < guardians.DECIDES_FROM_YEARS


def text_of(setting: Setting, language: str) -> consent_texts.ConsentText:
    """The words she is told."""
    return consent_texts.in_use(spoken(language), on=day_of(setting.now))


def _people(setting: Setting) -> list[guardians.Someone]:
    """She, and whoever is accused with what is known of them."""
    answers = setting.answers
    accused = {name: answers.get("denunciado", {}).get(name) for name in parties.ACCUSED}
    bond = known.facts(answers).get("relation")
    years = known.age_of(answers)
    return [
        guardians.Someone("survivor", {} if years is None else {"age": years}),
        guardians.Someone("accused", {**accused, "bond": bond}),
    ]
