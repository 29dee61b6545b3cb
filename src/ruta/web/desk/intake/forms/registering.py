"""The last page: rights, who is told, and everything said, to be read again before registering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruta.directory import queries
from ruta.web.desk.intake import choices
from ruta.web.desk.intake.fields import YES_NO, Listed, Pick
from ruta.web.desk.intake.setting import Setting

from .step_form import StepForm


class Check(StepForm):
    """Whether her rights were explained, and whom she lets us tell."""

    rights = forms.BooleanField(
        required=False, label=_("Le expliqué sus derechos y le di la cartilla")
    )
    given_language = Listed(choices.languages, required=False, label=_("¿En qué lengua?"))
    wants_cem = Pick(
        YES_NO,
        label=_("¿Quiere que el CEM la atienda?"),
        help_text=_("Negarse no le quita ninguna atención."),
    )
    cem = Listed((), required=False, label=_("CEM al que se avisa"))
    wants_complaint = Pick(
        YES_NO,
        label=_("¿Presentas la denuncia ante la comisaría?"),
        help_text=_("Al presentarla, la comisaría la tiene de inmediato y corren sus plazos."),
    )
    police = Listed((), required=False, label=_("Comisaría"))

    def prepare(self) -> None:
        """Whoever receives complaints tells the CEM by law; the others ask her first."""
        if self.setting.door.receives:
            for name in ("wants_cem", "wants_complaint", "police"):
                del self.fields[name]
        else:
            self.fields["police"] = self._offices("pnp", _("Comisaría que la recibe"))
        if self.setting.office_type == "cem":
            del self.fields["cem"], self.fields["wants_cem"]
        else:
            self.fields["cem"] = self._offices("cem", _("CEM al que se avisa"))

    def _offices(self, type_: str, label: Any) -> Listed:
        """The offices of a type in her department."""
        within = home(self.setting)[:2]
        pairs = [
            (o.id, f"{o.name} ({o.district})") for o in queries.offices_of(type_, within=within)
        ]
        return Listed(choices.blank("", pairs), required=False, label=label)

    @classmethod
    def suggested(cls, setting: Setting) -> dict[str, Any]:
        return {
            "given_language": setting.said("lengua", "language"),
            "cem": competent("cem", setting),
            "police": competent("pnp", setting),
        }


def home(setting: Setting) -> str:
    """The district where she lives; the office's own when she has not said."""
    return setting.said("persona", "district") or setting.ubigeo


def competent(type_: str, setting: Setting) -> str:
    """The office of a type that serves her district; nothing when there is none."""
    office = queries.competent(type_, home(setting))
    return office.id if office else ""
