"""
The legal clock of one case: acts in, obligations out.

The rules are those of docs/explanation/clock.md; `tests/spec` holds this engine equal to a naive
one written from the rules alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from .conditions import Condition
from .model import Act, Obligation, Office
from .plans import Plan, Plans, utc
from .rulebook import Rulebook
from .streams import arrange

Ways = tuple[tuple[Condition, ...], ...]
NOBODY: tuple[list[int], list[Office]] = ([], [])


class Counts(NamedTuple):
    """An act of one kind also counts as an act of another, given a condition on its facts."""

    kind: str
    given: Condition | None = None


class Clock:
    """A rulebook and what kinds of act count as, made ready to run over many cases."""

    def __init__(
        self, rulebook: Rulebook, counts_as: Mapping[str, Sequence[Counts]] | None = None
    ) -> None:
        self.rulebook = rulebook
        self.plans = Plans(rulebook)
        self.counted = _closure(counts_as or {})

    def run(
        self, acts: Iterable[Act], *, as_of: datetime, known_by: datetime | None = None
    ) -> list[Obligation]:
        """
        The obligations of one case, in the order in which they started.

        :param acts: acts of the case in any order, instants aware
        :param as_of: cuts on when acts happened; recurring duties have the periods begun by then
        :param known_by: cuts on when acts were recorded; by default all are known
        """
        return _Run(self, acts, as_of=utc(as_of), known_by=known_by).obligations()

    def kinds(self, act: Act) -> list[str]:
        """The act's own kind and every kind it counts as."""
        also = self.counted.get(act.kind)
        if also is None:
            return [act.kind]
        return [act.kind, *(kind for kind, ways in also.items() if _open(ways, act))]


