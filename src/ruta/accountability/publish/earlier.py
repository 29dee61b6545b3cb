"""Earlier releases, put beside a new one: what they published, and what is exact behind it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from ruta.accountability.indicators.reading import Indicator

from .figure import Cell, Figure, Grouping
from .period import Period, of_release
from .puzzle import LABEL
from .release import Release, Table
from .showing import Shown

Count = Callable[[Sequence[Indicator], Period, datetime, str], list[Figure]]


def linked(release: Release, asked: Period) -> bool:
    """
    Whether an earlier release says anything of what a period's does.

    A year holds its quarters and a quarter stands in its year; what is corrected is the same
    period. Two quarters that no year joins have nothing to do with one another.
    """
    other = of_release(release.id)
    return other.year == asked.year and (other.yearly or asked.yearly or other == asked)


def shown(
    release: Release, id_: str, count: Count, indicators: Sequence[Indicator]
) -> Iterator[Shown]:
    """
    The figures of an earlier release: exact as the store has them now, and the texts published.

    :param id_: the new release, whose own period keeps its plain name
    """
    period = of_release(release.id)
    published = {str(table.said["indicator"]) for table in release.tables.values()}
    again = [indicator for indicator in indicators if indicator.id in published]
    label = f"{period.name}{LABEL}{release.id}" if period == of_release(id_) else period.name
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
