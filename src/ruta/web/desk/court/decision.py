"""A court's decision as its clerk states it, and what makes one that cannot be recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.law import rulebook
from ruta.web.components import lima

from .bare_order import is_bare

HELD, SKIPPED, RECORDED = "held", "skipped", "recorded"
GRANTED, DENIED = "granted", "denied"
NO_APPROACH, WEAPONS_BAN, OTHER = "no-approach", "weapons-ban", "other"
BARE_ORDER = "court-no-bare-cease-order"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """
    One decision about protection. What does not belong to the answers given is empty.

    `hearing` is held, skipped or recorded (in an act before); `outcome` granted or denied;
    `measures` and `precautionary` are codes of the law's terms; `decision_id` is made by the page,
    so that a decision sent twice is one.
    """

    decision_id: UUID
    decided_at: datetime
    hearing: str
    outcome: str
    hearing_at: datetime | None = None
    hearing_mode: str = ""
    skip_reasons: str = field(default="", repr=False)
    measures: tuple[str, ...] = ()
    distance_metres: int | None = None
    other_order: str = field(default="", repr=False)
    details: str = field(default="", repr=False)
    measures_until: date | None = None
    reasons: str = field(default="", repr=False)
    denial_reasons: str = field(default="", repr=False)
    precautionary: tuple[str, ...] = ()
    precautionary_reasons: str = field(default="", repr=False)
    resolution_number: str = field(default="", repr=False)

    @property
    def granted(self) -> bool:
        """Whether it gives measures."""
        return self.outcome == GRANTED


def article() -> str:
    """The article by which an order that violence stop is not a measure."""
    return rulebook.default().wordings[BARE_ORDER].article


def settled(written: datetime, *, known_at: datetime, now: datetime) -> datetime:
    """
    The instant meant by a written minute: the court's knowing of the case in that minute comes
    before it, and no instant is after now.
    """
    within = max(written, known_at) if known_at - written < MINUTE else written
    return min(within, now) if within - now < MINUTE else within


def refusals(decision: Decision, *, known_at: datetime, now: datetime) -> Mapping[str, str]:
    """
    Why a decision cannot be recorded, by field; empty when it can.

    :param known_at: when the court came to know of the case
    """
    found = {**_when(decision, known_at, now), **_hearing(decision)}
    found |= _measures(decision) if decision.granted else _denial(decision)
    return found


def _when(decision: Decision, known_at: datetime, now: datetime) -> dict[str, str]:
    if decision.decided_at > now:
        return {"decided_at": _("No puede ser después de este momento.")}
    if decision.decided_at < known_at:
        when = lima.instant(known_at, get_language())
        return {"decided_at": _("El juzgado conoció el caso el %(when)s.") % {"when": when}}
    return {}


def _hearing(decision: Decision) -> dict[str, str]:
    if decision.hearing == SKIPPED:
        why = _("Escribe por qué se prescindió de la audiencia.")
        return {} if decision.skip_reasons else {"skip_reasons": why}
    if decision.hearing == RECORDED:
        return {}
    if decision.hearing_at is None:
        return {"hearing_at": _("Escribe cuándo fue la audiencia.")}
    if decision.hearing_at > decision.decided_at:
        return {"hearing_at": _("La audiencia va antes que la decisión.")}
    return {}


def _measures(decision: Decision) -> dict[str, str]:
    if not decision.measures:
        return {"measures": _no_measure()}
    found = {}
    if OTHER in decision.measures and not decision.other_order:
        found["other_order"] = _("Escribe cuál es la otra medida.")
    if decision.measures == (OTHER,) and is_bare(decision.other_order):
        found["other_order"] = _bare()
    if NO_APPROACH in decision.measures and decision.distance_metres is None:
        found["distance_metres"] = _("Escribe la distancia, en metros.")
    return found


def _denial(decision: Decision) -> dict[str, str]:
    why = _("Escribe por qué no se dictan medidas.")
    return {} if decision.denial_reasons else {"denial_reasons": why}


def _no_measure() -> str:
    return _(
        "Elige al menos una medida concreta: ordenar solo que cese la violencia no basta "
        "(%(law)s). Si no se dicta ninguna, dilo arriba con sus razones."
    ) % {"law": article()}


def _bare() -> str:
    return _(
        "Esta orden solo dice que cese la violencia, y la ley no la admite sola (%(law)s). "
        "Escribe qué debe hacer o no hacer, o elige otra medida de la lista."
    ) % {"law": article()}
