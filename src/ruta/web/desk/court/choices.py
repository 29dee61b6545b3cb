"""What a court may choose among, each with what it needs and who carries it out."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from ruta.acts import codes
from ruta.law import terms
from ruta.law.terms import Term
from ruta.web.components import labels

Choices = list[tuple[str, str]]
OWN = frozenset({"juzgado-familia"})
# What each needs; Spanish is the message id.
NEEDS = {
    "removal-from-home": gettext_noop(
        "Con prohibición de volver. De quién sea la casa no impide proteger."
    ),
    "no-approach": gettext_noop("Casa, trabajo, estudio, esparcimiento. Di la distancia."),
    "no-communication": gettext_noop("Por carta, teléfono, redes o cualquier otro medio."),
    "weapons-ban": gettext_noop("Si el arma es del Estado, se avisa también a la institución."),
    "inventory": gettext_noop("Di qué bienes en las precisiones."),
    "emergency-allowance": gettext_noop("Di el monto y desde cuándo en las precisiones."),
    "no-disposal": gettext_noop("Se inscribe en registros públicos."),
    "shelter": gettext_noop("Con su voluntad y coordinación previa. No escribas la dirección."),
    "other": gettext_noop("Patrullaje, cambio de horario, garantías. Di quién la ejecuta."),
    "precautionary-alimony": gettext_noop("El cuaderno pasa al juzgado del proceso de fondo."),
    "precautionary-foster-care": gettext_noop("Con la familia extensa, hasta que decida la UPE."),
}


class Hinted(forms.CheckboxSelectMultiple):
    """Boxes to tick, each with a line under it."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table

    @property
    def hints(self) -> Mapping[str, str]:
        """By code: what to know of it, and who carries it out."""
        return {code: hint(term) for code, term in terms.load().tables[self.table].items()}


def hint(term: Term) -> str:
    """What a measure needs, and who carries it out."""
    need = _(NEEDS[term.id]) if term.id in NEEDS else ""
    executors = [who for who in term.more.get("executor", ()) if who not in OWN]
    by = _("Ejecuta: %(who)s.") % {"who": _listed(executors)} if executors else ""
    return " ".join(text for text in (need, by) if text)


def listed(table: str) -> Choices:
    """A list of codes that acts use, as choices in the reader's language."""
    language = get_language() or "es"
    return [(code, name.text(language)) for code, name in codes.lists()[table].items()]


def _listed(bearers: Iterable[str]) -> str:
    return ", ".join(labels.label("bearer", who) for who in bearers)
