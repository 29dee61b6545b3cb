"""The protective measures of a case, as the acts that stand leave them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from ruta.cases.rows import ActRow

from .reading import Reading
from .words import code_in_words

DECIDED = ("measures-decided", "variation-decided", "measures-varied")
ENDED, DENIED = "measures-ended", "measures-denied"
LIFTED = "lifted"
NAMES = {
    "in-force": gettext_lazy("Medidas de protección vigentes"),
    "ended": gettext_lazy("Las medidas terminaron"),
    "denied": gettext_lazy("El juzgado no otorgó medidas"),
    "none": gettext_lazy("Todavía no hay medidas de protección"),
    "unread": gettext_lazy("No se pudo abrir qué medidas hay. Pregunta al juzgado."),
}


@dataclass(frozen=True)
class Measures:
    """What the court has ordered: `standing` is one of `NAMES`."""

    standing: str = "none"
    ordered: tuple[str, ...] = ()
    metres: int | None = None
    until: date | None = None
    act: ActRow | None = None

    @property
    def title(self) -> str:
        """How things stand, in words."""
        return str(NAMES[self.standing])


def measures(seen: Reading) -> Measures:
    """The measures in force, or why there are none; a variation that names none leaves them."""
    found = Measures()
    for act in seen.file.acts:
        stated = seen.opened.facts.get(act.act_id, {})
        if not act.stands:
            continue
        if act.kind == ENDED or stated.get("variation") == LIFTED:
            found = Measures("ended", act=act)
        elif act.kind == DENIED:
            found = Measures("denied", act=act)
        elif act.kind in DECIDED:
            found = _decided(act, stated, found)
    # Whether a variation lifted them is not known without what it states.
    return Measures("unread", act=found.act) if found.act and "C" in seen.opened.unread else found


def _decided(act: ActRow, stated: Any, before: Measures) -> Measures:
    until = stated.get("measures_until")
    ordered = tuple(code_in_words(act.kind, "measures", one) for one in stated.get("measures", ()))
    return Measures(
        "in-force",
        ordered or before.ordered,
        stated.get("distance_metres", before.metres),
        date.fromisoformat(until) if until else before.until,
        act,
    )
