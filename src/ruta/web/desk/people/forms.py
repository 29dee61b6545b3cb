"""The forms of the people of an office."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ruta.access import roles
from ruta.access.accounts import administration
from ruta.access.people import User
from ruta.access.roles import Role
from ruta.directory import queries
from ruta.directory.models import Office
from ruta.web.components import labels
from ruta.web.components.inputs import DayField


def role_choices(offered: tuple[Role, ...]) -> list[tuple[str, str]]:
    """Roles as choices, in the reader's language."""
    return [(role.id, labels.label("role", role.id, get_language())) for role in offered]


class PostForm(forms.Form):
    """Office and role; whoever administers one office only is not asked which."""

    office = forms.CharField(
        label=_("Código de la oficina"),
        max_length=24,
        help_text=_("Como está en el directorio, por ejemplo CEM-0123."),
        error_messages={"required": _("Escribe el código de la oficina.")},
    )
    role = forms.ChoiceField(label=_("Qué hace"), error_messages={"required": _("Elige qué hace.")})

    def __init__(self, *args: Any, by: User, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.own = by, office
        everywhere = administration.is_administrator(by)
        if not everywhere:
            del self.fields["office"]
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        offered = _every_role() if everywhere else administration.roles_for(by, office)
        role.choices = [("", _("Elige")), *role_choices(offered)]

    def clean_office(self) -> Office:
        """The office with the code written."""
        try:
            return queries.office(self.cleaned_data["office"].strip().upper())
        except queries.NoSuchOffice:
            raise forms.ValidationError(_("Ninguna oficina tiene este código.")) from None

    def clean(self) -> dict[str, Any]:
        """Refuse a role that does not exist in the office."""
        values = super().clean() or {}
        office, role = values.get("office", self.own), values.get("role")
        allowed = {each.id for each in administration.roles_for(self.by, office)}
        if role and ("office" in values or "office" not in self.fields) and role not in allowed:
            self.add_error("role", _("Esta función no existe en esa oficina."))
        values["office"] = office
        return values


def _every_role() -> tuple[Role, ...]:
    return tuple(roles.every().values())


class NewPersonForm(PostForm):
    """A person to add."""

    username = forms.CharField(
        label=_("Usuario"),
        max_length=60,
        help_text=_("Con el que entrará, por ejemplo r.quispe. Solo letras, números y puntos."),
        error_messages={"required": _("Escribe un usuario.")},
        validators=[
            RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9.\-]+$", _("Usa solo letras, números y puntos."))
        ],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    display_name = forms.CharField(
        label=_("Nombre y apellidos"),
        max_length=120,
        error_messages={"required": _("Escribe el nombre.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("display_name", "username", "office", "role")

    def clean_username(self) -> str:
        """Refuse a user name that is taken."""
        username = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Este usuario ya existe. Elige otro."))
        return username


class TrainedForm(forms.Form):
    """Until when the training of a person counts."""

    until = DayField(
        label=_("Vigente hasta"),
        required=False,
        help_text=_("El último día en que vale. Vacío si no tiene."),
        error_messages={"invalid": _("Escribe un día, por ejemplo 03/03/2027.")},
    )


class IdentityForm(forms.Form):
    """By which subject the outside provider knows a person."""

    subject = forms.CharField(
        label=_("Identificador en la institución"),
        max_length=255,
        required=False,
        help_text=_("El «sub» que da su proveedor de identidad. Vacío para quitarlo."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class OfficeForm(forms.Form):
    """How the office assigns its cases."""

    assigns = forms.ChoiceField(
        label=_("Quién ve un caso que llega a la oficina"),
        choices=(
            (administration.TEAM, _("Todo el equipo de la oficina")),
            (administration.NAMED, _("Solo las personas asignadas por su nombre")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Elige una de las dos.")},
    )


class SecondPersonForm(forms.Form):
    """The reference that the first person tells the second, face to face."""

    reference = forms.CharField(
        label=_("Referencia"),
        max_length=20,
        help_text=_("Ocho letras y números. Te la dice quien coordina la oficina de la persona."),
        error_messages={"required": _("Escribe la referencia.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class SeenForm(forms.Form):
    """That the person was seen face to face, and known."""

    seen = forms.BooleanField(
        label=_("La tengo delante y sé que es ella o él"),
        error_messages={"required": _("Hazlo solo con la persona delante.")},
    )
