"""Coded rows put in order by case, instant and arrival, on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from .coded import BATCH
from .formats import text

PARTS = 64
# Bytes that sorting a row takes at the worst.
PER_ROW = 600


def in_order(
    connection: duckdb.DuckDBPyConnection,
    tables: Iterable[pa.Table],
    *,
    folder: Path,
    memory: int,
) -> Iterator[pa.Table]:
    """
    All rows, each case's together and in its order; cases in no order.

    They are put aside in a file and sorted by parts of the cases, each of which fits into memory.

    :param folder: where the file may be
    :param memory: in bytes
    """
    aside = folder / "scattered.parquet"
    count = _put_aside(tables, aside)
    step = max(1, PARTS * memory // max(1, count * PER_ROW))
    for part in range(0, PARTS if count else 0, step):
        asked = f"""
            select * from read_parquet({text(str(aside))})
            where hash("case") % {PARTS} between {part} and {part + step - 1}
            order by "case", "at", arrival, "row"
        """
        for batch in connection.sql(asked).to_arrow_reader(BATCH):
            yield pa.Table.from_batches([batch])


def _put_aside(tables: Iterable[pa.Table], path: Path) -> int:
    """Write tables of one schema into a file; how many rows they have."""
    file, count = None, 0
    try:
        for table in tables:
            file = file or pq.ParquetWriter(path, table.schema, compression="lz4")
            file.write_table(table)
            count += table.num_rows
    finally:
        if file is not None:
            file.close()
    return count
