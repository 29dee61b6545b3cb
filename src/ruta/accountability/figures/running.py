"""
An indicator's rows grouped into exact tables: one text of SQL around the indicator's own.

The text is DuckDB's; SQLGlot carries it to PostgreSQL and Spark. What comes out is exact: it may be
shown to the office it is of, and reaches anybody else only through the rules of publishing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from ruta.accountability.indicators.queries import carried
from ruta.accountability.indicators.reading import Indicator

from .attributes import NOT_KNOWN, every

EPOCH_DAY = date(1970, 1, 1).toordinal()
LEVELS = {"country": "''", "department": "department", "province": "province"}
QUANTILES_FROM = 100
"""A median or a ninth decile of fewer is not computed."""
MEASURES = {
    "share": "counted AS part, 1 AS whole",
    "count": "1 AS part, 1 AS whole",
    "hours": "CASE WHEN hours IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole, hours",
    "ratio": "part, whole",
}


class UnknownDimension(ValueError):
    """An attribute that the indicator's query does not answer, or a level that is none."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local days since 1970: the first inclusive, the last exclusive."""

    from_day: int
    until_day: int

    @classmethod
    def of(cls, from_: date, until: date) -> Span:
        """From a day on, until another that is no longer within."""
        return cls(from_.toordinal() - EPOCH_DAY, until.toordinal() - EPOCH_DAY)


ALWAYS = Span(-100_000, 100_000)


@dataclass(frozen=True, slots=True)
class Row:
    """
    One exact row.

    :ivar place: code of the department or province; empty for the country
    :ivar dims: a value for each attribute asked for; `not-known` where nobody knows it
    :ivar n: how many (of a ratio, the sum of the part)
    :ivar of: of how many; absent for a count
    :ivar median_hours, p90_hours: only of hours, and of enough of them
    """

    level: str
    place: str
    dims: Mapping[str, str]
    n: int
    of: int | None
    median_hours: float | None = None
    p90_hours: float | None = None


def text(
    indicator: Indicator,
    by: Sequence[str] = (),
    level: str = "country",
    *,
    source: str | None = None,
    quantiles_from: int = QUANTILES_FROM,
) -> str:
    """
    The whole query, in DuckDB's dialect, over the relations and `span`.

    :param source: a table that already holds the indicator's rows of the span
    :raises UnknownDimension: when the query does not answer an attribute, or there is no such level
    """
    _check(indicator, by, level)
    rows = f"SELECT * FROM {source}" if source else within(indicator)
    dims = "".join(f", COALESCE(CAST({n} AS VARCHAR), '{NOT_KNOWN}') AS {n}" for n in by)
    names = "".join(f", {name}" for name in by)
    keys = ", ".join(("place", *by))
    placed = f"WHERE NOT {level} IS NULL" if level != "country" else ""
    hours = indicator.unit == "hours"
    return f"""WITH unit AS (
{rows}
), measured AS (
SELECT {LEVELS[level]} AS place{dims}, {MEASURES[indicator.unit]} FROM unit {placed}
){_ranked(keys) if hours else ""}, counted AS (
SELECT {keys}, SUM(part) AS n, SUM(whole) AS whole FROM measured GROUP BY {keys}
)
SELECT counted.place{"".join(f", counted.{name}" for name in by)}, counted.n, counted.whole,
{_quantiles(quantiles_from) if hours else "NULL AS median_hours, NULL AS p90_hours"}
FROM counted{_joined(keys, by) if hours else ""}
ORDER BY 1{names and "".join(f", {place + 2}" for place in range(len(by)))}"""


def within(indicator: Indicator) -> str:
    """The indicator's rows that fall into `span`."""
    return f"""SELECT found.* FROM (
{indicator.sql}
) AS found CROSS JOIN span AS asked
WHERE found.day >= asked.from_day AND found.day < asked.until_day"""


def table(
    connection: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    by: Sequence[str] = (),
    level: str = "country",
    span: Span = ALWAYS,
    *,
    quantiles_from: int = QUANTILES_FROM,
) -> list[Row]:
    """
    The exact rows of an indicator, grouped by attributes at a level, in their order.

    For the country a value that is always shown (each of the sixteen implications) has a row even
    where it has no data. Rows whose place is not known are left out below the country. The rows of
    the indicator are kept on the connection until another is asked for, or another span: asking
    for several groupings of one costs little.

    :param connection: one that `relations.open_in` prepared
    :raises UnknownDimension: see `text`
    """
    _check(indicator, by, level)
    source = _kept(connection, indicator, span)
    sql = text(indicator, by, level, source=source, quantiles_from=quantiles_from)
    found = list(read(connection.execute(sql).fetchall(), indicator, by, level))
    return found if level != "country" else [*found, *_without_data(indicator, by, found)]


