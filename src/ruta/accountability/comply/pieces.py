"""Acts cut into pieces, none of which sets running many more obligations than are to be held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ruta.acts.columns import NONE, Acts, Places
from ruta.acts.instants import DAY, MICROSECOND
from ruta.law.plans import Plan

from .places import Standing
from .rules import Rule, Rules

Amounts = NDArray[np.int64]
DAYS_OF_MONTH = 28


class Piece(NamedTuple):
    """
    What one pass is given.

    :ivar starts: of a case too long for one pass, the places whose obligations this one makes
    """

    acts: Acts
    starts: slice | None


def pieces(rules: Rules, acts: Acts, *, as_of: int, most: int) -> Iterator[Piece]:
    """
    Some whole cases as pieces of whole cases, in order; a case that has too many obligations for
    one piece comes again and again, each time for the obligations of some of its acts.

    :param acts: none later than `as_of`
    :param most: obligations of a piece; those of one act are never parted
    """
    total = np.cumsum(amounts(rules, acts, as_of=as_of))
    if not len(total) or total[-1] <= most:
        yield Piece(acts, None)
        return
    begin = 0
    for end in _cuts(total, acts.ends, most):
        some = acts.take(slice(begin, end))
        own = total[begin:end] - (total[begin - 1] if begin else 0)
        if own[-1] <= most:
            yield Piece(some, None)
        else:
            yield from _of_one_case(some, own, most)
        begin = end


def _of_one_case(acts: Acts, total: Amounts, most: int) -> Iterator[Piece]:
    begin = 0
    for end in _cuts(total, np.arange(1, len(acts) + 1), most):
        yield Piece(acts, slice(begin, end))
        begin = end


def _cuts(total: Amounts, ends: Places, most: int) -> Iterator[int]:
    """The places to cut at, among some: as far apart as sums allow, at the least to the next."""
    held, sums, place = 0, total[ends - 1], 0
    while place < len(ends):
        place = max(place + 1, int(np.searchsorted(sums, held + most, side="right")))
        held = int(sums[place - 1])
        yield int(ends[place - 1])


def amounts(rules: Rules, acts: Acts, *, as_of: int) -> Amounts:
    """
    For each act, how many obligations it sets running at the most.

    Whatever is known of the case: of wordings that exclude each other, the one with most counts.
    """
    found = rules.once[acts.kind]
    if rules.recurs:
        standing = Standing(acts, rules)
        for kind, of_kind in rules.starting.items():
            recurring = [rule for rule in of_kind if rule.plan.recurring]
            if recurring and len(starts := standing.of(kind)):
                np.add.at(found, starts, _periods(recurring, standing, starts, as_of))
    return found


def _periods(recurring: list[Rule], standing: Standing, starts: Places, as_of: int) -> Amounts:
    """How many periods recurring duties have at the most from some acts on until an instant."""
    acts, most = standing.acts, dict[object, Amounts]()
    started_at, day = acts.at[starts], acts.day[starts]
    for rule in recurring:
        stop = standing.first_after(rule.plan.wording.discharged_by, starts, acts.end_of(starts))
        until = np.where(stop == NONE, as_of, np.minimum(acts.at[stop], as_of))
        here = (rule.from_day <= day) & (day < rule.until_day)
        periods = np.where(here, 2 + (until - started_at) // _least(rule.plan), 0)
        before = most.get(rule.alternatives)
        most[rule.alternatives] = periods if before is None else np.maximum(before, periods)
    total: Amounts = np.sum(list(most.values()), axis=0, dtype=np.int64)
    return total


def _least(plan: Plan) -> int:
    """How long a period of a recurring duty takes at the least, in microseconds."""
    if plan.elapsed is not None:
        return plan.elapsed // MICROSECOND
    term = plan.counted
    return DAY if term is None else max(1, term.days + DAYS_OF_MONTH * term.months) * DAY
