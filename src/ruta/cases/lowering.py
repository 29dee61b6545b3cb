"""
A lower risk level needs a second professional of another agency, everywhere.

One agency proposes (`risk-lowering-proposed`), another lowers (`risk-level-lowered`). No other act
may leave the case at a lower level than before at any instant: not a new form, nor a correction or
annulment of an old one, nor a form recorded late with an earlier date.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ruta.law import model as law
from ruta.law import streams

from .derivation import ActValues, as_law_sees_all
from .offices import Places

PROPOSED = "risk-lowering-proposed"
LOWERED = "risk-level-lowered"
# Undetermined is what the law presumes of a case not assessed: falling back to it lowers the level.
ORDER = {"indeterminado": 0, "leve": 1, "moderado": 2, "severo": 3}
LAST = datetime.max.replace(tzinfo=UTC)


class NeedsSecondAgency(Exception):
    """A lower risk level that no other agency proposed. Its text may be shown to the person."""

    def __init__(self) -> None:
        super().__init__(
            _("Bajar el nivel de riesgo requiere que otra institución lo haya propuesto antes.")
        )


class _Level(NamedTuple):
    """The risk level from an instant on, the act that set it and whether a second agency agreed."""

    at: datetime
    rank: int
    act_id: str
    seconded: bool
    falls: bool


def check(
    before: Sequence[ActValues],
    after: Sequence[ActValues],
    *,
    new: Collection[UUID],
    places: Places,
) -> None:
    """
    Compare the risk level of a case with and without new acts, at every instant of its history.

    :raises NeedsSecondAgency: if it is lower anywhere and no second agency agreed
    """
    levels = _levels(after, places)
    fresh = {str(act_id) for act_id in new}
    if any(level.falls and not level.seconded and level.act_id in fresh for level in levels):
        raise NeedsSecondAgency
    previous = _levels(before, places)
    for instant in {level.at for level in (*levels, *previous)}:
        was, is_ = _as_of(previous, instant), _as_of(levels, instant)
        if was and was.rank > (is_.rank if is_ else 0) and not (is_ and is_.seconded):
            raise NeedsSecondAgency


def _as_of(levels: Sequence[_Level], instant: datetime) -> _Level | None:
    place = bisect_right([level.at for level in levels], instant)
    return levels[place - 1] if place else None


def _levels(acts: Sequence[ActValues], places: Places) -> list[_Level]:
    """The levels of a case in order, each with the act that set it."""
    ordered, annulled = streams.arrange(as_law_sees_all(acts, places), as_of=LAST)
    authors = {str(act.act_id): act.author_id for act in acts}
    levels: list[_Level] = []
    proposals: list[law.Act] = []
    for act in ordered:
        if act.id in annulled:
            continue
        if act.kind == PROPOSED:
            proposals.append(act)
            continue
        rank = ORDER.get(act.facts.get("risk", ""))
        if rank is None:
            continue
        falls = bool(levels) and rank < levels[-1].rank
        seconded = act.kind == LOWERED and any(
            _another(act, proposal) and authors[act.id] != authors[proposal.id]
            for proposal in proposals
        )
        levels.append(_Level(act.at, rank, act.id, seconded, falls))
        proposals.clear()
    return levels


def _another(act: law.Act, proposal: law.Act) -> bool:
    """Whether two acts come from different agencies: courts are one agency, prosecutors another."""
    if act.office is None or proposal.office is None:
        return False
    return _agency(act.office) != _agency(proposal.office)


def _agency(office: law.Office) -> str:
    family = office.type.split("-")[0]
    return "juzgado" if family == "sala" else family
