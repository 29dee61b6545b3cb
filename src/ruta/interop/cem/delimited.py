"""
A registry as delimited text: its encoding and delimiter are found out, never assumed.

Everything is read as text: to a reader of types "NA" is a null and 01 a number.
"""

import codecs
import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv as arrow_csv

from .names import column_name
from .sources import PIECE, Skipped, UnreadableFile

BLOCK = 8 << 20
HEADER_AT_MOST = 1 << 16
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
# Bytes that Windows-1252 leaves undefined: a file with any of them is Latin-1.
NOT_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
WINDOWS_ONLY = frozenset(range(0x80, 0xA0))
FIRST = 5


class DelimitedFile:
    """A text file; reading it twice is allowed, each time from its beginning."""

    def __init__(self, path: Path, names: frozenset[str]) -> None:
        """:raises UnreadableFile: without a header that names variables of the registry"""
        self._path = path
        self.encoding = encoding_of(path)
        self.delimiter, self.columns = _header(path, self.encoding, names)
        self.labels: Mapping[str, Mapping[str, str]] = {}
        self.skipped = Skipped()

    @property
    def told(self) -> Mapping[str, str]:
        """How it was read."""
        return {
            "format": "delimited text",
            "encoding": self.encoding,
            "delimiter": DELIMITERS[self.delimiter],
        }

    def chunks(self) -> Iterator[pa.Table]:
        """
        The rows, a block of the file at a time; a line with other than its cells is counted.

        :raises UnreadableFile: where a quote is never closed, or one row is larger than a block
        """
        self.skipped = Skipped()
        try:
            yield from self._blocks()
        except (pa.ArrowInvalid, UnicodeError) as error:
            if "Empty CSV" in str(error):  # a header without a row
                return
            raise UnreadableFile(f"{self._path.name}: {_reason(error)}") from None

    def _blocks(self) -> Iterator[pa.Table]:
        reader = arrow_csv.open_csv(
            self._path,
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=BLOCK, encoding=self.encoding,
                column_names=list(self.columns), skip_rows=1,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.delimiter, newlines_in_values=True,
                invalid_row_handler=self._skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(self.columns, pa.string()),
                strings_can_be_null=True, quoted_strings_can_be_null=True, null_values=[""],
            ),
        )  # fmt: skip
        for batch in reader:
            if batch.num_rows:
                yield pa.Table.from_batches([batch])

    def _skip(self, row: Any) -> str:
        """Count a line that is no row; its text, which may be anything, is not kept."""
        self.skipped.count += 1
        if len(self.skipped.first) < FIRST and row.number is not None:
            self.skipped.first.append(int(row.number))
        return "skip"


def encoding_of(path: Path) -> str:
    """UTF-8 where every byte is; else Windows-1252, or Latin-1 where that has no such signs."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen: set[int] = set()
    utf8 = True
    with path.open("rb") as file:
        begins = file.read(4)
        if begins[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        while piece := file.read(PIECE):
            utf8 = utf8 and _decodes(decoder, piece)
            if not utf8:
                seen |= set(piece)
    if utf8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig" if begins.startswith(codecs.BOM_UTF8) else "utf-8"
    # Before the first wrong byte a file is plain ASCII or valid UTF-8: nothing to learn there.
    return "cp1252" if seen & WINDOWS_ONLY and not seen & NOT_WINDOWS else "latin-1"


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _header(path: Path, encoding: str, names: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """The delimiter by which the first line names most variables, and the columns so found."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            line = file.readline(HEADER_AT_MOST)
    except UnicodeError as error:
        raise UnreadableFile(f"{path.name}: {_reason(error)}") from None
    if len(line) >= HEADER_AT_MOST or "\x00" in line:
        raise UnreadableFile(f"{path.name}: its first line is no header")
    best = max(DELIMITERS, key=lambda sign: _known(line, sign, names))
    if not _known(line, best, names):
        raise UnreadableFile(f"{path.name}: its first line names no variable of the registry")
    columns = tuple(map(column_name, next(csv.reader([line], delimiter=best))))
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise UnreadableFile(f"{path.name}: two columns are named {twice[0][:40]!r}")
    return best, columns


def _known(line: str, delimiter: str, names: frozenset[str]) -> int:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return sum(column_name(cell) in names for cell in cells)


def _reason(error: Exception) -> str:
    text = str(error)
    if "straddling" in text:
        return f"a row is larger than {BLOCK >> 20} MB: is a quotation mark left open?"
    if isinstance(error, UnicodeError):
        return "it changes its encoding on the way, or is cut short"
    return "it cannot be read as rows: is it truncated?"
