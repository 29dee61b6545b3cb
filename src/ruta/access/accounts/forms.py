"""The forms by which people prove who they are and look after their account."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruta.access.people import User

CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
    "autocorrect": "off",
}


class CodeForm(forms.Form):
    """A code of the application on the phone, or a backup code."""

    code = forms.CharField(
        label=_("Código"),
        max_length=40,
        help_text=_("Los 6 números de tu aplicación, o uno de tus códigos de respaldo."),
        error_messages={"required": _("Escribe el código.")},
        widget=forms.TextInput(attrs=CODE),
    )


class EnrolmentForm(forms.Form):
    """The user name and the code that somebody handed over in person."""

    username = forms.CharField(
        label=_("Usuario"),
        max_length=60,
        error_messages={"required": _("Escribe tu usuario.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label=_("Código de activación"),
        max_length=40,
        help_text=_("Te lo entregaron en persona. Sirve una vez, durante 24 horas."),
        error_messages={"required": _("Escribe el código.")},
        widget=forms.TextInput(attrs={**CODE, "autocomplete": "off"}),
    )


class ApplicationForm(forms.Form):
    """The first code of an application that was just set up."""

    code = forms.CharField(
        label=_("Los 6 números que muestra la aplicación"),
        max_length=10,
        error_messages={"required": _("Escribe los 6 números.")},
        widget=forms.TextInput(attrs={**CODE, "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Contraseña nueva"),
        max_length=200,
        strip=False,
        help_text=_("Doce caracteres o más. Una frase larga se recuerda mejor."),
        error_messages={"required": _("Escribe una contraseña.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Otra vez la contraseña nueva"),
        max_length=200,
        strip=False,
        error_messages={"required": _("Escribe la contraseña otra vez.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse what is short or often used."""
        password = str(self.cleaned_data["password"])
        try:
            password_validation.validate_password(password, self.person)
        except ValidationError as refused:
            raise ValidationError([_explained(error) for error in refused.error_list]) from None
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        values = super().clean() or {}
        if values.get("password") and values.get("again") not in {None, values["password"]}:
            self.add_error("again", _("Las dos contraseñas no son iguales."))
        return values


def _explained(error: ValidationError) -> ValidationError:
    """What Django says of a password, in our words."""
    words = {
        "password_too_short": _("Es muy corta: escribe doce caracteres o más."),
        "password_too_common": _("Muchas personas la usan. Elige otra."),
    }
    return ValidationError(words.get(error.code or "", _("Elige otra contraseña.")))


class FirstApplicationForm(PasswordForm, ApplicationForm):
    """Password and application together: what an account without a passkey needs."""

    field_order = ("password", "again", "code")
