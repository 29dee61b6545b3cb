"""
From the clear columns of a case's acts to everything that is computed of it: its state, its
obligations, and the offices involved. Recording, loading in bulk and verifying all pass here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ruta.acts import fold, stages, vocabulary
from ruta.law import clock, rulebook, streams
from ruta.law import model as law
from ruta.law.status import OPEN_KINDS, TERM_KINDS

from . import grants
from .grants import GrantValues
from .models import NEVER
from .offices import Places, as_law_sees

TO_DO = TERM_KINDS | OPEN_KINDS
OBLIGATIONS = UUID("b5b3ed3c-0d4c-5f0c-9d7b-3a5a1c0f6e21")


class ActValues(NamedTuple):
    """The clear columns of `cases_act`, without the case."""

    act_id: UUID
    arrival: int
    kind: str
    at: datetime
    recorded_at: datetime
    office_id: str | None
    author_id: UUID | None
    to_office_id: str | None
    corrects: UUID | None
    annuls: UUID | None
    facts: Mapping[str, Any]


class CaseValues(NamedTuple):
    """The columns of `cases_case` that are computed from acts."""

    opened_at: datetime
    last_act_at: datetime
    act_count: int
    risk: str
    stage: str
    open: bool
    next_due_at: datetime | None


class ObligationValues(NamedTuple):
    """The columns of `cases_obligation` after (case_id, obligation_id)."""

    wording: str
    bearer: str
    kind: str
    start_act: UUID
    period: int
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    met_by: UUID | None
    discharged_at: datetime | None
    discharged_by: UUID | None
    breached_at: datetime | None
    breached_by: UUID | None
    voided: bool
    holder_id: str | None
    todo_at: datetime | None = None
    periods_open: int = 0

    @property
    def awaited_at(self) -> datetime | None:
        """The instant a term still unmet is awaited at; `None` where nothing is awaited."""
        return self.due_at if self.is_live and self.kind in TERM_KINDS else None

    @property
    def is_live(self) -> bool:
        """Whether nothing has ended it."""
        return not (self.met_at or self.discharged_at or self.breached_at or self.voided)

    @property
    def running(self) -> tuple[str, UUID]:
        """Its duty and the act that started it, which all its periods share."""
        return self.wording, self.start_act


class InvolvementValues(NamedTuple):
    """What is an office's own in `cases_involvement`."""

    department: str
    since: datetime
    next_due_at: datetime | None
    sees_until: datetime | None = None


class Derived(NamedTuple):
    """Everything computed of one case, keyed by obligation id, by office id and by grant."""

    case: CaseValues
    obligations: dict[UUID, ObligationValues]
    involvements: dict[str, InvolvementValues]
    grants: dict[grants.Key, GrantValues]


@cache
def default_clock() -> clock.Clock:
    """The clock of the shipped rulebook and vocabulary."""
    return clock.Clock(rulebook.default(), counts_as=vocabulary.counts_as())


def derive(acts: Sequence[ActValues], *, places: Places, as_of: datetime) -> Derived:
    """
    Fold a case and run its clock.

    :param acts: all acts of one case, at least one, in any order
    :param places: type and department of every office the acts name
    :param as_of: when it is computed: recurring duties have the periods begun by then
    """
    stream = as_law_sees_all(acts, places)
    state = fold.state(stream)
    obligations = in_queues(dict(map(_values, default_clock().run(stream, as_of=as_of))))
    places_given = _grants(stream, obligations.values(), places, state)
    involvements = _involvements(stream, obligations.values(), places, places_given)
    terms = [term for values in obligations.values() if (term := values.awaited_at)]
    case = CaseValues(
        opened_at=state.opened_at,
        last_act_at=state.last_at,
        act_count=len(acts),
        risk=state.risk or "",
        stage=state.stage,
        open=state.stage != stages.CLOSED,
        next_due_at=min(terms, default=None),
    )
    return Derived(case, obligations, involvements, places_given)


def in_queues(obligations: Mapping[UUID, ObligationValues]) -> dict[UUID, ObligationValues]:
    """The same, each with its place in the queues; only the oldest unmet period has one."""
    owed = [values for values in obligations.values() if values.is_live and values.kind in TO_DO]
    periods = Counter(values.running for values in owed)
    oldest: dict[tuple[str, UUID], int] = {}
    for values in owed:
        period = oldest.get(values.running, values.period)
        oldest[values.running] = min(period, values.period)
    placed = dict(obligations)
    for id_, values in obligations.items():
        if values.is_live and values.kind in TO_DO and oldest[values.running] == values.period:
            placed[id_] = values._replace(
                todo_at=values.awaited_at or NEVER, periods_open=periods[values.running]
            )
    return placed


