"""The text on PostgreSQL: acts and tables go into temporary tables by COPY, answers come out so."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import psycopg
import pyarrow as pa
import pyarrow.csv as csv
from psycopg import sql

from ruta.acts.columns import NONE, Acts
from ruta.acts.store import Store

from .asked import Asked
from .dialects import carried

ROWS = 1 << 18
"""Acts at a time: an answer of them is held in memory."""
TYPES = {pa.int64(): "bigint", pa.bool_(): "boolean", pa.string(): "text"}
READ = csv.ConvertOptions(true_values=["t"], false_values=["f"])


def answers(
    asked: Asked, text: str, store: Store, *, url: str, memory: int | None = None
) -> Iterator[pa.Table]:
    """
    What the text answers of each part of the store.

    Temporary tables are made in one transaction, which is never kept.

    :param url: of a database in which temporary tables may be made
    :param memory: bytes that the server may take for sorting
    """
    place, carried_text = 0, carried(text, "postgres")
    with psycopg.connect(url) as connection:
        _prepare(connection, memory)
        for name, table in asked.tables.items():
            _make(connection, name, table)
        for acts in store.chunks(rows=ROWS, facts=frozenset(asked.facts)):
            _make(connection, "acts", _columns(acts, asked, place))
            place += len(acts)
            yield _answer(connection, carried_text)
        connection.rollback()


def _prepare(connection: psycopg.Connection, memory: int | None) -> None:
    """
    Settings of this transaction only.

    Without knowledge of what a step yields the planner thinks of few rows and loops over many.
    """
    chosen = {"TimeZone": "UTC", "enable_nestloop": "off"}
    if memory is not None:
        chosen["work_mem"] = f"{max(memory // 8192, 4096)}kB"
    for name, value in chosen.items():
        connection.execute("select set_config(%s, %s, true)", [name, value])


def _make(connection: psycopg.Connection, name: str, table: pa.Table) -> None:
    """A temporary table anew, filled."""
    named = sql.Identifier(name)
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(TYPES[field.type]))
        for field in table.schema
    )
    connection.execute(sql.SQL("drop table if exists pg_temp.{}").format(named))
    connection.execute(sql.SQL("create temp table {} ({})").format(named, columns))
    written = BytesIO()
    csv.write_csv(table, written, csv.WriteOptions(include_header=False))
    with connection.cursor().copy(
        sql.SQL("copy pg_temp.{} from stdin (format csv)").format(named)
    ) as copy:
        copy.write(written.getvalue())
    connection.execute(sql.SQL("analyze pg_temp.{}").format(named))


def _columns(acts: Acts, asked: Asked, place: int) -> pa.Table:
    """Acts as the text reads them, with their places in the whole store."""
    absent = pa.repeat(pa.scalar(NONE, pa.int64()), len(acts))

    def codes(column: object) -> pa.Array:
        return absent if column is None else pa.array(column).cast(pa.int64())

    gone = acts.annulled
    return pa.table(
        {
            "case_id": codes(acts.case),
            "place": pa.array(range(place, place + len(acts)), pa.int64()),
            "kind": codes(acts.kind),
            "occurred_at": codes(acts.at),
            "day": codes(acts.day),
            "office": codes(acts.office),
            "to_office": codes(acts.to),
            "annulled": pa.array([False] * len(acts)) if gone is None else pa.array(gone),
            **{f"fact_{n}": codes(acts.facts.get(f)) for n, f in enumerate(asked.facts, 1)},
        }
    )


def _answer(connection: psycopg.Connection, text: str) -> pa.Table:
    out = BytesIO()
    query = sql.SQL("copy ({}) to stdout (format csv, header)").format(sql.SQL(text))
    with connection.cursor().copy(query) as copy:
        for part in copy:
            out.write(part)
    out.seek(0)
    return csv.read_csv(out, convert_options=READ)
