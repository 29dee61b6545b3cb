"""Before she tells anything: whether it is safe, in which language, and how to reach her."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruta.acts import vocabulary
from ruta.web.desk.intake import choices
from ruta.web.desk.intake.fields import NO, YES, YES_NO, Listed, Pick, Text
from ruta.web.desk.intake.setting import Setting

from .step_form import StepForm

FEWEST_FIGURES = 6  # a fixed line without its area code


class Safety(StepForm):
    """Whether she can talk now."""

    safe = Pick(
        ((YES, _("Sí, puede hablar ahora")), (NO, _("No, ahora no es seguro"))),
        label=_("¿Puede hablar con seguridad en este momento?"),
        help_text=_("A solas, sin quien la agredió ni su familia cerca, y sin que la escuchen."),
    )
    woman_officer = forms.BooleanField(
        required=False,
        label=_("La atiende una mujer policía"),
        help_text=_("De preferencia, y con formación en violencia."),
    )

    def prepare(self) -> None:
        """Only the police note who attends her."""
        kind = vocabulary.kinds()["female-officer-assigned"]
        if not kind.may_be_recorded_by(self.setting.office_type):
            del self.fields["woman_officer"]


class Language(StepForm):
    """Who tells it, in which language, and whether an interpreter is needed."""

    complainant = Listed(lambda: choices.of("complainants"), label=_("¿Quién lo cuenta?"))
    complainant_name = Text(
        limit=200,
        label=_("Nombre de quien denuncia por ella"),
        help_text=_("Solo si quiere darlo. Se guarda en reserva."),
    )
    language = Listed(choices.languages, label=_("¿En qué lengua se expresa mejor ella?"))
    interpreter = Pick(YES_NO, label=_("¿Hace falta intérprete?"))

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {"complainant": "herself", "language": "spanish"}


BY_TELEPHONE = frozenset({"phone", "message"})


class Contact(StepForm):
    """How to reach her without putting her in danger; all of it is hers to give or not."""

    safe_channel = Pick(
        lambda: choices.of("safe_channels"),
        required=False,
        label=_("¿Cómo podemos comunicarnos con ella?"),
    )
    telephone = Text(limit=40, label=_("Teléfono"), attrs={"type": "tel", "inputmode": "tel"})
    safe_hours = Text(
        limit=120,
        label=_("Horas seguras"),
        help_text=_("Por ejemplo: de 9 a 12, mientras trabaja."),
    )
    may_answer = Text(limit=120, label=_("Quién más puede contestar"))
    code_word = Text(
        limit=60,
        label=_("Palabra clave"),
        help_text=_("Si la dice, no puede hablar: se corta y se la protege."),
    )

    def clean_telephone(self) -> str:
        """
        The telephone as typed, by which she can be reached.

        :raises ValidationError: if it has too few figures to be one
        """
        typed = str(self.cleaned_data["telephone"])
        if typed and sum(char.isdigit() for char in typed) < FEWEST_FIGURES:
            raise forms.ValidationError(_("Escribe el número con todas sus cifras."))
        return typed

    def clean(self) -> dict[str, Any]:
        """A call or a message needs a number to go to."""
        cleaned = super().clean() or self.cleaned_data
        unknown = "telephone" not in self.errors and not cleaned.get("telephone")
        if cleaned.get("safe_channel") in BY_TELEPHONE and unknown:
            self.add_error("telephone", _("Escribe a qué número, o elige otra forma."))
        return cleaned