def obligation_id(wording: str, start_act: str, period: int) -> UUID:
    """The id of one running of one wording: computing again finds it again."""
    return uuid5(OBLIGATIONS, f"{wording}|{start_act}|{period}")


def office_ids(acts: Iterable[ActValues]) -> set[str]:
    """Every office the acts name."""
    named = {office for act in acts for office in (act.office_id, act.to_office_id)}
    return {office for office in named if office}


def as_law_sees_all(acts: Iterable[ActValues], places: Places) -> list[law.Act]:
    """The acts as the clock and the fold read them."""
    return [_as_law_sees(act, places) for act in acts]


def _as_law_sees(act: ActValues, places: Places) -> law.Act:
    return law.Act(
        id=str(act.act_id),
        kind=act.kind,
        at=act.at,
        arrival=act.arrival,
        recorded_at=act.recorded_at,
        facts=act.facts,
        office=as_law_sees(act.office_id, places),
        to=as_law_sees(act.to_office_id, places),
        corrects=str(act.corrects) if act.corrects else None,
        annuls=str(act.annuls) if act.annuls else None,
    )


def _values(duty: law.Obligation) -> tuple[UUID, ObligationValues]:
    wording, start = duty.wording, duty.start.id
    values = ObligationValues(
        wording=wording.id,
        bearer=wording.bearer,
        kind=wording.kind,
        start_act=UUID(start),
        period=duty.period,
        started_at=duty.started_at,
        due_at=duty.due_at,
        met_at=duty.met_at,
        met_by=UUID(duty.met_by) if duty.met_by else None,
        discharged_at=duty.discharged_at,
        discharged_by=UUID(duty.discharged_by) if duty.discharged_by else None,
        breached_at=duty.breached_at,
        breached_by=UUID(duty.breached_by) if duty.breached_by else None,
        voided=duty.voided,
        holder_id=duty.holder.id if duty.holder else None,
    )
    return obligation_id(wording.id, start, duty.period), values


def _involvements(
    acts: Sequence[law.Act],
    obligations: Iterable[ObligationValues],
    places: Places,
    places_given: Mapping[grants.Key, GrantValues],
) -> dict[str, InvolvementValues]:
    """
    Who is in the case and since when. An office keeps its place by any act of its own; an address
    or a duty gives one only while it stands, so that a report sent by mistake can be annulled.
    """
    since: dict[str, datetime] = {}
    due: dict[str, datetime] = {}

    def come(office: str, at: datetime) -> None:
        since[office] = min(at, since.get(office, at))

    for act in acts:
        if act.office:
            come(act.office.id, act.at)
    for act in _standing(acts):
        if act.to:
            come(act.to.id, act.at)
    for values in obligations:
        if values.holder_id and not values.voided:
            come(values.holder_id, values.started_at)
            if term := values.awaited_at:
                due[values.holder_id] = min(term, due.get(values.holder_id, term))
    seen: dict[str, datetime] = {}
    for (office, _, _), given in places_given.items():
        seen[office] = max(given.until, seen.get(office, given.until))
    return {
        office: InvolvementValues(
            places[office].department if office in places else "",
            at,
            due.get(office),
            seen.get(office),
        )
        for office, at in since.items()
    }


def _grants(
    acts: Sequence[law.Act],
    obligations: Iterable[ObligationValues],
    places: Places,
    state: fold.CaseState,
) -> dict[grants.Key, GrantValues]:
    running = [values for values in obligations if not values.voided]
    named = {act.office.id for act in acts if act.office} | {act.to.id for act in acts if act.to}
    holders = {values.holder_id for values in running if values.holder_id}
    return grants.grants(
        grants.Folded(
            acts=tuple(_standing(acts)),
            owing=frozenset(v.holder_id for v in running if v.holder_id and v.todo_at),
            severe=state.risk == "severo" and state.stage != stages.CLOSED,
            started=frozenset(values.wording for values in running),
            offices={id_: places[id_].type for id_ in named | holders if id_ in places},
        )
    )


def _standing(acts: Sequence[law.Act]) -> Iterable[law.Act]:
    """The acts that count: of corrected ones the correction, of annulled ones nothing."""
    if not any(act.corrects or act.annuls for act in acts):
        return acts
    ordered, annulled = streams.arrange(acts, as_of=max(act.at for act in acts))
    return (act for act in ordered if act.id not in annulled)
