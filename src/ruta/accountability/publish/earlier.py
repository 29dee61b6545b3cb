"""Earlier releases, put beside a new one: what they published, and what is exact behind it now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from ruta.accountability.indicators.reading import Indicator

from .figure import Cell, Figure, Grouping
from .period import Period, of_release
from .puzzle import LABEL
from .release import Release, Table
from .showing import Shown

Count = Callable[[Sequence[Indicator], Period, datetime, str], list[Figure]]


def linked(releases: Iterable[Release], asked: Period) -> list[Release]:
    """
    The earlier releases that say anything of what a period's does.

    What is corrected is the same period. A year holds its quarters, and joins them: once it is
    published, a quarter is what the others leave of it. Quarters that no year joins have nothing
    to do with one another.
    """
    same_year = [one for one in releases if of_release(one.id).year == asked.year]
    joined = asked.yearly or any(of_release(one.id).yearly for one in same_year)
    return [one for one in same_year if joined or of_release(one.id) == asked]


def shown(
    releases: Sequence[Release], asked: Period, count: Count, indicators: Sequence[Indicator]
) -> Iterator[Shown]:
    """
    The figures of earlier releases: exact as the store has them now, and the texts published.

    :param releases: the newest first; of each period, the newest keeps its plain name
    :param asked: the period of the new release, which is the newest of its own
    """
    newest = {asked}
    for release in releases:
        period = of_release(release.id)
        superseded = period in newest
        newest.add(period)
        label = f"{period.name}{LABEL}{release.id}" if superseded else period.name
        yield from _shown(release, period, label, count, indicators)


def _shown(
    release: Release, period: Period, label: str, count: Count, indicators: Sequence[Indicator]
) -> Iterator[Shown]:
    published = {str(table.said["indicator"]) for table in release.tables.values()}
    again = [indicator for indicator in indicators if indicator.id in published]
    as_of = datetime.fromisoformat(release.manifest["as_of"])
    for figure in count(again, period, as_of, label):
        texts: dict[tuple[str, Cell], str] = {}
        for table in release.tables.values():
            if table.said["indicator"] == figure.indicator:
                texts.update(_texts(table, figure))
        yield Shown(figure, texts, frozenset(cell.grouping for _, cell in texts))


def _texts(table: Table, figure: Figure) -> Iterator[tuple[tuple[str, Cell], str]]:
    for row in table.rows():
        by = tuple(sorted(name for name in table.dimensions if row[name]))
        cell = Cell(Grouping(row["level"], by), row["place"], tuple(row[name] for name in by))
        for measure in figure.measures:
            if row[measure]:
                yield (measure, cell), row[measure]
