"""The text on DuckDB, which reads the Parquet file itself, some whole cases at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import duckdb
import pyarrow as pa

from .asked import Asked

THREADS = 2
AT_ONCE = 1 << 16
"""Obligations that come out at a time."""


def answers(
    asked: Asked, text: str, *, memory: int | None = None, threads: int = THREADS
) -> Iterator[pa.Table]:
    """
    What the text answers of each part of the store.

    :param memory: bytes that DuckDB may take; what does not fit goes to disk, and is gone after
    """
    with (
        tempfile.TemporaryDirectory(prefix="ruta-comply-") as spill,
        duckdb.connect(config=_settings(memory, threads, spill)) as connection,
    ):
        connection.execute("set enable_progress_bar = false")
        # Each step that others read holds only what one of them wants: asking again costs a pass.
        connection.execute("set disabled_optimizers = 'cte_filter_pusher'")
        for name, table in asked.tables.items():
            connection.register("made", table)
            connection.execute(f'create temp table "{name}" as select * from made')
            connection.unregister("made")
        for first, last in asked.shards:
            connection.execute(_acts(asked, first, last))
            for batch in connection.sql(text).to_arrow_reader(AT_ONCE):
                yield pa.Table.from_batches([batch])


def _settings(
    memory: int | None, threads: int, spill: str
) -> dict[str, str | bool | int | float | list[str]]:
    most: dict[str, str] = {} if memory is None else {"memory_limit": f"{memory}B"}
    return {
        **most, "threads": threads, "temp_directory": spill, "preserve_insertion_order": False,
        "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    }  # fmt: skip


def _acts(asked: Asked, first: int, last: int) -> str:
    """The acts of some cases as the text reads them; an act's place is its row in the file."""
    columns = ", ".join(f"{value} as {name}" for name, value in asked.columns.items())
    path = str(asked.acts).replace("'", "''")
    return (
        f"create or replace temp view acts as select {columns}, file_row_number as place"
        f" from read_parquet('{path}', file_row_number = true)"
        f' where "case" between {int(first)} and {int(last)}'
    )
