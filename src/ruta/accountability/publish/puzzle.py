"""
The attacker's puzzle: every cell of linked releases as an unknown, and every relation among them.

An attacker is taken to know what the figures mean. Relations given: parts make their whole by
every attribute, and those of a finer one (duties) the coarser (articles); provinces make their
department and departments the country; what is counted is part of what it is counted of, and makes
it where each case is counted under one value; quarters make their year; a count that two figures
share is one count, and some figures add up to others. Where late acts or an unknown place keep a
whole from being the sum of its parts, it is given as at least that sum. A relation that is not true
is not given: nothing false is ever deduced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from . import adding, limits, rounding
from .figure import Cell, Figure, Grouping, Place, above, below
from .knowledge import Knowledge, Relation, known
from .shared import REST, Slice, Unknown, same_counts
from .showing import Shown, cells

LABEL = "~"
"""Between a period and the release of it that a later one corrects."""


@dataclass
class Puzzle:
    """Unknowns by their number, with what is known of each; `solve` with `attack.attacked`."""

    names: list[Unknown] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    guarded: list[bool] = field(default_factory=list)
    unsaid: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    numbers: dict[Unknown, int] = field(default_factory=dict)
    rest_of: dict[Unknown, Unknown] = field(default_factory=dict)
    shared: dict[Slice, set[str]] = field(default_factory=dict)

    def indicators(self, unknown: Unknown) -> set[str]:
        """The indicators that a cell is of: more than one where they share a count."""
        slice_ = self.rest_of.get(unknown, unknown).slice
        return {slice_.indicator} | self.shared.get(slice_, set())

    def known(self) -> Knowledge:
        """The puzzle in numbers."""
        return known(
            low=self.low, high=self.high, relations=self.relations, guarded=self.guarded,
            unsaid=self.unsaid, shown=self.shown, twin=twins(self), truth=self.truth,
        )  # fmt: skip

    def add(self, name: Unknown, truth: int, *, small: bool) -> int:
        """A number for an unknown of which nothing is published yet."""
        self.numbers[name] = len(self.names)
        self.names.append(name)
        self.low.append(0)
        self.high.append(float("inf"))
        self.truth.append(truth)
        self.guarded.append(False)
        self.unsaid.append(small)
        self.shown.append(False)
        return len(self.names) - 1

    def publish(self, number: int, text: str, *, alone: bool) -> None:
        """Take a published text into account."""
        low, high = rounding.interval(text)
        self.unsaid[number] = False
        if text == rounding.SMALL:
            self.guarded[number] = True
            high = high if alone else float("inf")
        self.low[number] = max(self.low[number], low)
        self.high[number] = min(self.high[number], high)
        self.shown[number] = True


def puzzle(shown: Sequence[Shown]) -> Puzzle:
    """
    What an attacker knows of figures that are published together, or were before.

    :param shown: this release's figures and those of every earlier linked release
    """
    return _Making(shown).done()


class _Making:
    def __init__(self, shown: Sequence[Shown]) -> None:
        self.shown, self.made = shown, Puzzle()
        self.same = same_counts(one.figure for one in shown)
        for slice_, named in self.same.items():
            self.made.shared.setdefault(named, set()).add(slice_.indicator)
        groupings: dict[str, set[Grouping]] = {}
        for one in shown:
            groupings.setdefault(one.figure.indicator, set()).update(one.groupings)
        self.published = groupings

    def groupings(self, figure: Figure) -> list[Grouping]:
        """
        The groupings of a figure that are among the unknowns.

        What one release shows of a grouping can be found for another that left it out.
        """
        return sorted(self.published[figure.indicator] & figure.declared)

    def done(self) -> Puzzle:
        for one in self.shown:
            self._cells(one)
        for figure in {id(one.figure): one.figure for one in self.shown}.values():
            for grouping in self.groupings(figure):
                self._by_attribute(figure, grouping)
                self._nested(figure, grouping)
                self._by_place(figure, grouping)
                self._of(figure, grouping)
        self._by_sum()
        self._by_time()
        return self.made

    def number(self, figure: Figure, measure: str, cell: Cell) -> int:
        """The number of a cell; equal for a count that two figures share."""
        by, values = cell.grouping.by, cell.values
        name = Slice(figure.period, figure.indicator, measure, by, values)
        unknown = Unknown(self.same.get(name, name), cell.place)
        if unknown not in self.made.numbers:
            count = figure.count(measure, cell)
            self.made.add(unknown, count.n, small=count.small)
        return self.made.numbers[unknown]

    def _cells(self, one: Shown) -> None:
        for grouping in self.groupings(one.figure):
            for cell in cells(one.figure, grouping):
                for measure in one.figure.measures:
                    self.number(one.figure, measure, cell)
        for measure, cell in one.suppressed:
            number = self.number(one.figure, measure, cell)
            self.made.guarded[number] = self.made.unsaid[number]
        for measure, cell in one.apart:
            self.made.unsaid[self.number(one.figure, measure, cell)] = False
        for (measure, cell), text in one.texts.items():
            # Late acts may have changed what an earlier release published: then it is not linked.
            if text and text == one.figure.count(measure, cell).text:
                number = self.number(one.figure, measure, cell)
                self.made.publish(number, text, alone=one.figure.alone)

    def _by_attribute(self, figure: Figure, grouping: Grouping) -> None:
        blank = Cell(grouping, "", ("",) * len(grouping.by))
        for attribute in grouping.by:
            whole = above(blank, attribute).grouping
            if whole in self.groupings(figure):
                values = figure.listed(attribute)
                if not values:
                    continue
                pairs = [(c, below(c, attribute, values)) for c in cells(figure, whole)]
                self._sums(figure, pairs, attribute)

    def _nested(self, figure: Figure, grouping: Grouping) -> None:
        """What a coarser attribute counts, by the finer one whose values are parts of it."""
        for (finer, coarser), inside in figure.nested.items():
            whole = Grouping(grouping.level, (coarser,))
            if grouping.by == (finer,) and whole in self.groupings(figure):
                for value in figure.listed(coarser):
                    named = [v for v in figure.listed(finer) if inside.get(v) == value]
                    self._sums(
                        figure, _inside(figure, whole, value, named, finer), finer, nested=True
                    )

    def _by_place(self, figure: Figure, grouping: Grouping) -> None:
        finer = limits.LEVELS.index(grouping.level) + 1
        if finer == len(limits.LEVELS):
            return
        parts = Grouping(limits.LEVELS[finer], grouping.by)
        if parts not in self.groupings(figure):
            return
        inside: dict[Place, list[Place]] = {}
        for place in figure.places(parts.level):
            inside.setdefault(limits.parent(place), []).append(place)
        pairs = [
            (cell, [Cell(parts, place, cell.values) for place in inside[cell.place]])
            for cell in cells(figure, grouping)
        ]
        self._sums(figure, pairs, "")

    def _sums(
        self, figure: Figure, pairs: list[tuple[Cell, list[Cell]]], attribute: str, *,
        nested: bool = False,
    ) -> None:  # fmt: skip
        """
        Wholes and their parts, with a rest where there is one anywhere.

        :param attribute: by which the parts are; none when they are places
        :param nested: whether the wholes are by a coarser attribute in its place
        """
        for measure in figure.measures:
            sums = [
                (self.number(figure, measure, whole), [self.number(figure, measure, p) for p in ps])
                for whole, ps in pairs
            ]
            truth = self.made.truth
            rests = [truth[whole] - sum(truth[p] for p in parts) for whole, parts in sums]
            if any(rest < 0 for rest in rests):
                continue
            if any(rests):
                sums = [
                    (whole, [*parts, self._rest(whole, rest, attribute, nested=nested)])
                    for (whole, parts), rest in zip(sums, rests, strict=True)
                ]
            self.made.relations += [Relation(whole, parts) for whole, parts in sums]

    def _rest(self, whole: int, rest: int, attribute: str, *, nested: bool) -> int:
        """Values too rare to be named, which nobody may find in a place; or an unknown place."""
        slice_, place = self.made.names[whole]
        # It is blamed on the attribute alone that tells it, wherever that is of another's value.
        by = (attribute,) if nested else (*slice_.by, attribute)
        values = (*slice_.values, REST)
        values = (" ".join((*slice_.by, *values)),) if nested else values
        name = slice_._replace(by=by, values=values)
        # A duty too rare to be named is of the law: that an article has one tells of nobody.
        small = bool(attribute) and not nested and rest < rounding.THRESHOLD
        unknown = Unknown(name, place)
        self.made.rest_of[unknown] = self.made.names[whole]
        return self.made.add(unknown, rest, small=small)

    def _of(self, figure: Figure, grouping: Grouping) -> None:
        if not figure.within or len(figure.measures) < 2:
            return
        for cell in cells(figure, grouping):
            whole, part = self.number(figure, "of", cell), self.number(figure, "n", cell)
            if whole != part:
                self.made.relations.append(Relation(whole, [part], exact=False))
        for attribute in grouping.by:
            self._shared_out(figure, grouping, attribute)

    def _shared_out(self, figure: Figure, grouping: Grouping, attribute: str) -> None:
        """Where every case is counted under just one value, the parts counted make the whole."""
        blank = Cell(grouping, "", ("",) * len(grouping.by))
        values = figure.listed(attribute)
        whole = above(blank, attribute).grouping
        rows = [below(cell, attribute, values) for cell in cells(figure, whole)] if values else []
        if len(values) < 2 or not all(_is_shared_out(figure, row) for row in rows):
            return
        for row in rows:
            parts = [self.number(figure, "n", cell) for cell in row]
            wholes = {self.number(figure, "of", cell) for cell in row}
            self.made.relations += [Relation(each, parts) for each in sorted(wholes)]

    def _by_sum(self) -> None:
        """Counts that are two counts of other indicators together; each sum is given once."""
        by_name = {(one.figure.period, one.figure.indicator): one.figure for one in self.shown}
        given: dict[tuple[int, ...], None] = {}
        for period in dict.fromkeys(period for period, _ in by_name):
            figures = [figure for (of, _), figure in by_name.items() if of == period]
            for found in adding.sums(figures):
                joined = [by_name[period, of.indicator] for of in (found.whole, *found.parts)]
                for grouping in self._together(joined):
                    for cell in _cells_of_all(joined, grouping):
                        given[self._summed(found, joined, cell)] = None
        self.made.relations += [Relation(whole, parts) for whole, *parts in given]

    def _together(self, figures: Sequence[Figure]) -> list[Grouping]:
        """The groupings that all of some figures show."""
        return sorted(set.intersection(*(set(self.groupings(figure)) for figure in figures)))

    def _summed(self, found: adding.Sum, figures: list[Figure], cell: Cell) -> tuple[int, ...]:
        """The cells of a sum: the whole, then its parts in ascending order."""
        measures = [of.measure for of in (found.whole, *found.parts)]
        whole, *parts = (
            self.number(figure, measure, cell)
            for figure, measure in zip(figures, measures, strict=True)
        )
        return whole, *sorted(parts)

    def _by_time(self) -> None:
        """A year and its quarters, and a correction and what it corrects, cell by cell."""
        for unknown, number in list(self.made.numbers.items()):
            period, _, corrected = unknown.slice.period.partition(LABEL)
            if corrected:
                now = self.made.numbers.get(_in(unknown, period))
                self._at_least(now, [number], whole_of=True)
            elif len(period) == 4:
                quarters = [
                    self.made.numbers.get(_in(unknown, f"{period}-Q{quarter}"))
                    for quarter in range(1, 5)
                ]
                parts = [quarter for quarter in quarters if quarter is not None]
                self._at_least(number, parts, whole_of=len(parts) == len(quarters))

    def _at_least(self, whole: int | None, parts: list[int], *, whole_of: bool) -> None:
        """Acts that come late only add: where nothing came, the attacker knows that too."""
        if whole is None or not parts:
            return
        rest = self.made.truth[whole] - sum(self.made.truth[part] for part in parts)
        if rest >= 0:
            self.made.relations.append(Relation(whole, parts, exact=whole_of and rest == 0))


def _inside(
    figure: Figure, whole: Grouping, value: str, named: Sequence[str], finer: str
) -> list[tuple[Cell, list[Cell]]]:
    """In every place, the count of a coarser value and those of the finer ones it is made of."""
    parts = Grouping(whole.level, (finer,))
    return [
        (Cell(whole, place, (value,)), [Cell(parts, place, (v,)) for v in named])
        for place in figure.places(whole.level)
        if named
    ]


def _is_shared_out(figure: Figure, row: Sequence[Cell]) -> bool:
    """Whether a row has one whole for all of its values, of which each case is under one."""
    counted = sum(figure.count("n", cell).n for cell in row)
    return all(figure.count("of", cell).n == counted for cell in row)


def _cells_of_all(figures: Sequence[Figure], grouping: Grouping) -> Iterator[Cell]:
    """The cells of a grouping whose values every one of some figures names."""
    named = [set.intersection(*(set(f.listed(name)) for f in figures)) for name in grouping.by]
    for cell in cells(figures[0], grouping):
        if all(value in known for value, known in zip(cell.values, named, strict=True)):
            yield cell


def _in(unknown: Unknown, period: str) -> Unknown:
    return Unknown(unknown.slice._replace(period=period), unknown.place)


def twins(made: Puzzle) -> list[int]:
    """
    For each cell one it can be exchanged with, which may be itself.

    Two places that are in the same place, and of which the same is known, all that is in them
    included, are exchangeable whole: every relation is between cells of one place, or between a
    place and the one that it is in. Most small provinces are like their neighbours.
    """
    wholes = Counter((relation.whole, relation.exact) for relation in made.relations)
    said: dict[Place, dict[Slice, tuple[object, ...]]] = {}
    for unknown, number in made.numbers.items():
        said.setdefault(unknown.place, {})[unknown.slice] = (
            made.low[number], made.high[number], made.guarded[number], made.shown[number],
            wholes[number, True], wholes[number, False],
        )  # fmt: skip
    like = _alike(said)
    found = list(range(len(made.names)))
    for unknown, number in made.numbers.items():
        other = Unknown(unknown.slice, like[unknown.place])
        found[number] = made.numbers.get(other, number)
    return found


def _alike(said: Mapping[Place, Mapping[Slice, tuple[object, ...]]]) -> dict[Place, Place]:
    """For each place the first like it."""
    inside: dict[Place, list[Place]] = {}
    for place in sorted(said):
        if place:
            inside.setdefault(limits.parent(place), []).append(place)
    marks: dict[Place, int] = {}
    seen: dict[object, int] = {}
    for place in sorted(said, key=len, reverse=True):
        parts = inside.setdefault(place, [])
        parts.sort(key=lambda part: (marks[part], part))
        mark = frozenset(said[place].items()), tuple(marks[part] for part in parts)
        marks[place] = seen.setdefault(mark, len(seen))
    like: dict[Place, Place] = {}

    def settle(place: Place) -> None:
        like[place] = place
        first: dict[int, Place] = {}
        for part in inside[place]:
            if marks[part] in first:
                mirror(part, first[marks[part]])
            else:
                first[marks[part]] = part
                settle(part)

    def mirror(place: Place, other: Place) -> None:
        like[place] = like[other]
        for part, twin in zip(inside[place], inside[other], strict=True):
            mirror(part, twin)

    # A figure of which nothing is shown any more has no country either.
    if "" in said:
        settle("")
    return {place: like.get(place, place) for place in said}
