"""A table written as it comes, as CSV or Parquet; there at its end, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from .iso import texts
from .logs.walls import Walls

FORMATS = (".csv", ".parquet")
LINES = 1 << 14
Add = Callable[[pa.Table], None]


class BadPlace(ValueError):
    """A file that cannot be written: of no format known, or in no folder."""


def checked(path: Path, *, formats: tuple[str, ...] = (), spared: Iterable[Path] = ()) -> Path:
    """
    A place where a file can be written.

    :param formats: how its name may end; anyhow by default
    :param spared: files and folders that it must not be, nor lie in: what is read, for one
    :raises BadPlace: when it ends in no format known, is a folder or in none, or must be spared
    """
    if formats and path.suffix not in formats:
        raise BadPlace(f"{path}: ends in neither {' nor '.join(formats)}")
    if not path.parent.is_dir():
        raise BadPlace(f"{path}: there is no folder {path.parent} (from {Path.cwd()})")
    if path.is_dir():
        raise BadPlace(f"{path}: is a folder: say a file in it")
    if not os.access(path.parent, os.W_OK):
        raise BadPlace(f"{path}: nothing may be written in {path.parent}")
    place = path.resolve()
    for other in spared:
        if other.resolve() in (place, *place.parents):
            raise BadPlace(f"{path}: is, or lies in, {other}, which is asked for too")
    return path


@contextmanager
def written(path: Path, schema: pa.Schema, walls: Walls) -> Iterator[Add]:
    """
    What takes the parts of a table, each a row group of its own; see `replaced`.

    :param walls: of the zone in which a CSV writes instants
    """
    with replaced(path) as file, _writer(path, file, schema, walls) as add:
        yield add


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file written beside its place and moved there at the end; cut short, nothing is left."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _writer(path: Path, file: BinaryIO, schema: pa.Schema, walls: Walls) -> Iterator[Add]:
    if path.suffix == ".parquet":
        with pq.ParquetWriter(file, schema, compression="zstd") as parquet:
            yield parquet.write_table
        return
    options = pc.WriteOptions(quoting_style="needed", quoting_header="needed")
    with pc.CSVWriter(file, _as_texts(schema), write_options=options) as csv:

        def add(table: pa.Table) -> None:
            # Texts are many times what they say: not those of all rows at once.
            for batch in table.to_batches(max_chunksize=LINES):
                csv.write_table(_in_texts(pa.Table.from_batches([batch]), walls))

        yield add


def _as_texts(schema: pa.Schema) -> pa.Schema:
    return pa.schema([(f.name, pa.string() if _is_instant(f.type) else f.type) for f in schema])


def _in_texts(table: pa.Table, walls: Walls) -> pa.Table:
    """The table with its instants as ISO 8601."""
    columns: list[Any] = []
    for field, column in zip(table.schema, table.columns, strict=True):
        if _is_instant(field.type):
            at = column.cast(pa.int64())
            absent = at.is_null().to_numpy().astype(bool)
            column = texts(at.fill_null(0).to_numpy().astype(np.int64), absent, walls)
        columns.append(column)
    return pa.table(columns, schema=_as_texts(table.schema))


def _is_instant(type_: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(type_))
