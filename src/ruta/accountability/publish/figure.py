"""
A figure before it is published: exact counts of one indicator in one period.

Nothing here ever leaves the process; what does is text made by `showing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from . import limits, rounding

Values = tuple[str, ...]
"""A value for each attribute of a grouping, in the order of the grouping's attributes."""
Place = str
"""The code of a department or a province; empty for the country."""


class Grouping(NamedTuple):
    """A level and the attributes counted by there, in alphabetical order."""

    level: str
    by: tuple[str, ...]


class Cell(NamedTuple):
    """One count of a grouping."""

    grouping: Grouping
    place: Place
    values: Values


class Count(NamedTuple):
    """
    How many, of how many cases, and of how many offices (0 where it is of none in particular).

    One woman may have twenty terms: twenty terms are not twenty women.
    """

    n: int
    cases: int
    offices: int = 0

    @property
    def one_office(self) -> bool:
        """Whether one office alone did all of it: no figure is of a single office."""
        return self.offices == 1

    @property
    def small(self) -> bool:
        """Whether it is written `<10`: fewer than ten, or of fewer than ten cases."""
        return min(self.n, self.cases) < rounding.THRESHOLD

    @property
    def text(self) -> str:
        return rounding.SMALL if self.small else rounding.shown(self.n)


NOTHING = Count(0, 0)


class Quantiles(NamedTuple):
    """Of hours: the median and the ninth decile."""

    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Figure:
    """
    :ivar measures: `of` and `n`, or `n` alone; the first is the size of a row
    :ivar within: whether `n` is a part of `of`
    :ivar alone: whether a case is counted at most once, so that `<10` is at most nine
    :ivar declared: the groupings that may be published, each attribute set with its levels
    :ivar counts: for each measure and grouping, the counts above zero
    :ivar quantiles: for each grouping, where there are any
    :ivar departments: where the store is of; all of Peru by default
    :ivar nested: for a finer and a coarser attribute, the coarser value of each finer one: a duty
        is of one article, an article of one implication. Anybody reads that in the law
    """

    indicator: str
    period: str
    measures: tuple[str, ...]
    within: bool
    alone: bool
    declared: frozenset[Grouping]
    counts: Mapping[tuple[str, Grouping], Mapping[tuple[Place, Values], Count]]
    quantiles: Mapping[Grouping, Mapping[tuple[Place, Values], Quantiles]] = field(
        default_factory=dict
    )
    departments: frozenset[str] | None = None
    nested: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def places(self, level: str) -> tuple[Place, ...]:
        """Every place of a level, whether or not anything happened there."""
        every = limits.places(level)
        if level == "country" or self.departments is None:
            return every
        return tuple(place for place in every if place[:2] in self.departments)

    def count(self, measure: str, cell: Cell) -> Count:
        """The exact count of a cell."""
        grouped = self.counts.get((measure, cell.grouping), {})
        return grouped.get((cell.place, cell.values), NOTHING)

    def listed(self, attribute: str) -> tuple[str, ...]:
        """
        The values of an attribute that the release names: ten or more in the whole country.

        A value that one woman alone has would say by its name that she is there.
        """
        grouped = self.counts.get((self.measures[0], Grouping("country", (attribute,))), {})
        return tuple(sorted(values[0] for (_, values), count in grouped.items() if not count.small))


def above(cell: Cell, attribute: str) -> Cell:
    """The cell a cell is a part of when an attribute is left out."""
    level, by = cell.grouping
    kept = [i for i, name in enumerate(by) if name != attribute]
    grouping = Grouping(level, tuple(by[i] for i in kept))
    return Cell(grouping, cell.place, tuple(cell.values[i] for i in kept))


def below(cell: Cell, attribute: str, values: Sequence[str]) -> list[Cell]:
    """The parts of a cell by one attribute more."""
    level, by = cell.grouping
    wider = tuple(sorted((*by, attribute)))
    at = wider.index(attribute)
    grouping = Grouping(level, wider)
    return [Cell(grouping, cell.place, (*cell.values[:at], v, *cell.values[at:])) for v in values]
