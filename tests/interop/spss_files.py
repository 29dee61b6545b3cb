"""A small writer of SPSS files, uncompressed, for tests: numbers, texts, days and value labels."""

import struct
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

BEGINNING = date(1582, 10, 14)  # SPSS counts the seconds since then
MISSING = struct.unpack("<d", struct.pack("<Q", 0xFFEFFFFFFFFFFFFF))[0]
NUMBER, DAY, TEXT = (5 << 16 | 8 << 8), (20 << 16 | 11 << 8), 1 << 16
TEXT_BYTES = 48

Value = str | float | date | None


def write(
    path: Path, rows: Sequence[Mapping[str, Value]], *,
    labels: Mapping[str, Mapping[float, str]] | None = None,
    encoding: str = "utf-8", says: str = "UTF-8", cases: int | None = None,
) -> Path:  # fmt: skip
    """
    Write rows; the columns are those of the first row, and its values tell their types.

    :param says: the encoding that the file claims
    :param cases: how many rows the file claims
    """
    names = list(rows[0])
    kinds = {name: _kind(rows, name) for name in names}
    size = sum(TEXT_BYTES // 8 if kinds[name] == TEXT else 1 for name in names)
    parts = [_header(size, len(rows) if cases is None else cases)]
    place, places = 1, {}
    for number, name in enumerate(names):
        parts.append(_variable(f"V{number}", kinds[name]))
        places[name] = place
        place += TEXT_BYTES // 8 if kinds[name] == TEXT else 1
    for name, given in (labels or {}).items():
        parts.append(_labels(given, places[name], encoding))
    long = "\t".join(f"V{number}={name}" for number, name in enumerate(names))
    parts += [_extension(13, long.encode(encoding)), _extension(20, says.encode())]
    parts.append(struct.pack("<ii", 999, 0))
    parts += [_cell(row[name], kinds[name], encoding) for row in rows for name in names]
    path.write_bytes(b"".join(parts))
    return path


def _kind(rows: Sequence[Mapping[str, Value]], name: str) -> int:
    found = next((row[name] for row in rows if row[name] is not None), 0.0)
    return TEXT if isinstance(found, str) else DAY if isinstance(found, date) else NUMBER


def _header(size: int, cases: int) -> bytes:
    return struct.pack(
        "<4s60siiiiid9s8s64s3s", b"$FL2", b"@(#) SPSS DATA FILE".ljust(60), 2, size, 0, 0, cases,
        100.0, b"01 Jan 26", b"00:00:00", b" " * 64, b"\0\0\0",
    )  # fmt: skip


def _variable(short: str, kind: int) -> bytes:
    width = TEXT_BYTES if kind == TEXT else 0
    shape = TEXT | TEXT_BYTES << 8 if kind == TEXT else kind
    name = short.encode().ljust(8)
    first = struct.pack("<iiiiii8s", 2, width, 0, 0, shape, shape, name)
    rest = struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b" " * 8)
    return first + rest * (width // 8 - 1 if width else 0)


def _labels(given: Mapping[float, str], place: int, encoding: str) -> bytes:
    parts = [struct.pack("<ii", 3, len(given))]
    for code, label in given.items():
        text = label.encode(encoding)
        padded = bytes([len(text)]) + text
        parts.append(struct.pack("<d", code) + padded.ljust(-(-len(padded) // 8) * 8))
    return b"".join(parts) + struct.pack("<iii", 4, 1, place)


def _extension(subtype: int, content: bytes) -> bytes:
    return struct.pack("<iiii", 7, subtype, 1, len(content)) + content


def _cell(value: Value, kind: int, encoding: str) -> bytes:
    if kind == TEXT:
        return str(value or "").encode(encoding).ljust(TEXT_BYTES)[:TEXT_BYTES]
    if isinstance(value, date):
        return struct.pack("<d", (value - BEGINNING).days * 86400.0)
    return struct.pack("<d", MISSING if value is None else float(value))
