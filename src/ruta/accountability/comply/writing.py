"""A table written as it comes, as CSV or Parquet; there at its end, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
Add = Callable[[pa.Table], None]


class BadPlace(ValueError):
    """A file that cannot be written: of no format known, or in no folder."""


def checked(path: Path) -> Path:
    """
    A place where a table can be written.

    :raises BadPlace: when its name ends in no format known, or its folder is not there
    """
    if path.suffix not in FORMATS:
        raise BadPlace(f"{path}: ends in neither {' nor '.join(FORMATS)}")
    if not path.parent.is_dir():
        raise BadPlace(f"{path}: there is no folder {path.parent}")
    return path


@contextmanager
def written(path: Path, schema: pa.Schema, walls: Walls) -> Iterator[Add]:
    """
    What takes the parts of a table.

    It is written beside its place and moved there at the end; cut short, nothing is left.

    :param walls: of the zone in which a CSV writes instants
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file, _writer(path, file, schema, walls) as add:
            yield add
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
        yield lambda table: csv.write_table(_in_texts(table, walls))


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
