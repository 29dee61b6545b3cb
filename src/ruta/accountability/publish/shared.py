"""What an attacker names: counts in all places, and counts that two indicators have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from . import adding, limits, rounding
from .adding import Measured
from .figure import Figure, Grouping, Place, Values

REST = "*"
"""The value, in a name, of what no value named in the release has."""

PLACES = 6
"""Counts equal in so many places, the country among them, are one count and no chance."""


class Slice(NamedTuple):
    """One count in all places: of a period, of an indicator, by values of attributes."""

    period: str
    indicator: str
    measure: str
    by: tuple[str, ...]
    values: Values


class Unknown(NamedTuple):
    """A cell as the attacker names it."""

    slice: Slice
    place: Place

    @property
    def level(self) -> str:
        return limits.LEVELS[len(self.place) // 2]

    @property
    def grouping(self) -> Grouping:
        return Grouping(self.level, tuple(sorted(filter(None, self.slice.by))))


def same_counts(figures: Iterable[Figure]) -> dict[Slice, Slice]:
    """
    Slices that are one count in two indicators, each by the first of them.

    Equal in every place, and ten or more in the country; and in several places, or by whatever they
    are counted, so that no chance makes them equal. A whole is no part of itself: where the two are
    equal, what is left is zero, and nobody knows it.
    """
    figures = list(figures)
    joined, equal = adding.joined(figures), adding.equal(figures)
    first: dict[tuple[object, ...], list[Slice]] = {}
    found = {}
    for figure in figures:
        for slice_, places in slices(figure).items():
            if places.get("", 0) < rounding.THRESHOLD:
                continue
            key = (slice_.period, slice_.by, slice_.values, tuple(sorted(places.items())))
            known = first.setdefault(key, [])
            sure = len(places) >= PLACES
            named = next(
                (
                    one
                    for one in known
                    if _apart(one, slice_, joined) and (sure or _pair(one, slice_) in equal)
                ),
                None,
            )
            if named is None:
                known.append(slice_)
            elif named.indicator != slice_.indicator:
                found[slice_] = named
    return found


def _pair(one: Slice, other: Slice) -> frozenset[Measured]:
    return frozenset(Measured(each.indicator, each.measure) for each in (one, other))


def _apart(one: Slice, other: Slice, joined: Mapping[Measured, frozenset[Measured]]) -> bool:
    """Whether neither of two counts is a part of the other, nor makes a whole with it."""
    first, second = Measured(one.indicator, one.measure), Measured(other.indicator, other.measure)
    return second not in joined.get(first, ()) and first not in joined.get(second, ())


def slices(figure: Figure) -> dict[Slice, dict[Place, int]]:
    """The exact counts of a figure by slice and place."""
    found: dict[Slice, dict[Place, int]] = {}
    for (measure, grouping), counts in figure.counts.items():
        for (place, values), count in counts.items():
            name = Slice(figure.period, figure.indicator, measure, grouping.by, values)
            found.setdefault(name, {})[place] = count.n
    return found


def grouped(figures: Sequence[Figure]) -> Iterator[list[str]]:
    """Indicators that share a count or add up, together: each group is attacked by itself."""
    group = {figure.indicator: {figure.indicator} for figure in figures}
    pairs = [{slice_.indicator, named.indicator} for slice_, named in same_counts(figures).items()]
    pairs += [found.indicators for found in adding.sums(figures)]
    for pair in pairs:
        joined = set[str]().union(*(group[indicator] for indicator in pair))
        for indicator in joined:
            group[indicator] = joined
    seen: set[str] = set()
    for indicator, joined in group.items():
        if indicator not in seen:
            seen |= joined
            yield sorted(joined)
