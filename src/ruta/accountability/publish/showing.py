"""
What is shown of a figure: for each exact cell its text, or nothing.

Whether a cell is shown is decided by what is published anyway, so that its absence says nothing:

- A row is broken down by an attribute, and a whole into those counted and not, only where its
  published total is 60 or more. (A row of under 50 of which nearly all are of one kind would tell
  of each of its women what kind she is; leaving out just those rows would tell the same.)
- A value of an attribute with fewer than ten in the country is not named.
- What one office alone did is not shown, unless it is `<10`.
- A grouping that the gate found unsafe is shown in whole rows only: in a row with a part written
  `<10`, zero included, no part is shown. If that is unsafe too, the level is left out: provinces
  are merged into their department, departments into the country.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import product

from . import limits, rounding
from .figure import Cell, Figure, Grouping, above, below

BREAK_DOWN_FROM = 60
"""The smallest published total that is broken down: every exact total written so is over 50."""


class Mode(IntEnum):
    """How a grouping is shown; each is safer than the one before."""

    CELLS = 0
    WHOLE_ROWS = 1
    NOT = 2


Modes = Mapping[tuple[str, Grouping], Mode]
"""For an indicator and a grouping of it; where nothing is said, `CELLS`."""


@dataclass(frozen=True)
class Shown:
    """
    A figure as it would be published.

    :ivar texts: for each measure and cell of the published groupings; empty where withheld
    :ivar suppressed: those withheld because their row is shown whole or not at all
    :ivar apart: those withheld because with another figure they would tell a `<10` of it
    """

    figure: Figure
    texts: Mapping[tuple[str, Cell], str]
    groupings: frozenset[Grouping]
    suppressed: frozenset[tuple[str, Cell]] = frozenset()
    apart: frozenset[tuple[str, Cell]] = frozenset()

    def without(self, cells: Collection[tuple[str, Cell]]) -> Shown:
        """The same with some cells withheld, which need no proof of their own."""
        if not cells:
            return self
        texts = {**self.texts, **dict.fromkeys(cells, rounding.WITHHELD)}
        return replace(self, texts=texts, apart=self.apart | frozenset(cells))


def show(figure: Figure, modes: Modes) -> Shown:
    """The texts of every cell of a figure, of all places there are, zero or not."""
    return _Showing(figure, modes).done()


@dataclass
class _Showing:
    figure: Figure
    modes: Modes
    texts: dict[tuple[str, Cell], str] = field(default_factory=dict)
    suppressed: set[tuple[str, Cell]] = field(default_factory=set)

    def done(self) -> Shown:
        kept = [g for g in self.figure.declared if self._mode(g) < Mode.NOT]
        # Fewer attributes first: whether a row is broken down depends on its total.
        for grouping in sorted(kept, key=lambda g: (len(g.by), g)):
            for cell in cells(self.figure, grouping):
                for measure in self.figure.measures:
                    self.texts[measure, cell] = self._text(measure, cell)
            if self._mode(grouping) == Mode.WHOLE_ROWS:
                self._only_whole_rows(grouping)
        return Shown(self.figure, self.texts, frozenset(kept), frozenset(self.suppressed))

    def _mode(self, grouping: Grouping) -> Mode:
        return self.modes.get((self.figure.indicator, grouping), Mode.CELLS)

    def _text(self, measure: str, cell: Cell) -> str:
        size = self.figure.measures[0]
        if measure != size and self.figure.within and not enough(self.texts[size, cell]):
            return rounding.WITHHELD
        for attribute in cell.grouping.by:
            total = self.texts.get((measure, above(cell, attribute)))
            if total is not None and not enough(total):
                return rounding.WITHHELD
        count = self.figure.count(measure, cell)
        if self.figure.count(size, cell).one_office and not count.small:
            return rounding.WITHHELD
        return count.text

    def _only_whole_rows(self, grouping: Grouping) -> None:
        """Withhold every part of a row in which one is small, of each measure by itself."""
        size = self.figure.measures[0]
        for row in rows(self.figure, grouping):
            for measure in self.figure.measures:
                if any(self.texts[measure, c] in ("", rounding.SMALL) for c in row):
                    withheld = {(measure, cell): "" for cell in row}
                    self.suppressed |= {key for key in withheld if self.texts[key]}
                    self.texts.update(withheld)
        if self.figure.within and len(self.figure.measures) > 1:
            for cell in cells(self.figure, grouping):
                if not self.texts[size, cell]:
                    self.texts["n", cell] = rounding.WITHHELD


def enough(text: str) -> bool:
    """Whether a published total is broken down."""
    return text not in ("", rounding.SMALL) and int(text) >= BREAK_DOWN_FROM


def cells(figure: Figure, grouping: Grouping) -> Iterator[Cell]:
    """Every cell of a grouping that can be shown: all places, all values named."""
    for place in figure.places(grouping.level):
        for values in product(*(figure.listed(name) for name in grouping.by)):
            yield Cell(grouping, place, values)


def rows(figure: Figure, grouping: Grouping) -> Iterator[list[Cell]]:
    """The rows of a grouping: parts of one whole by an attribute, or the provinces of a region."""
    if not grouping.by:
        by_parent: dict[str, list[Cell]] = {}
        for cell in cells(figure, grouping):
            by_parent.setdefault(limits.parent(cell.place), []).append(cell)
        yield from by_parent.values()
    for attribute in grouping.by:
        whole = above(Cell(grouping, "", ("",) * len(grouping.by)), attribute).grouping
        for cell in cells(figure, whole):
            yield below(cell, attribute, figure.listed(attribute))
