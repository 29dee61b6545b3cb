"""An indicator's worked examples on another engine than DuckDB."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from ruta.accountability.figures import examples, relations, running
from ruta.accountability.figures.running import Row
from ruta.accountability.indicators.reading import Example, Indicator

TYPES = {
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.bool_(): "boolean",
    pa.float64(): "double precision",
    pa.string(): "text",
}


def on_postgres(
    connection: psycopg.Connection, indicator: Indicator, example: Example, folder: Path
) -> list[Row]:
    """The rows PostgreSQL answers."""
    made = examples.written(example, folder)
    for name in relations.RELATIONS:
        _fill(connection, name, pq.read_table(made / f"{name}.parquet"))
    _fill(connection, "span", span_of(example, made))
    sql = running.on(
        "postgres", indicator, example.by, example.level, quantiles_from=examples.QUANTILES_FROM
    )
    rows: Sequence[Sequence[Any]] = connection.execute(sql.encode()).fetchall()
    return list(running.read(rows, indicator, example.by, example.level))


def span_of(example: Example, made: Path) -> pa.Table:
    """The one row of `span` for an example."""
    asked = examples.span(example)
    as_of = relations.as_of(made)
    return pa.table(
        {"from_day": [asked.from_day], "until_day": [asked.until_day], "as_of": [as_of]}
    )


def _fill(connection: psycopg.Connection, name: str, table: pa.Table) -> None:
    columns = list(_columns(table))
    described = ", ".join(f"{column} {type_}" for column, type_ in columns)
    connection.execute(f"drop table if exists {name}".encode())
    connection.execute(f"create table {name} ({described})".encode())
    listed = ", ".join(column for column, _ in columns)
    with connection.cursor().copy(f"copy {name} ({listed}) from stdin".encode()) as copy:
        for row in table.to_pylist():
            copy.write_row([row[column] for column, _ in columns])


def _columns(table: pa.Table) -> Iterator[tuple[str, str]]:
    for field in table.schema:
        plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        yield field.name, TYPES[plain]
