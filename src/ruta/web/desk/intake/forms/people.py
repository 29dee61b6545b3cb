"""Who she is and who did it: asked once, and never a document before she is heard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruta.web.desk.intake import choices
from ruta.web.desk.intake.fields import (
    YES_NO,
    YES_NO_UNKNOWN,
    DistrictField,
    Listed,
    Pick,
    Text,
    full_name,
)
from ruta.web.desk.intake.known import AGE_RANGES
from ruta.web.desk.intake.setting import Setting

from .step_form import StepForm

DOCUMENTS = (
    ("", _("Ninguno, o no lo da")),
    ("dni", _("DNI")),
    ("foreigner-card", _("Carné de extranjería")),
    ("passport", _("Pasaporte")),
    ("temporary-permit", _("Permiso temporal u otro")),
)
FORCES = (
    ("", _("No, o no se sabe")),
    ("pnp", _("Policía")),
    ("armed-forces", _("Fuerzas Armadas")),
)
WORKPLACES = (
    ("", _("No, o no se sabe")),
    ("PNP", _("Policía")),
    ("FISC", _("Fiscalía")),
    ("PJ", _("Poder Judicial")),
    ("SALUD", _("Salud")),
    ("CEM", _("CEM")),
    ("LINEA", _("Línea 100")),
    ("UPE", _("Protección de menores")),
)
OLDEST = 120


class AgeField(forms.IntegerField):
    """An age in years, if known; written in a box that takes whatever is typed."""

    max_length = 3  # how wide the box is drawn

    def __init__(self) -> None:
        out_of_range = _("Escribe una edad de 0 a 120.")
        super().__init__(
            required=False,
            min_value=0,
            max_value=OLDEST,
            label=_("Edad en años"),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": _("Escribe la edad con cifras, por ejemplo 34."),
                "min_value": out_of_range,
                "max_value": out_of_range,
            },
        )


class She(StepForm):
    """Who she is: nothing here is a condition to be attended."""

    names = Text(
        limit=200, label=_("Nombres y apellidos"), help_text=_("En blanco si prefiere no decirlos.")
    )
    sex = Pick(lambda: choices.of("sexes"), label=_("Sexo"))
    age = AgeField()
    age_range = Listed(
        lambda: choices.blank(
            str(_("No se sabe")), [(code, str(span.says)) for code, span in AGE_RANGES.items()]
        ),
        required=False,
        label=_("Si no sabes los años, ¿entre cuáles?"),
    )
    pregnant = Pick(YES_NO_UNKNOWN, required=False, label=_("¿Está embarazada?"))
    sexual = Pick(
        YES_NO,
        required=False,
        label=_("¿Ya dijo que hubo violencia sexual?"),
        help_text=_("No se lo preguntes. Si ya lo dijo, no le haremos contar los hechos."),
    )
    document_type = Listed(DOCUMENTS, required=False, label=_("Documento"))
    document = Text(limit=40, label=_("Número"))
    district = DistrictField(label=_("Distrito donde vive"))
    address = Text(limit=300, label=_("Dirección o referencia"), help_text=_("Solo si es seguro."))
    disability = Listed(
        lambda: choices.blank(str(_("No, o no lo dice")), choices.of("disabilities")),
        required=False,
        label=_("Discapacidad"),
    )
    supports = Text(limit=200, label=_("Apoyos que necesita para comunicarse o decidir"))
    preferred_name = Text(limit=200, label=_("Cómo quiere que la llamen"))
    nationality = Text(limit=80, label=_("Nacionalidad"))
    ethnicity = Text(limit=80, label=_("Pueblo o grupo con el que se identifica"))

    FIRST = ("names", "sex", "age", "age_range", "pregnant", "sexual", "district", "address")
    MORE = (
        "document_type", "document", "disability", "supports", "preferred_name", "nationality",
        "ethnicity",
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["district"] = DistrictField(
            near=self.setting.ubigeo,
            label=_("Distrito donde vive"),
            help_text=_("Decide qué CEM y qué juzgado le corresponden."),
        )

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {"district": full_name(setting.ubigeo)}

    @property
    def first(self) -> list[forms.BoundField]:
        """The questions always in sight."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The questions folded until they are wanted."""
        return [self[name] for name in self.MORE]

    @property
    def more_open(self) -> bool:
        """Whether something folded was said or is wrong."""
        return any(bound.errors or bound.value() for bound in self.more)

    def clean(self) -> dict[str, Any]:
        """Years and range may not contradict each other."""
        cleaned: dict[str, Any] = super().clean() or {}
        age, age_range = cleaned.get("age"), cleaned.get("age_range")
        span = AGE_RANGES.get(age_range or "")
        if age is not None and span and not span.low <= age < span.past:
            self.add_error("age_range", _("No coincide con los años que escribiste."))
        return cleaned


class Accused(StepForm):
    """What is known of the person accused; all of it may stay blank."""

    names = Text(limit=200, label=_("Nombres y apellidos"))
    document = Text(limit=40, label=_("Documento"))
    sex = Pick(lambda: choices.of("sexes"), required=False, label=_("Sexo"))
    age = AgeField()
    armed = Pick(
        YES_NO_UNKNOWN, required=False, label=_("¿Tiene un arma o puede conseguirla con facilidad?")
    )
    security_forces = Listed(
        FORCES,
        required=False,
        label=_("¿Es policía o militar?"),
        help_text=_("Si es policía, el caso se cierra a la Policía."),
    )
    workplace = Listed(
        WORKPLACES,
        required=False,
        label=_("¿Trabaja en una institución que atiende estos casos?"),
        help_text=_("Si es así, el caso se cierra a toda ella, aunque sea la tuya."),
    )
    whereabouts = Text(limit=500, label=_("Dónde suele estar"))
    description = Text(
        limit=1500,
        lines=3,
        label=_("Otras señas"),
        help_text=_("Apodo, rasgos, vehículo, trabajo."),
    )
