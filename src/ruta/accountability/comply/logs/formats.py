"""What a file of a log is, what columns it has, and how DuckDB reads it."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ruta.accountability.comply import xes

from .staged import staged

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f")
TITLES_BYTES = 1 << 20
GZIP, PARQUET, BOM16 = b"\x1f\x8b", b"PAR1", (b"\xff\xfe", b"\xfe\xff")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""What workbooks begin with."""
PARQUET_BYTES = 12
"""Of the smallest file of Parquet."""
NUL, NO_TEXT = b"\0", "neither text nor a file of Parquet"
SORT_OF_ERROR = re.compile(r"^(?:[A-Z]\w* )+Error: ")
ENCODINGS = {"utf-8": "utf-8-sig", "latin-1": "latin-1"}


class BadLog(ValueError):
    """A log of which nothing can be read; says why, in a line."""


@dataclass(frozen=True)
class Source:
    """
    A log as a table of DuckDB.

    :ivar format: `csv`, `parquet` or `xes`
    :ivar columns: the type of each column, by its name
    :ivar sql: what stands after `from`
    """

    format: str
    columns: Mapping[str, str]
    sql: str


def source(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    *,
    folder: Path,
    delimiter: str | None = None,
    encoding: str = "utf-8",
) -> Source:
    """
    Say what a file is, by what it begins with.

    :param folder: where what XES holds may be written meanwhile
    :param delimiter: between the cells of a CSV; by default what gives its titles most columns
    :raises BadLog: when there is no such file, or it is none of these
    """
    if path.is_dir():
        if not any(path.glob("*.parquet")):
            raise BadLog(f"{path}: a folder without acts.parquet and store.json is no store")
        return _parquet(path / "*.parquet", connection)
    if path.exists() and not path.is_file():
        raise BadLog(f"{path}: is no file that can be read twice: save the log first")
    try:
        packed, start = _start(path)
    except FileNotFoundError as error:
        raise BadLog(f"{path}: there is no such file (from {Path.cwd()})") from error
    except (OSError, EOFError) as error:
        raise BadLog(f"{path}: {error.args[-1] if error.args else error}") from error
    if not start.strip():
        raise BadLog(f"{path}: the file is empty")
    if start.startswith(PARQUET):
        _whole(path)
        return _parquet(path, connection)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _xes(path, connection, folder)
    if start.startswith((ZIP, OLE)):
        raise BadLog(f"{path}: a workbook or an archive: save the sheet as CSV")
    if start.startswith(BOM16):
        raise BadLog(f"{path}: written in UTF-16: save it as UTF-8")
    return _csv(path, start, delimiter, encoding, packed=packed)


def _start(path: Path) -> tuple[bool, bytes]:
    """Whether it is gzipped, and what it begins with."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    with gzip.open(path) if packed else path.open("rb") as file:
        return packed, file.read(TITLES_BYTES)


def _whole(path: Path) -> None:
    """A file of Parquet ends as it begins."""
    with path.open("rb") as file:
        file.seek(-4, 2)
        if file.read() != PARQUET or file.tell() < PARQUET_BYTES:
            raise BadLog(f"{path}: a file of Parquet that was cut short: its end is missing")


def _parquet(path: Path, connection: duckdb.DuckDBPyConnection) -> Source:
    sql = f"read_parquet({text(str(path))}, binary_as_string = true)"
    return Source("parquet", described(sql, connection, path), sql)


def _xes(path: Path, connection: duckdb.DuckDBPyConnection, folder: Path) -> Source:
    try:
        files = staged(xes.events(path), folder)
    except xes.BadXes as error:
        raise BadLog(str(error)) from error
    if not files:
        raise BadLog(f"{path}: the log holds no event")
    listed = ", ".join(text(str(file)) for file in files)
    sql = f"read_parquet([{listed}], union_by_name = true)"
    return Source("xes", described(sql, connection, path), sql)


def _csv(path: Path, start: bytes, delimiter: str | None, encoding: str, *, packed: bool) -> Source:
    titles, delimiter = _titles(path, start, delimiter, encoding)
    columns = ", ".join(f"{text(title)}: 'VARCHAR'" for title in titles)
    gzipped = ", compression = 'gzip'" if packed else ""
    sql = (
        f"read_csv({text(str(path))}, delim = {text(delimiter)}, quote = '\"', escape = '\"',"
        f" header = true, skip = 0, auto_detect = false, columns = {{{columns}}}, nullstr = '',"
        f" encoding = {text(encoding)}, store_rejects = true{gzipped})"
    )
    return Source("csv", dict.fromkeys(titles, "VARCHAR"), sql)


def _titles(
    path: Path, start: bytes, delimiter: str | None, encoding: str
) -> tuple[list[str], str]:
    """The titles of a CSV, and what stands between them."""
    if delimiter is not None and len(delimiter) != 1:
        raise BadLog(f"--delimiter {delimiter!r}: say one sign, such as ';'")
    if encoding not in ENCODINGS:
        raise BadLog(f"encoding {encoding!r} is unknown; one of: {', '.join(ENCODINGS)}")
    try:
        # A letter cut in two at the end of what was read is no mistake.
        lines = start[: start.rfind(b"\n") + 1 or None].decode(ENCODINGS[encoding]).splitlines()
    except UnicodeDecodeError as error:
        if NUL in start:
            raise BadLog(f"{path}: {NO_TEXT}") from error
        raise not_utf8(path, start[: error.start].count(b"\n") + 1) from error
    first = next(line for line in lines if line.strip())
    if NUL.decode() in first:
        raise BadLog(f"{path}: {NO_TEXT}")
    wanted = (delimiter,) if delimiter else DELIMITERS
    found = [(next(csv.reader([first], delimiter=one)), one) for one in wanted]
    cells, between = max(found, key=lambda one: len(one[0]))
    titles = [cell.strip() or f"column {n}" for n, cell in enumerate(cells, 1)]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        raise BadLog(f"{path}: two columns have one title: {', '.join(twice)}")
    return titles, between


def not_utf8(path: Path, line: int) -> BadLog:
    """What to say of a text that is not in the encoding it was read in."""
    return BadLog(f"{path}: line {line} is not UTF-8: try --encoding latin-1, or save it as UTF-8")


def described(sql: str, connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """The columns and types of a table."""
    try:
        rows = connection.execute(f"describe select * from {sql}").fetchall()
    except duckdb.Error as error:
        raise BadLog(f"{path}: {first_line(error)}") from error
    return {str(row[0]): str(row[1]) for row in rows}


def first_line(error: BaseException) -> str:
    """The first line of what a library says, without what sort of error it calls that."""
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    return SORT_OF_ERROR.sub("", first)


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """The name of a column as SQL writes it."""
    return '"' + value.replace('"', '""') + '"'