class _Run:
    """One pass over one case."""

    __slots__ = (
        "annulled",
        "as_of",
        "clock",
        "competent",
        "instants",
        "places",
        "plans",
        "stream",
        "transfers",
    )

    def __init__(
        self, clock: Clock, acts: Iterable[Act], *, as_of: datetime, known_by: datetime | None
    ) -> None:
        self.clock, self.plans, self.as_of = clock, clock.plans, as_of
        self.stream, self.annulled = arrange(acts, as_of=as_of, known_by=known_by)
        self.places: dict[str, list[int]] = {}
        self.competent: dict[str, tuple[list[int], list[Office]]] = {}
        self.instants = [act.at for act in self.stream]
        self.transfers: list[int] = []

    def obligations(self) -> list[Obligation]:
        kinds = self._index()
        facts = self.clock.rulebook.default_facts
        names = self.clock.rulebook.facts
        found: list[Obligation] = []
        for place, act in enumerate(self.stream):
            voided = act.id in self.annulled
            here = facts
            if act.facts:
                here = tuple(map(_known, map(act.facts.get, names), facts))
            if not voided:
                facts = here
            self._start(place, act, kinds[place], here, voided, found)
        return found

    def _index(self) -> list[list[str]]:
        """Where each kind of act stands, who became competent where, and the transfers."""
        kinds, transfer_kinds = [], self.clock.rulebook.transfers
        for place, act in enumerate(self.stream):
            mine = self.clock.kinds(act)
            kinds.append(mine)
            if act.id in self.annulled:
                continue
            for kind in mine:
                self.places.setdefault(kind, []).append(place)
            transfer = act.kind in transfer_kinds
            if transfer:
                self.transfers.append(place)
            if act.office is not None and not transfer:
                self._competent(act.office, 2 * place)
            if act.to is not None:
                self._competent(act.to, 2 * place + 1)
        return kinds

    def _competent(self, office: Office, turn: int) -> None:
        """Note that an office became competent; within an act its author comes before whom it
        is addressed to."""
        turns, offices = self.competent.setdefault(office.type, ([], []))
        turns.append(turn)
        offices.append(office)

    def _start(
        self,
        place: int,
        act: Act,
        kinds: list[str],
        facts: tuple[Any, ...],
        voided: bool,
        found: list[Obligation],
    ) -> None:
        """Add every obligation that one act sets running."""
        day: date | None = None
        holders: dict[str, Office | None] = {}
        for kind in kinds:
            if day is None:
                day = self.plans.local_day(act.at)
            for plan in self.plans.starting(kind, day, facts):
                wording = plan.wording
                if wording.starts_if and not all(c.holds(act.facts) for c in wording.starts_if):
                    continue
                if wording.bearer not in holders:
                    holders[wording.bearer] = self._holder(plan, place, act)
                holder = holders[wording.bearer]
                if voided:
                    due = self.plans.due(plan, act.at, day)
                    found.append(_void(plan, act, due, holder))
                elif plan.recurring:
                    found.extend(self._periods(plan, place, act, day, holder))
                else:
                    found.append(self._single(plan, place, act, day, holder))

    def _single(
        self, plan: Plan, place: int, act: Act, day: date, holder: Office | None
    ) -> Obligation:
        wording = plan.wording
        due = self.plans.due(plan, act.at, day)
        end = self._first(wording.ends, place)
        if plan.plain and not self.transfers:
            met = self.stream[end] if end is not None else None
            return Obligation(
                wording, act, 0, act.at, due,
                met.at if met else None, met.id if met else None,
                None, None, None, None, False, holder,
            )  # fmt: skip
        done_before = self._before(wording.ends, place) if wording.standing else None
        stop = self._first(wording.discharged_by, place)
        broken = self._first(plan.breaks, place)
        if done_before is not None:
            met_at, met_by, end = act.at, self.stream[done_before].id, place
        elif end is not None and (stop is None or end < stop):
            met_at, met_by, stop = self.stream[end].at, self.stream[end].id, None
        else:
            met_at, met_by, end = None, None, None
        if broken is not None and wording.kind == "order" and end is not None and end <= broken:
            broken = None
        if met_at is not None:
            stop = None
        closed = end if end is not None else stop
        return Obligation(
            wording, act, 0, act.at, due, met_at, met_by,
            *self._mark(stop), *self._mark(broken), False,
            self._moved(plan, place, closed, holder),
        )  # fmt: skip

    def _periods(
        self, plan: Plan, place: int, act: Act, day: date, holder: Office | None
    ) -> Iterable[Obligation]:
        """Each period starts at the previous due instant, until a discharging act."""
        wording, started_at, period = plan.wording, act.at, 0
        stop = self._first(wording.discharged_by, place)
        stopped_at = self.stream[stop].at if stop is not None else None
        while period == 0 or (
            started_at < self.as_of and (stopped_at is None or started_at < stopped_at)
        ):
            due = self.plans.due(plan, started_at, day)
            assert due is not None
            end = self._first(wording.ends, place if period == 0 else self._at(started_at))
            met = end is not None and (stop is None or end < stop)
            mark = self._mark(end) if met else (None, None)
            yield Obligation(
                wording, act, period, started_at, due, *mark,
                *((None, None) if met else self._mark(stop)), None, None, False,
                self._moved(plan, place, end if met else stop, holder),
            )  # fmt: skip
            started_at, period, day = due, period + 1, self.plans.local_day(due)

    def _first(self, kinds: tuple[str, ...], after: int) -> int | None:
        """The place of the first act of any of some kinds after a place."""
        first: int | None = None
        for kind in kinds:
            places = self.places.get(kind)
            if places and places[-1] > after:
                place = places[bisect_right(places, after)]
                first = place if first is None or place < first else first
        return first

    def _before(self, kinds: tuple[str, ...], place: int) -> int | None:
        """The place of some earlier act of any of some kinds."""
        found = (self.places[kind][0] for kind in kinds if kind in self.places)
        return min((p for p in found if p < place), default=None)

    def _at(self, instant: datetime) -> int:
        """The place of the last act at or before an instant."""
        return bisect_right(self.instants, instant) - 1

    def _mark(self, place: int | None) -> tuple[datetime | None, str | None]:
        return (None, None) if place is None else (self.stream[place].at, self.stream[place].id)

    def _holder(self, plan: Plan, place: int, act: Act) -> Office | None:
        """
        Who owes: the addressee of the starting act if of the bearer's type, else the office of
        that type last competent at the start, else the first to become so afterwards.
        """
        types = plan.office_types
        if act.to is not None and act.to.type in types:
            return act.to
        now = 2 * place + 1
        before: tuple[int, Office | None] = (-1, None)
        after: tuple[int, Office | None] = (2 * len(self.stream), None)
        for type_ in types:
            turns, offices = self.competent.get(type_, NOBODY)
            here = bisect_right(turns, now)
            if here and turns[here - 1] > before[0]:
                before = (turns[here - 1], offices[here - 1])
            if here < len(turns) and turns[here] < after[0]:
                after = (turns[here], offices[here])
        return before[1] or after[1]

    def _moved(
        self, plan: Plan, place: int, closed: int | None, holder: Office | None
    ) -> Office | None:
        """The holder after the transfers made while the duty ran."""
        for transfer in self.transfers:
            to = self.stream[transfer].to
            running = place < transfer and (closed is None or transfer < closed)
            if running and to is not None and to.type in plan.office_types:
                holder = to
        return holder


def _void(plan: Plan, act: Act, due: datetime | None, holder: Office | None) -> Obligation:
    """The obligation an annulled act would have started."""
    return Obligation(
        plan.wording, act, 0, act.at, due, None, None, None, None, None, None, True, holder
    )


def _known(recorded: object, before: object) -> object:
    """A fact recorded as unknown leaves what was known."""
    return before if recorded is None else recorded


def _open(ways: Ways, act: Act) -> bool:
    return any(all(condition.holds(act.facts) for condition in way) for way in ways)


def _closure(counts_as: Mapping[str, Sequence[Counts]]) -> dict[str, dict[str, Ways]]:
    """
    Follow `counts_as` to its end: for each kind, the kinds it counts as and the ways there.

    A way is the conditions met along it, all of which must hold; any open way is enough.
    """
    return {kind: _ways(kind, counts_as) for kind in counts_as}


def _ways(start: str, counts_as: Mapping[str, Sequence[Counts]]) -> dict[str, Ways]:
    found: dict[str, list[tuple[Condition, ...]]] = {}
    look: list[tuple[str, tuple[Condition, ...], frozenset[str]]] = [
        (start, (), frozenset([start]))
    ]
    while look:
        here, way, passed = look.pop(0)
        for count in counts_as.get(here, ()):
            if count.kind not in passed:
                further = way if count.given is None else (*way, count.given)
                found.setdefault(count.kind, []).append(further)
                look.append((count.kind, further, passed | {count.kind}))
    return {kind: ((),) if () in ways else tuple(ways) for kind, ways in found.items()}
