"""Exact figures of a period, counted from the relations by `figures.running`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from math import prod

import duckdb

from ruta.accountability.figures import attributes, running
from ruta.accountability.indicators.reading import Indicator

from . import limits
from .figure import Count, Figure, Grouping, Place, Quantiles, Values
from .period import Period

UNITS = "published_unit"
"""The table of a connection that holds the rows of the indicator being counted."""
MEASURES = {
    "share": ("of", "n"), "hours": ("of", "n"), "ratio": ("of", "n"), "count": ("n",),
}  # fmt: skip
CASES = "COUNT(DISTINCT {of}) + SUM(CASE WHEN case_id IS NULL AND {more} THEN 1 ELSE 0 END)"


def declared(indicator: Indicator, *, yearly: bool) -> frozenset[Grouping]:
    """The groupings an indicator declares and the limits allow of a quarter, or of a year."""
    levels = ("country",) if indicator.place == "none" else limits.LEVELS
    return frozenset(
        Grouping(level, tuple(sorted(by)))
        for by in indicator.dimensions
        for level in levels
        if limits.allowed(by=by, level=level, yearly=yearly, sensitive=indicator.sensitive)
    )


def figure(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, period: Period, *, label: str = ""
) -> Figure:
    """
    Count an indicator in a period, by everything it may be published by and by parts of that.

    :param connection: one that `relations.open_in` prepared, as of the instant of the release
    :param label: another name for the period: of what a later release corrects
    """
    published = declared(indicator, yearly=period.yearly)
    _units(connection, indicator, period)
    measures = MEASURES[indicator.unit]
    counts: dict[tuple[str, Grouping], dict[tuple[Place, Values], Count]] = {}
    quantiles = {}
    for grouping in _counted(published):
        cases = dict(_cases(connection, indicator, grouping))
        rows = _rows(connection, indicator, grouping)
        for measure in measures:
            counts[measure, grouping] = {
                key: Count(
                    row.n if measure == "n" else row.of or 0,
                    cases[key][measure],
                    cases[key]["offices"],
                )
                for key, row in rows.items()
            }
        if indicator.unit == "hours":
            quantiles[grouping] = {
                key: Quantiles(row.median_hours, row.p90_hours) for key, row in rows.items()
            }
    counted_ = Figure(
        indicator=indicator.id,
        period=label or period.name,
        measures=measures,
        within=indicator.unit in ("share", "hours"),
        alone=indicator.unit != "ratio" and _alone(connection),
        declared=published,
        counts=counts,
        quantiles=quantiles,
        nested=dict(_nested(connection, sorted({name for g in published for name in g.by}))),
    )
    return replace(counted_, declared=frozenset(g for g in published if _short(counted_, g)))


def _counted(published: frozenset[Grouping]) -> Iterable[Grouping]:
    """What is counted: what is published, its wholes, and each attribute over the country."""
    wholes = dict.fromkeys(
        Grouping(level, by)
        for level, wide in sorted(published)
        for size in range(len(wide) + 1)
        for by in combinations(wide, size)
    )
    # Whether a value is named depends on the whole country.
    return wholes | dict.fromkeys(
        Grouping("country", (name,)) for grouping in published for name in grouping.by
    )


def _short(counted: Figure, grouping: Grouping) -> bool:
    """Whether a grouping gives a place few enough rows; how many is seen of the country."""
    rows = prod(len(counted.listed(name)) for name in grouping.by)
    return grouping.level == "country" or rows <= limits.ROWS_OF_A_PLACE


def _units(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, period: Period
) -> None:  # fmt: skip
    span = running.Span.of(period.from_, period.until)
    connection.execute(
        "create or replace temp table span as select ?::bigint as from_day, ?::bigint as until_day,"
        " as_of from reading",
        [span.from_day, span.until_day],
    )
    connection.execute(f"create or replace temp table {UNITS} as {running.within(indicator)}")


def _rows(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, grouping: Grouping
) -> dict[tuple[Place, Values], running.Row]:
    level, by = grouping
    sql = running.text(indicator, by, level, source=UNITS)
    rows = running.read(connection.execute(sql).fetchall(), indicator, by, level)
    return {(row.place, tuple(row.dims[name] for name in by)): row for row in rows}


def _cases(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, grouping: Grouping
) -> Iterator[tuple[tuple[Place, Values], dict[str, int]]]:
    """How many cases and offices each count is of; a row of no case stands for itself."""
    level, by = grouping
    measured = {
        "share": "counted > 0", "hours": "NOT hours IS NULL", "ratio": "part > 0", "count": "TRUE",
    }[indicator.unit]  # fmt: skip
    whole = "whole > 0" if indicator.unit == "ratio" else "TRUE"
    keys = ", ".join((running.LEVELS[level], *map(_named, by)))
    sums = ", ".join(
        CASES.format(of=f"CASE WHEN {more} THEN case_id END", more=more)
        for more in (measured, whole)
    )
    placed = "" if level == "country" else f"WHERE NOT {level} IS NULL"
    order = ", ".join(str(number + 1) for number in range(1 + len(by)))
    offices = "COUNT(DISTINCT office)" if _by_office(connection) else "0"
    sql = f"SELECT {keys}, {sums}, {offices} FROM {UNITS} {placed} GROUP BY {order}"
    for row in connection.execute(sql).fetchall():
        n, of, doing = map(int, row[-3:])
        yield (str(row[0]), tuple(map(str, row[1:-3]))), {"n": n, "of": of, "offices": doing}


def _by_office(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a row of the indicator says the office that did, or owed, what it counts."""
    return "office" in [column[0] for column in connection.table(UNITS).description]


def _nested(
    connection: duckdb.DuckDBPyConnection, attributes_: Sequence[str]
) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """The pairs of attributes of which every value of the first has one value of the second."""
    for finer in attributes_:
        others = [name for name in attributes_ if name != finer]
        named = [_named(name) for name in others]
        sql = "".join(f", MIN({name}), COUNT(DISTINCT {name})" for name in named)
        rows = connection.execute(
            f"SELECT {_named(finer)}{sql} FROM {UNITS} GROUP BY 1"
        ).fetchall()  # fmt: skip
        for place, coarser in enumerate(others):
            found = {str(row[0]): str(row[1 + 2 * place]) for row in rows}
            one_each = all(row[2 + 2 * place] == 1 for row in rows)
            if one_each and len(set(found.values())) > 1:
                yield (finer, coarser), found


def _named(attribute: str) -> str:
    return f"COALESCE(CAST({attribute} AS VARCHAR), '{attributes.NOT_KNOWN}')"


def _alone(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether no case is counted twice, so that ten counted are ten cases."""
    found = connection.execute(f"SELECT COUNT(case_id), COUNT(DISTINCT case_id) FROM {UNITS}")
    rows, cases = found.fetchall()[0]
    return bool(rows == cases)


def groupings(indicator: Indicator, by: Sequence[str], *, yearly: bool) -> list[Grouping]:
    """The groupings whose rows a table by some attributes holds: it, and margins declared."""
    return sorted(
        grouping for grouping in declared(indicator, yearly=yearly) if set(grouping.by) <= set(by)
    )