def _without_data(indicator: Indicator, by: Sequence[str], found: Sequence[Row]) -> Iterator[Row]:
    """For the country: a row of nothing where a figure, or a value always shown, has no data."""
    of = None if indicator.unit == "count" else 0
    if not by and not found:
        yield Row("country", "", {}, 0, of)
    attribute = every().get(by[0]) if len(by) == 1 else None
    if attribute is not None and attribute.all:
        met = {row.dims[attribute.id] for row in found}
        for value in attribute.values:
            if value not in met:
                yield Row("country", "", {attribute.id: value}, 0, of)


def read(
    rows: Sequence[Sequence[object]], indicator: Indicator, by: Sequence[str], level: str
) -> Iterator[Row]:
    """Rows as an engine answers them, as rows of a table."""
    for row in rows:
        place, (n, whole, median, p90) = str(row[0]), row[-4:]
        dims = {name: str(value) for name, value in zip(by, row[1:-4], strict=True)}
        of = None if indicator.unit == "count" else _whole(whole)
        yield Row(level, place, dims, _whole(n), of, _real(median), _real(p90))


def on(
    engine: str,
    indicator: Indicator,
    by: Sequence[str] = (),
    level: str = "country",
    *,
    quantiles_from: int = QUANTILES_FROM,
) -> str:
    """
    The whole query as another engine reads it; `span` must be a table of one row there.

    :param engine: `duckdb`, `postgres` or `spark`
    :raises sqlglot.errors.UnsupportedError: when that engine has no way to say it
    """
    return carried(text(indicator, by, level, quantiles_from=quantiles_from), engine)


def _check(indicator: Indicator, by: Sequence[str], level: str) -> None:
    for name in by:
        if name not in indicator.answers:
            raise UnknownDimension(f"{indicator.id} does not answer {name!r}")
    if level not in LEVELS:
        raise UnknownDimension(f"{level!r} is none of {', '.join(LEVELS)}")


def _ranked(keys: str) -> str:
    return f""", ranked AS (
SELECT {keys}, hours,
ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY hours) AS nth,
COUNT(*) OVER (PARTITION BY {keys}) AS many
FROM measured WHERE NOT hours IS NULL
), quantiles AS (
SELECT {keys}, MIN(CASE WHEN nth * 2 >= many THEN hours END) AS median_hours,
MIN(CASE WHEN nth * 10 >= many * 9 THEN hours END) AS p90_hours
FROM ranked GROUP BY {keys}
)"""


def _quantiles(least: int) -> str:
    return ", ".join(
        f"CASE WHEN counted.n >= {least} THEN quantiles.{name} END AS {name}"
        for name in ("median_hours", "p90_hours")
    )


def _joined(keys: str, by: Sequence[str]) -> str:
    on_ = " AND ".join(f"counted.{name} = quantiles.{name}" for name in ("place", *by))
    return f" LEFT JOIN quantiles ON {on_}"


def _kept(connection: duckdb.DuckDBPyConnection, indicator: Indicator, span: Span) -> str:
    """The table of this connection that holds the indicator's rows of a span; made if it is not."""
    name = f"unit_{indicator.id.replace('-', '_')}_{span.from_day}_{span.until_day}".replace(
        "_-", "_m"
    )
    held = connection.execute(
        "select table_name from duckdb_tables() where temporary and table_name like 'unit!_%' "
        "escape '!'"
    ).fetchall()
    if (name,) in held:
        return name
    for (other,) in held:
        connection.execute(f"drop table {other}")
    connection.execute(
        "create or replace temp table span as select ?::bigint as from_day, ?::bigint as until_day,"
        " as_of from reading",
        [span.from_day, span.until_day],
    )
    connection.execute(f"create temp table {name} as {within(indicator)}")
    return name


def _whole(value: object) -> int:
    return int(value)  # type: ignore[call-overload,no-any-return]


def _real(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
