"""
Somebody who wants to find a woman in our tables, written from the tables alone.

Reads the CSV files of frozen releases and nothing else of ours: a cell is a row and a measure, its
range what the text leaves open. Knows how figures add up, and asks a solver for the least and the
most each `<10` can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Range = tuple[float, float]
Row = Mapping[str, str]


class Cell(NamedTuple):
    period: str
    measure: str
    place: str
    about: frozenset[tuple[str, str]]


class Found(NamedTuple):
    """The least and the most a `<10` can be."""

    cell: Cell
    low: int
    high: int

    @property
    def recovered(self) -> bool:
        return self.low == self.high

    @property
    def exists(self) -> bool:
        return self.low > 0

    @property
    def narrow(self) -> bool:
        return self.high - self.low < 5


def rounded(text: str) -> Range:
    """The range of a text under the published rules: `<10`, else the nearest ten, halves up."""
    if text == "<10":
        return 0, 9
    return max(10, int(text) - 5), int(text) + 4


def as_it_stands(text: str) -> Range:
    """The range of a text where only small counts are hidden, and the rest is exact."""
    return (0, 9) if text == "<10" else (int(text), int(text))


@dataclass
class Attacker:
    """
    :ivar values: the values each attribute has, where the tables name them all
    :ivar provinces: every province, known from any map
    :ivar adds: measures that are, cell by cell, some others together: `of` is `n` and `late`
    """

    values: Mapping[str, tuple[str, ...]]
    provinces: Iterable[str]
    reads: Callable[[str], Range] = rounded
    adds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: dict[Cell, Range] = field(default_factory=dict)
    small: list[Cell] = field(default_factory=list)
    rows: list[tuple[list[tuple[Cell, int]], float]] = field(default_factory=list)

    def take(
        self, period: str, attributes: Iterable[str], rows: Iterable[Row], *, n: str = "n"
    ) -> None:
        """
        Learn a table of a release.

        :param n: another name for what it counts, where several tables count
        """
        attributes = tuple(attributes)
        for row in rows:
            about = frozenset((name, row[name]) for name in attributes if row[name])
            for measure, name in (("n", n), ("of", "of")):
                if row.get(measure):
                    cell = Cell(period, name, row["place"], about)
                    if row[measure] == "<10" and cell not in self.ranges:
                        self.small.append(cell)
                    self.ranges[cell] = self.reads(row[measure])

    def found(self) -> list[Found]:
        """What can be found out of every `<10`."""
        self._reason()
        cells = sorted(self.ranges, key=str)
        number = {cell: i for i, cell in enumerate(cells)}
        bounds = Bounds(*np.array([self.ranges[cell] for cell in cells]).T)
        entries = [
            (row, number[cell], sign) for row, (sums, _) in enumerate(self.rows)
            for cell, sign in sums
        ]  # fmt: skip
        rows, columns, signs = zip(*entries, strict=True)
        matrix = csr_array((signs, (rows, columns)), shape=(len(self.rows), len(cells)))
        sums = LinearConstraint(matrix, 0, [slack for _, slack in self.rows])
        answers = []
        for cell in self.small:
            wish = np.zeros(len(cells))
            wish[number[cell]] = 1
            ends = [
                milp(sign * wish, integrality=np.ones(len(cells)), bounds=bounds, constraints=sums)
                for sign in (1, -1)
            ]
            assert all(end.status == 0 for end in ends), [end.message for end in ends]
            answers.append(Found(cell, *(round(end.x[number[cell]]) for end in ends)))
        return answers

    def _reason(self) -> None:
        """Everything that must add up, among the cells of the tables and those left out."""
        inside: dict[str, list[str]] = defaultdict(list)
        for province in self.provinces:
            inside[province[:2]].append(province)
        inside[""] = sorted(inside)
        for cell in list(self.ranges):
            if cell.place in inside:
                parts = [cell._replace(place=place) for place in inside[cell.place]]
                self._sum(cell, parts, exact=True)
            for name, values in self.values.items():
                if name not in dict(cell.about):
                    parts = [cell._replace(about=cell.about | {(name, v)}) for v in values]
                    self._sum(cell, parts, exact=True)
            if cell.measure == "of":
                self._sum(cell, [cell._replace(measure="n")], exact=False)
            if cell.measure in self.adds:
                parts = [cell._replace(measure=name) for name in self.adds[cell.measure]]
                self._sum(cell, parts, exact=True)
            if len(cell.period) == 4:
                quarters = [f"{cell.period}-Q{q}" for q in range(1, 5)]
                self._sum(cell, [cell._replace(period=q) for q in quarters], exact=True)

    def _sum(self, whole: Cell, parts: list[Cell], *, exact: bool) -> None:
        if not any(part in self.ranges for part in parts):
            return
        for part in parts:
            self.ranges.setdefault(part, (0, np.inf))
        slack = 0 if exact else np.inf
        self.rows.append(([(whole, 1), *((part, -1) for part in parts)], slack))
