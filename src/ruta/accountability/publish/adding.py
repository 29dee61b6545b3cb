"""
Figures that add up: one count of an indicator that is the sum of counts of two others.

The terms met in time and those not met in time are together the terms that fell due: whoever knows
what figures mean adds up tables of different indicators. Such sums are found in the exact counts
themselves, so that an indicator written tomorrow is not forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from . import rounding
from .figure import Cell, Figure, Grouping, Place, Values
from .showing import Shown, cells, enough

WEIGHT = 16
"""Bytes of the weight of a cell: sums of weighted counts are equal by no chance."""
COUNTRY = Grouping("country", ())


class Measured(NamedTuple):
    """A measure of a figure."""

    indicator: str
    measure: str


class Sum(NamedTuple):
    """A count that is two others together, in every place and for every value all three have."""

    whole: Measured
    parts: tuple[Measured, Measured]

    @property
    def indicators(self) -> set[str]:
        """Those it joins."""
        return {one.indicator for one in (self.whole, *self.parts)}


def sums(figures: Iterable[Figure]) -> list[Sum]:
    """
    The sums among figures of one period that join two indicators or more.

    Only counts of ten or more in the country are parts, so that no chance makes them one.
    """
    found: dict[Sum, None] = {}
    by_period: dict[str, list[Figure]] = {}
    for figure in figures:
        by_period.setdefault(figure.period, []).append(figure)
    for together in by_period.values():
        found |= dict.fromkeys(_sums(together))
    return list(found)


def _sums(figures: Sequence[Figure]) -> Iterator[Sum]:
    weighed = {
        Measured(figure.indicator, measure): _weighed(figure, measure)
        for figure in figures
        for measure in figure.measures
    }
    totals = {of: _total(figures, of) for of in weighed}
    by_total: dict[int, list[Measured]] = {}
    for of, total in totals.items():
        by_total.setdefault(total, []).append(of)
    large = [of for of, total in totals.items() if total >= rounding.THRESHOLD]
    for one, other in combinations(large, 2):
        for whole in by_total.get(totals[one] + totals[other], ()):
            found = Sum(whole, (one, other))
            if len(found.indicators) > 1 and _holds(found, weighed):
                yield found


def equal(figures: Iterable[Figure]) -> set[frozenset[Measured]]:
    """The pairs of measures that are one count by whatever both are counted, in a period."""
    weighed = {
        (figure.period, Measured(figure.indicator, measure)): _weighed(figure, measure)
        for figure in figures
        for measure in figure.measures
    }
    by_total: dict[tuple[str, int], list[tuple[str, Measured]]] = {}
    for (period, of), marks in weighed.items():
        by_total.setdefault((period, marks.get(COUNTRY, 0)), []).append((period, of))
    return {
        frozenset({one[1], other[1]})
        for (_, total), alike in by_total.items()
        for one, other in combinations(alike, 2)
        if total and _equal(weighed[one], weighed[other])
    }


def _equal(one: Mapping[Grouping, int], other: Mapping[Grouping, int]) -> bool:
    return all(one[grouping] == other[grouping] for grouping in one.keys() & other.keys())


def joined(figures: Sequence[Figure]) -> dict[Measured, frozenset[Measured]]:
    """For each measure, those it is a part of, and theirs, and those that are a whole with it."""
    found = sums(figures)
    beside: dict[Measured, set[Measured]] = {}
    for one in found:
        for part, other in (one.parts, one.parts[::-1]):
            beside.setdefault(part, set()).add(other)
    wholes = _wholes(figures, found)
    every = wholes.keys() | beside.keys()
    return {part: frozenset(_above(part, wholes) | beside.get(part, set())) for part in every}


def _wholes(figures: Sequence[Figure], found: Iterable[Sum]) -> dict[Measured, set[Measured]]:
    wholes: dict[Measured, set[Measured]] = {}
    for one in found:
        for part in one.parts:
            wholes.setdefault(part, set()).add(one.whole)
    for figure in figures:
        if figure.within and len(figure.measures) > 1:
            part, whole = (Measured(figure.indicator, measure) for measure in ("n", "of"))
            wholes.setdefault(part, set()).add(whole)
    return wholes


def _above(part: Measured, wholes: Mapping[Measured, set[Measured]]) -> set[Measured]:
    found: set[Measured] = set()
    fresh = {part}
    while fresh:
        fresh = set[Measured]().union(*(wholes.get(one, set()) for one in fresh)) - found
        found |= fresh
    return found


def _total(figures: Sequence[Figure], of: Measured) -> int:
    [figure] = (one for one in figures if one.indicator == of.indicator)
    return figure.count(of.measure, Cell(COUNTRY, "", ())).n


def _weighed(figure: Figure, measure: str) -> dict[Grouping, int]:
    """Each grouping's counts as one number, which adds up where every single count does."""
    return {
        grouping: sum(_weight(place, values) * count.n for (place, values), count in counts.items())
        for (counted, grouping), counts in figure.counts.items()
        if counted == measure
    }


@cache
def _weight(place: Place, values: Values) -> int:
    mark = hashlib.blake2b(repr((place, values)).encode(), digest_size=WEIGHT).digest()
    return int.from_bytes(mark)


def _holds(found: Sum, weighed: Mapping[Measured, Mapping[Grouping, int]]) -> bool:
    whole, (one, other) = weighed[found.whole], (weighed[part] for part in found.parts)
    return all(
        whole[grouping] == one[grouping] + other[grouping]
        for grouping in whole.keys() & one.keys() & other.keys()
    )


def apart(shown: Sequence[Shown]) -> list[Shown]:
    """
    Figures that add up, shown so that none tells what another withholds.

    A whole is broken down by another figure where it is by its own: where its published total is
    enough. Where it is not, or a part is written `<10`, the cell is told by one figure less: by the
    one of fewest groupings. That it is missing says no more than what is there.
    """
    by_name = {one.figure.indicator: one for one in shown}
    withheld: dict[str, set[tuple[str, Cell]]] = {}
    for found in sums(one.figure for one in shown):
        less = _least(found, by_name)
        for grouping in less.groupings:
            for cell in cells(less.figure, grouping):
                if not _may_add_up(found, cell, by_name):
                    keys = {(measure, cell) for measure in less.figure.measures}
                    withheld.setdefault(less.figure.indicator, set()).update(keys)
    return [one.without(withheld.get(one.figure.indicator, set())) for one in shown]


def _least(found: Sum, by_name: Mapping[str, Shown]) -> Shown:
    joined = [by_name[indicator] for indicator in found.indicators]
    return min(joined, key=lambda one: (len(one.figure.declared), one.figure.indicator))


def _may_add_up(found: Sum, cell: Cell, by_name: Mapping[str, Shown]) -> bool:
    """Whether a cell may be shown by all figures of a sum; where one has no such cell, it may."""
    texts = [
        by_name[of.indicator].texts.get((of.measure, cell)) for of in (found.whole, *found.parts)
    ]
    if None in texts:
        return True
    whole, *parts = map(str, texts)
    return enough(whole) and not {rounding.SMALL, rounding.WITHHELD}.intersection(parts)
