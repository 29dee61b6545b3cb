"""The least a complaint needs, on one page, for when nothing else can be opened."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ruta.acts import catalogue
from ruta.web.desk.intake import choices
from ruta.web.desk.intake.fields import YES_NO, Listed, Pick, Text
from ruta.web.desk.intake.setting import Setting

from .talking import Contact


class Safekeeping(Contact):
    """Danger first; then who, in which language, how to reach her, what happened and who did it."""

    danger = Pick(YES_NO, label=_("¿Corre peligro ahora mismo?"))
    names = Text(
        limit=200, label=_("Nombres y apellidos"), help_text=_("En blanco si prefiere no decirlos.")
    )
    language = Listed(choices.languages, label=_("¿En qué lengua se expresa mejor ella?"))
    account = Text(
        limit=catalogue.load().facts["account"].max_length,
        lines=10,
        required=True,
        label=_("«Cuénteme con sus palabras qué pasó.»"),
        help_text=_(
            "Si es menor de edad o hubo violencia sexual, no preguntes por los hechos:"
            " escribe solo lo que ya dijo."
        ),
        error_messages={"required": _("Escribe lo que contó, aunque sea una frase.")},
    )
    accused = Text(limit=200, label=_("Quién la agredió, y qué es de ella"))
    field_order = (
        "danger", "names", "language", "safe_channel", "telephone", "safe_hours", "may_answer",
        "code_word", "account", "accused",
    )  # fmt: skip

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {"language": "spanish"}
