"""
The clock as passes over columns: the acts of many cases in, their obligations out.

Each wording is one pass over the places where it may start, not a walk along each case. What it
answers is what `ruta.law.clock` answers; the names of the steps are the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import numpy as np

from ruta.acts.columns import NONE, Acts, Codes, Instants, Mask, Places

from .found import NEVER, STATUS, Found, joined, status
from .places import NOWHERE, Standing, last_before, last_until, next_after
from .rules import Rule, Rules, all_hold


def run(rules: Rules, acts: Acts, *, as_of: int, starts: slice | None = None) -> Found:
    """
    The obligations of some whole cases.

    :param as_of: microseconds since 1970 in UTC; cuts on when acts happened, and recurring duties
        have the periods begun by then
    :param starts: only those that the acts at these places of the cases set running
    """
    return joined(parts(rules, acts, as_of=as_of, starts=starts))


def parts(
    rules: Rules, acts: Acts, *, as_of: int, holders: bool = True, starts: slice | None = None
) -> Iterator[Found]:
    """
    The obligations that `run` answers, in parts that are each of one wording.

    :param holders: whether to say who owes; those who count do not ask
    """
    return _Pass(rules, acts.until(as_of), as_of, holders, starts).found()


class _Pass:
    """One pass of all rules over some cases."""

    def __init__(
        self, rules: Rules, acts: Acts, as_of: int, holders: bool, only: slice | None
    ) -> None:
        self.rules, self.acts, self.as_of, self.holders = rules, acts, as_of, holders
        self.only = only
        self.standing = Standing(acts, rules)
        self._competent: dict[tuple[str, ...], tuple[Places, Codes]] = {}
        self._stated: dict[str, Places] = {}

    def found(self) -> Iterator[Found]:
        if len(self.acts):
            yield from (part for kind in self.rules.starting for part in self._of(kind))

    def _of(self, kind: str) -> Iterator[Found]:
        """The obligations that acts of one kind, or that count as it, set running."""
        rules = self.rules.starting[kind]
        if not rules or not len(starts := self._starts(kind)):
            return
        day = self.acts.day[starts]
        known = {name: self._known(name, starts) for name in _given(rules)}
        stated = {name: self.acts.facts[name][starts] for name in _said(rules, self.acts)}
        taken: dict[object, Mask] = {}
        for rule in rules:
            here = (rule.from_day <= day) & (day < rule.until_day)
            if not here.any():
                continue
            here &= all_hold(rule.given, known, len(starts))
            before = taken.get(rule.alternatives)
            taken[rule.alternatives] = here if before is None else before | here
            if before is not None:
                here = here & ~before
            if rule.starts_if:
                here = here & all_hold(rule.starts_if, stated, len(starts))
            if here.any():
                yield from self._runs(rule, starts[here])

    def _starts(self, kind: str) -> Places:
        """Where acts of one kind stand, or that count as it, among those that are asked for."""
        starts = self.standing.of(kind)
        if self.only is None:
            return starts
        return starts[slice(*np.searchsorted(starts, (self.only.start, self.only.stop)))]

    def _runs(self, rule: Rule, starts: Places) -> Iterator[Found]:
        """The obligations of one wording, those of annulled starts apart."""
        if self.acts.annulled is not None:
            gone = self.acts.annulled[starts]
            if gone.any():
                yield self._voided(rule, starts[gone])
                starts = starts[~gone]
        if len(starts):
            yield from self._how(rule)(rule, starts)

    def _how(self, rule: Rule) -> Callable[[Rule, Places], Iterator[Found]]:
        if rule.plan.recurring:
            return self._periods
        moved = self.holders and len(self._transfers)
        return self._plain if rule.plan.plain and not moved else self._single

    def _voided(self, rule: Rule, starts: Places) -> Found:
        """The obligations that annulled acts would have started."""
        started_at = self.acts.at[starts]
        due_at = self.rules.dues.of(rule.plan, started_at, self.acts.day[starts])
        rows = self._rows(
            rule, starts, 0, started_at, due_at, met_by=None, stop=None, broken=None,
            holder=self._holder(rule, starts),
        )  # fmt: skip
        return rows._replace(
            voided=np.ones(len(starts), bool),
            status=np.full(len(starts), STATUS["voided"], np.int8),
        )

    def _plain(self, rule: Rule, starts: Places) -> Iterator[Found]:
        """Where nothing but the first required act after the start can settle a duty."""
        started_at, day = self.acts.at[starts], self.acts.day[starts]
        end = self.standing.first_after(rule.plan.wording.ends, starts, self.acts.end_of(starts))
        yield self._rows(
            rule, starts, 0, started_at, self.rules.dues.of(rule.plan, started_at, day),
            met_by=end, stop=None, broken=None, holder=self._holder(rule, starts),
        )  # fmt: skip

    def _single(self, rule: Rule, starts: Places) -> Iterator[Found]:
        wording, ends = rule.plan.wording, self.acts.end_of(starts)
        started_at = self.acts.at[starts]
        due_at = self.rules.dues.of(rule.plan, started_at, self.acts.day[starts])
        end = self.standing.first_after(wording.ends, starts, ends)
        stop = self.standing.first_after(wording.discharged_by, starts, ends)
        broken = self.standing.first_after(rule.plan.breaks, starts, ends)
        end = np.where((end != NONE) & ((stop == NONE) | (end < stop)), end, NONE)
        met_by, met_at = end, None
        if wording.standing:
            done = self.standing.earlier(wording.ends, starts, self.acts.first_of(starts))
            already = done != NONE
            met_by, end = np.where(already, done, end), np.where(already, starts, end)
            met_at = np.where(already, started_at, self._at(end))
        if wording.kind == "order":
            broken = np.where((end != NONE) & (end <= broken), NONE, broken)
        stop = np.where(end != NONE, NONE, stop)
        holder = self._moved(rule, starts, np.where(end != NONE, end, stop), ends)
        yield self._rows(
            rule, starts, 0, started_at, due_at, met_by=met_by, stop=stop, broken=broken,
            holder=holder, met_at=met_at,
        )  # fmt: skip

    def _periods(self, rule: Rule, starts: Places) -> Iterator[Found]:
        """Each period starts at the previous due instant, until a discharging act."""
        wording, acts = rule.plan.wording, self.acts
        ends, day = acts.end_of(starts), acts.day[starts]
        stop = self.standing.first_after(wording.discharged_by, starts, ends)
        stopped_at = self._at(stop)
        started_at, after, period = acts.at[starts], starts, 0
        while len(starts):
            due_at = self.rules.dues.of(rule.plan, started_at, day)
            end = self.standing.first_after(wording.ends, after, ends)
            end = np.where((end != NONE) & ((stop == NONE) | (end < stop)), end, NONE)
            left = np.where(end != NONE, NONE, stop)
            yield self._rows(
                rule, starts, period, started_at, due_at, met_by=end, stop=left,
                broken=None,
                holder=self._moved(rule, starts, np.where(end != NONE, end, left), ends),
            )  # fmt: skip
            on = (due_at < self.as_of) & ((stop == NONE) | (due_at < stopped_at))
            starts, ends, stop, stopped_at = starts[on], ends[on], stop[on], stopped_at[on]
            started_at, period = due_at[on], period + 1
            day = self.rules.days.of(started_at)
            after = last_until(acts, starts, started_at)

    def _rows(
        self,
        rule: Rule,
        starts: Places,
        period: int,
        started_at: Instants,
        due_at: Instants,
        *,
        met_by: Places | None,
        stop: Places | None,
        broken: Places | None,
        holder: Codes,
        met_at: Instants | None = None,
    ) -> Found:
        """One row for each start; what is not there happened in none of them."""
        count = len(starts)
        never, nowhere = np.broadcast_to(NEVER, count), np.broadcast_to(NONE, count)
        if met_at is None:
            met_at = never if met_by is None else self._at(met_by)
        stopped_at = never if stop is None else self._at(stop)
        broken_at = never if broken is None else self._at(broken)
        return Found(
            np.broadcast_to(np.int16(rule.code), count), starts,
            np.broadcast_to(np.int32(period), count), started_at, due_at,
            met_at, nowhere if met_by is None else met_by,
            stopped_at, nowhere if stop is None else stop,
            broken_at, nowhere if broken is None else broken,
            np.broadcast_to(np.False_, count), holder,
            status(
                rule.plan.wording.kind, due_at=due_at, met_at=met_at, discharged_at=stopped_at,
                breached_at=broken_at, as_of=self.as_of,
            ),
        )  # fmt: skip

    def _at(self, places: Places) -> Instants:
        """The instants of acts; `NEVER` where there is none."""
        return np.where(places == NONE, NEVER, self.acts.at[places])

    def _known(self, fact: str, starts: Places) -> Codes:
        """A fact of the case as last known at each start, its own act included."""
        codes = self.acts.facts.get(fact)
        if codes is None:
            return _none(starts)
        said = self._stated.get(fact)
        if said is None:
            known: Any = codes != NONE
            if self.acts.annulled is not None:
                known = known & ~self.acts.annulled
            said = self._stated[fact] = np.flatnonzero(known)
        last = last_before(said, starts + 1, self.acts.first_of(starts) - 1)
        here = np.where(last == NONE, NONE, codes[last])
        own = codes[starts]
        return np.where(own == NONE, here, own)

    def _holder(self, rule: Rule, starts: Places) -> Codes:
        """
        Who owes: the addressee of the starting act if of the bearer's type, else the office of
        that type last competent at the start, else the first to become so afterwards.
        """
        if not self.holders:
            return np.broadcast_to(np.int32(NONE), len(starts))
        types = rule.plan.office_types
        holder = self._competent_at(types, starts)
        if self.acts.to is not None:
            to = self.acts.to[starts]
            holder = np.where(self.rules.offices_of(types)[to], to, holder)
        return holder.astype(np.int32)

    def _competent_at(self, types: tuple[str, ...], starts: Places) -> Codes:
        """The office of some types last competent at each start, else the first afterwards."""
        turns, offices = self._turns(types)
        if not len(turns):
            return _none(starts)
        now = 2 * starts + 1
        before = last_before(turns, now + 1, 2 * self.acts.first_of(starts) - 1)
        after = next_after(turns, now, 2 * self.acts.end_of(starts))
        turn = np.where(before != NONE, before, after)
        place = np.minimum(np.searchsorted(turns, turn), len(turns) - 1)
        return np.where(turn == NONE, NONE, offices[place])

    def _turns(self, types: tuple[str, ...]) -> tuple[Places, Codes]:
        """When offices of some types became competent, in turns: an act's author has the even
        one of its place, whom it is addressed to the odd one."""
        found = self._competent.get(types)
        if found is None:
            parts = [(2 * places, codes) for places, codes in self._authors(types)]
            parts += [(2 * places + 1, codes) for places, codes in self._addressed(types)]
            turns = np.concatenate([np.zeros(0, np.intp), *(turn for turn, _ in parts)])
            codes = np.concatenate([np.zeros(0, np.int32), *(code for _, code in parts)])
            order = np.argsort(turns)
            found = self._competent[types] = turns[order], codes[order]
        return found

    def _authors(self, types: tuple[str, ...]) -> Iterator[tuple[Places, Codes]]:
        if self.acts.office is not None:
            acted = self.rules.offices_of(types)[self.acts.office] & ~self._transferring
            places = np.flatnonzero(acted if self._gone is None else acted & ~self._gone)
            yield places, self.acts.office[places]

    def _addressed(self, types: tuple[str, ...]) -> Iterator[tuple[Places, Codes]]:
        if self.acts.to is not None:
            told = self.rules.offices_of(types)[self.acts.to]
            places = np.flatnonzero(told if self._gone is None else told & ~self._gone)
            yield places, self.acts.to[places]

    @property
    def _gone(self) -> Mask | None:
        return self.acts.annulled

    @cached_property
    def _transferring(self) -> Mask:
        """Which acts move a duty from one office to another."""
        moves = np.zeros(len(self.rules.dictionaries.kinds), bool)
        moves[self.rules.transfers] = True
        transferring: Mask = moves[self.acts.kind]
        return transferring

    @cached_property
    def _transfers(self) -> Places:
        """Where duties were moved to an office."""
        if self.acts.to is None:
            return NOWHERE
        moving = self._transferring & (self.acts.to != NONE)
        return np.flatnonzero(moving if self._gone is None else moving & ~self._gone)

    def _moved(self, rule: Rule, starts: Places, closed: Places, ends: Places) -> Codes:
        """The holder after the transfers made while the duty ran."""
        holder = self._holder(rule, starts)
        if not self.holders or self.acts.to is None or not len(self._transfers):
            return holder
        held = self.rules.offices_of(rule.plan.office_types)
        transfers = self._transfers[held[self.acts.to[self._transfers]]]
        last = last_before(transfers, np.where(closed == NONE, ends, closed), starts)
        return np.where(last == NONE, holder, self.acts.to[last]).astype(np.int32)


def _none(like: Places) -> Places:
    return np.full(len(like), NONE, np.intp)


def _given(rules: tuple[Rule, ...]) -> set[str]:
    return {fact for rule in rules for fact, _ in rule.given}


def _said(rules: tuple[Rule, ...], acts: Acts) -> set[str]:
    return {fact for rule in rules for fact, _ in rule.starts_if if fact in acts.facts}
