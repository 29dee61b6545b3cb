"""How much memory a pass may take, and DuckDB held to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from ruta.acts.store import ROWS

KILOBYTE, MEGABYTE, GIGABYTE = 10**3, 10**6, 10**9
UNITS = {"K": KILOBYTE, "M": MEGABYTE, "G": GIGABYTE}
LEAST = 500 * MEGABYTE
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG])I?B?", re.IGNORECASE)
THREADS = 2
# What one act takes at the worst: with the whole law, its obligations as columns, in each thread.
PER_ACT, FEWEST = 4_000, 1 << 15
# What Python, its libraries and some acts take at the least, and what an obligation takes at the
# worst: in each thread as numbers and as names, waiting, and being written.
ALWAYS, PER_OBLIGATION = 300 * MEGABYTE, 4_000


class BadSize(ValueError):
    """A text that is no size of memory, or too small a one."""


def size(said: str) -> int:
    """
    Bytes, from a text such as `500MB` or `2GB`.

    :raises BadSize: when it is none, or less than a pass needs
    """
    form = SIZE.fullmatch(said.strip())
    if form is None:
        raise BadSize(f"{said!r} is no size such as 500MB or 2GB")
    found = int(float(form[1]) * UNITS[form[2].upper()])
    if found < LEAST:
        raise BadSize(f"{said} is too little: at least {LEAST // MEGABYTE}MB")
    return found


def left(memory: int) -> int:
    """What is left of all memory beside what is always taken."""
    return memory - ALWAYS


def give_back() -> None:
    """Give back to the system what Arrow took and uses no more."""
    pa.default_memory_pool().release_unused()


def at_a_time(memory: int) -> int:
    """How many acts to hold at a time."""
    return max(FEWEST, min(ROWS, memory // PER_ACT))


def obligations_at_a_time(memory: int) -> int:
    """How many obligations each thread may hold at a time."""
    return max(FEWEST, left(memory) // PER_OBLIGATION)


@contextmanager
def connected(folder: Path, *, memory: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """
    DuckDB with a file in a folder, where it puts what does not fit into three quarters of what is
    left; the rest is for what Python holds.
    """
    with duckdb.connect(str(folder / "aside.duckdb")) as connection:
        connection.execute(f"set threads = {THREADS}")
        connection.execute(f"set memory_limit = '{left(memory) * 3 // 4 // MEGABYTE}MB'")
        connection.execute("set temp_directory = $1", [str(folder / "spilled")])
        connection.execute("set preserve_insertion_order = true")
        connection.execute("set enable_progress_bar = false")
        yield connection


@contextmanager
def beginning(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own for one reading, which may be given up before its end."""
    with connection.cursor() as own:
        own.execute("set TimeZone = 'UTC'")
        own.execute("set enable_progress_bar = false")
        yield own
