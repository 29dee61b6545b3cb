"""Coded rows put in order by case, instant and arrival, on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa

from .coded import BATCH

PARTS = 64
# Bytes of all memory that sorting a row takes at the worst.
PER_ROW = 600


def in_order(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[pa.Table], *, memory: int
) -> Iterator[pa.Table]:
    """
    All rows, each case's together and in its order; cases in no order.

    They are sorted by parts of the cases, each of which fits into memory.

    :param memory: in bytes
    """
    count = 0
    # In one transaction, so that rows go to disk once and not to a log of changes as well.
    connection.begin()
    for table in tables:
        connection.register("read", table)
        verb = "insert into scattered" if count else "create or replace table scattered as"
        connection.execute(f"""{verb} select *, hash("case") % {PARTS} as part from "read" """)
        connection.unregister("read")
        count += table.num_rows
    connection.commit()
    step = max(1, PARTS * memory // max(1, count * PER_ROW))
    for part in range(0, PARTS if count else 0, step):
        asked = f"""
            select * exclude (part) from scattered where part between {part} and {part + step - 1}
            order by "case", "at", arrival, "row"
        """
        for batch in connection.sql(asked).to_arrow_reader(BATCH):
            yield pa.Table.from_batches([batch])
