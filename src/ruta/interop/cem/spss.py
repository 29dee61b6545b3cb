"""A registry as an SPSS file (.sav, .zsav): its cells as the text a delimited file would have."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyreadstat

from .names import column_name
from .sources import Skipped, UnreadableFile

BEGINNINGS = (b"$FL2", b"$FL3")
ROWS = 20_000
WRONG = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeError, ValueError)


class SpssFile:
    """An SPSS file. Dates come as ISO text; whole numbers without their decimals."""

    def __init__(self, path: Path, names: frozenset[str]) -> None:
        """:raises UnreadableFile: if it is damaged, or has no variable of the registry"""
        self._path = path
        self._encoding, meta = _metadata(path, names)
        self._names = tuple(meta.column_names)
        if not all(self._names):
            raise UnreadableFile(f"{path.name}: damaged SPSS file, it has a column without a name")
        self.columns = tuple(map(column_name, self._names))
        if len(set(self.columns)) < len(self.columns):
            raise UnreadableFile(f"{path.name}: two columns have the same name")
        # Columns nobody knows are not even read: their texts may be of any width.
        self._known = tuple(name for name in self._names if column_name(name) in names)
        if not self._known:
            raise UnreadableFile(f"{path.name}: it has no variable of the registry")
        self.labels = {
            column_name(name): {_written(code): str(label) for code, label in labels.items()}
            for name, labels in meta.variable_value_labels.items()
        }
        self._rows = meta.number_rows
        self.skipped = Skipped()
        self._told = {"format": "SPSS", "encoding": self._encoding or meta.file_encoding or ""}

    @property
    def told(self) -> Mapping[str, str]:
        """How it was read."""
        return self._told

    def chunks(self) -> Iterator[pa.Table]:
        """
        The rows, `ROWS` at a time.

        :raises UnreadableFile: where the file is damaged or ends early
        """
        offset = 0
        while True:
            data = self._read(offset)
            columns = [_as_text(data[name]) for name in self._known]
            rows = len(columns[0])
            if rows:
                yield pa.table(columns, names=[column_name(name) for name in self._known])
            offset += rows
            if rows < ROWS:
                break
        if self._rows is not None and offset < self._rows:
            raise UnreadableFile(f"{self._path.name}: it ends after {offset:,} of its rows")

    def _read(self, offset: int) -> Mapping[str, Any]:
        try:
            data, _meta = pyreadstat.read_sav(
                self._path, row_offset=offset, row_limit=ROWS, output_format="dict",
                usecols=list(self._known), encoding=self._encoding,
            )  # fmt: skip
        except WRONG as error:
            raise UnreadableFile(f"{self._path.name}: damaged SPSS file") from error
        found: Mapping[str, Any] = data
        return found


def _metadata(path: Path, names: frozenset[str]) -> tuple[str | None, Any]:
    """
    How to decode the file (None: as it says itself), and what it says of itself.

    Its texts are read once for that: a file may claim an encoding that a later row does not keep.
    """
    for encoding in (None, "WINDOWS-1252"):
        try:
            _data, meta = pyreadstat.read_sav(
                path, metadataonly=True, output_format="dict", encoding=encoding
            )
            _read_texts(path, encoding, meta, names)
        except WRONG:
            continue
        return encoding, meta
    raise UnreadableFile(f"{path.name}: damaged SPSS file")


def _read_texts(path: Path, encoding: str | None, meta: Any, names: frozenset[str]) -> None:
    types = meta.readstat_variable_types
    texts = [
        name for name in meta.column_names
        if types[name] == "string" and column_name(name) in names
    ]  # fmt: skip
    offset, rows = 0, ROWS
    while texts and rows == ROWS:
        data, _meta = pyreadstat.read_sav(
            path, usecols=texts, row_offset=offset, row_limit=ROWS, output_format="dict",
            encoding=encoding,
        )  # fmt: skip
        rows = len(data[texts[0]])
        offset += rows


def _as_text(column: Any) -> pa.Array:
    values = np.asarray(column)
    if values.dtype.kind == "f":
        distinct, place = np.unique(values, return_inverse=True)
        texts = np.array([_written(value) or None for value in distinct.tolist()], dtype=object)
        return pa.array(texts[place] if len(distinct) else [], type=pa.string())
    return pa.array([_written(value) or None for value in column], type=pa.string())


def _written(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)
