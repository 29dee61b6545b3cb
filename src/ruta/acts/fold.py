"""The fold: from a case's acts to its state, as of any date and as known by any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from ruta.law import streams
from ruta.law.model import Act, Office

from . import stages, vocabulary

END_OF_TIME = datetime.max.replace(tzinfo=UTC)
TRANSFER, CLOSE = "case-transferred", "case-closed"
REOPENS = frozenset({"case-reopened", "complaint-presented", "breach-known"})
# What ends many cases without the law ending anything: counted, and discharging nothing.
ATTRITION = frozenset(
    "withdrawal-recorded retraction-recorded absence-recorded victim-absent "
    "private-agreement-recorded archived-for-absence case-archived-prosecutor".split()
)


class NothingKnown(ValueError):
    """No act of the case had happened and was known at the instants asked for."""


class Transfer(NamedTuple):
    """The case handed from one office to another."""

    at: datetime
    from_: Office | None
    to: Office | None


class Loss(NamedTuple):
    """Something that takes cases off the route, and when."""

    kind: str
    at: datetime


class CaseState(NamedTuple):
    """
    What a case's standing acts say of it; annulled acts, annulments and replaced ones say nothing.

    :ivar stage: `closed`, or the furthest stage of protection reached
    :ivar protection: the furthest stage of protection reached, closed or not
    :ivar sanction: the furthest stage of the sanction track
    :ivar risk: the level last recorded; `None` before any
    :ivar acts_count: standing acts
    :ivar offices: those that acted or were addressed, in order of first appearing
    :ivar attrition: withdrawals, absences, agreements, archives, in order
    """

    opened_at: datetime
    last_at: datetime
    risk: str | None
    risk_at: datetime | None
    stage: str
    protection: str
    sanction: str
    closed_at: datetime | None
    acts_count: int
    offices: tuple[Office, ...]
    transfers: tuple[Transfer, ...]
    attrition: tuple[Loss, ...]


def state(
    acts: Iterable[Act], *, as_of: datetime | None = None, known_by: datetime | None = None
) -> CaseState:
    """
    The state of one case.

    A case whose every act was annulled reads as closed, with the instants of the annulled acts.

    :param acts: all acts of one case, in any order, instants aware
    :param as_of: cuts on when acts happened; by default all
    :param known_by: cuts on when acts were recorded; by default all. Corrections and annulments
        take effect by their recording alone, whatever `as_of`
    :raises NothingKnown: if no act remains after the cuts
    """
    stream, annulled = streams.arrange(acts, as_of=as_of or END_OF_TIME, known_by=known_by)
    happened = [act for act in stream if not act.annuls]
    if not happened:
        raise NothingKnown
    standing = [act for act in happened if act.id not in annulled]
    if standing:
        return _fold(standing)
    closed = _fold(happened)._replace(risk=None, risk_at=None, acts_count=0, stage=stages.CLOSED)
    return closed._replace(closed_at=closed.last_at, offices=(), transfers=(), attrition=())


def _fold(acts: Sequence[Act]) -> CaseState:
    """Fold standing acts in order."""
    tracks = stages.load()
    protection, sanction = tracks["protection"], tracks["sanction"]
    protected = sanctioned = 0
    risk: str | None = None
    risk_at: datetime | None = None
    closed_at: datetime | None = None
    for act in acts:
        kinds = vocabulary.expand(act.kind, act.facts)
        protected = protection.after(protected, kinds)
        sanctioned = sanction.after(sanctioned, kinds)
        if level := act.facts.get("risk"):
            risk, risk_at = level, act.at
        if act.kind == CLOSE:
            closed_at = act.at
        elif not REOPENS.isdisjoint(kinds):
            closed_at = None
    reached = protection.stages[protected].id
    return CaseState(
        opened_at=acts[0].at,
        last_at=acts[-1].at,
        risk=risk,
        risk_at=risk_at,
        stage=stages.CLOSED if closed_at else reached,
        protection=reached,
        sanction=sanction.stages[sanctioned].id,
        closed_at=closed_at,
        acts_count=len(acts),
        offices=_offices(acts),
        transfers=tuple(Transfer(a.at, a.office, a.to) for a in acts if a.kind == TRANSFER),
        attrition=tuple(Loss(a.kind, a.at) for a in acts if a.kind in ATTRITION),
    )


def _offices(acts: Sequence[Act]) -> tuple[Office, ...]:
    seen = {
        office.id: office for act in reversed(acts) for office in (act.to, act.office) if office
    }
    named = (office.id for act in acts for office in (act.office, act.to) if office)
    return tuple(seen[id_] for id_ in dict.fromkeys(named))
