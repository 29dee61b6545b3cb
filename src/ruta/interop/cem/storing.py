"""
What was imported, kept apart from the case files: a folder for each file, named by its SHA-256.

In it `registry.parquet` holds the rows as tidied text, `counts.json` how many they are by day,
department, risk and form, and `manifest.json` says what was read, by which dictionary, and what was
found. The folder appears whole or not at all.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ruta.postgres.refusal import Refusal

from .checking import Cell
from .report import Report

ROWS, COUNTS, MANIFEST = "registry.parquet", "counts.json", "manifest.json"


class NothingImported(Refusal):
    """There is no imported registry to tell about."""


@dataclass(frozen=True)
class Imported:
    """One imported file: where it is, and what its manifest says."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def cells(self) -> dict[Cell, int]:
        """Rows by day as written, department, risk and form: exact, for a summary or comparison."""
        rows = json.loads((self.folder / COUNTS).read_text(encoding="utf-8"))
        return {(*row[:3], row[3]): row[4] for row in rows}

    @property
    def date_order(self) -> str:
        """How the days of entry are written in this file."""
        return str(self.manifest["report"]["date_order"])


class Shelf:
    """The folder of all imported registries (RUTA_REGISTRY)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def found(self, sha256: str) -> Imported | None:
        """The import of a file by its hash; None when there is none, or it is not whole."""
        return _opened(self._folder / sha256)

    def latest(self) -> Imported:
        """:raises NothingImported: if no file was imported yet"""
        every = [each for each in self._every() if each]
        if not every:
            raise NothingImported("no registry was imported yet: ruta import cem FILE")
        return max(every, key=lambda each: str(each.manifest["imported_at"]))

    def begin(self, sha256: str, columns: pa.Schema) -> "Writing":
        """A folder to be written; see `Writing`."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Writing(self._folder / sha256, columns)

    def _every(self) -> Iterator[Imported | None]:
        if self._folder.is_dir():
            yield from (_opened(folder) for folder in sorted(self._folder.iterdir()))


class Writing:
    """Rows on their way into a folder: `add` them, then `finish`, or `abandon` everything."""

    def __init__(self, folder: Path, columns: pa.Schema) -> None:
        self._folder, self._partial = folder, folder.with_suffix(".partial")
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir(mode=0o700)
        self._rows = pq.ParquetWriter(self._partial / ROWS, columns, compression="zstd")

    def add(self, chunk: pa.Table) -> None:
        """Some more rows."""
        self._rows.write_table(chunk)

    def finish(self, manifest: Mapping[str, Any], cells: Mapping[Cell, int]) -> Imported:
        """Say what it is, and put it in its place; one that stood there is replaced."""
        self._rows.close()
        counts = sorted([*cell, count] for cell, count in cells.items())
        for name, told, indent in ((COUNTS, counts, None), (MANIFEST, manifest, 1)):
            text = json.dumps(told, ensure_ascii=False, indent=indent)
            (self._partial / name).write_text(text, encoding="utf-8")
        shutil.rmtree(self._folder, ignore_errors=True)
        self._partial.rename(self._folder)
        return Imported(self._folder, manifest)

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._rows.close()
        shutil.rmtree(self._partial, ignore_errors=True)


def manifest_of(
    *, name: str, sha256: str, read: Mapping[str, str], dictionary: str, report: Report,
    now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """What a manifest says; the name of the file without its folders."""
    return {
        "file": name,
        "sha256": sha256,
        "read": dict(read),
        "dictionary_sha256": dictionary,
        "imported_at": now.isoformat(timespec="seconds"),
        "report": asdict(report),
    }


def _opened(folder: Path) -> Imported | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Imported(folder, manifest) if (folder / ROWS).is_file() else None
