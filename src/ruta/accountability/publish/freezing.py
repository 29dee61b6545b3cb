"""
Freezing: a release is written whole beside its place, sealed, made read-only, then put there.

What is frozen never changes. A folder of that name is refused, whatever is in it; a correction
is another release that says which it corrects and why. The same draft gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import package
from .release import (  # fmt: skip
    ARCHIVE,
    MANIFEST,
    MEASURES,
    PACKAGE,
    PLACE,
    SEAL,
    TABLES,
    Release,
    digest,
    opened,
    seal,
)

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The one date of every file in an archive, so that equal releases are equal bytes."""
READ_ONLY, SHUT = 0o444, 0o555


class AlreadyFrozen(ValueError):
    """A release of that id exists: it is never written again."""


@dataclass(frozen=True)
class Written:
    """
    A table as it will be frozen.

    :ivar said: name, indicator, dimensions, levels, unit, title, question, denominator, source,
        not_comparable
    :ivar rows: texts by column; a measure not named is not published
    """

    said: Mapping[str, Any]
    rows: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Draft:
    """
    All that a release will hold.

    :ivar said: the manifest, but for what the files themselves tell
    :ivar norms: copies of the norm files, by name
    :ivar sql: copies of the indicators, by name
    """

    said: Mapping[str, Any]
    tables: Sequence[Written]
    norms: Mapping[str, bytes] = field(default_factory=dict)
    sql: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.said["id"])


def freeze(draft: Draft, *, into: Path) -> Release:
    """
    Write a release, whole or not at all, and make it read-only.

    :param into: the shelf; the release becomes the folder of its id there
    :raises AlreadyFrozen: when that id is taken
    """
    place = into / draft.id
    if place.exists():
        raise AlreadyFrozen(f"{draft.id} is frozen; a correction is a release of another id")
    into.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{draft.id}-", dir=into))
    try:
        _write(making, draft)
        _shut(making)
        # A rename onto a folder that has files fails, should another have come first.
        making.rename(place)
    except BaseException as error:
        _discard(making)
        if place.exists() and isinstance(error, OSError):
            raise AlreadyFrozen(f"{draft.id} was frozen meanwhile") from error
        raise
    return opened(place)


def _write(folder: Path, draft: Draft) -> None:
    files: dict[str, bytes] = {}
    files |= {f"norms/{name}": text for name, text in draft.norms.items()}
    files |= {f"sql/{name}": text for name, text in draft.sql.items()}
    files |= {_file(draft, table): as_csv(table) for table in draft.tables}
    files[package.README] = package.read_me(draft.said).encode()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    said = {**draft.said, "tables": [_entry(folder, draft, table) for table in draft.tables]}
    (folder / PACKAGE).write_text(_json(package.described(said)), encoding="utf-8")
    names = sorted((*files, PACKAGE))
    said["files"] = {name: digest(folder / name) for name in names}
    (folder / MANIFEST).write_text(_json(said), encoding="utf-8")
    (folder / SEAL).write_text(seal(digest(folder / MANIFEST), said["files"]), encoding="utf-8")
    (folder / ARCHIVE).write_bytes(_archive(folder, draft.id, (*names, MANIFEST, SEAL)))


def as_csv(table: Written) -> bytes:
    """The bytes of a table: comma, LF, UTF-8, a heading."""
    out = io.StringIO()
    columns = (*PLACE, *table.said["dimensions"], *MEASURES)
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return out.getvalue().encode()


def _file(draft: Draft, table: Written) -> str:
    return f"{TABLES}/{package.file_of(table.said['name'], draft.said['simulated'])}"


def _entry(folder: Path, draft: Draft, table: Written) -> dict[str, Any]:
    file = _file(draft, table)
    return {**table.said, "file": file, "sha256": digest(folder / file), "rows": len(table.rows)}


def _json(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _archive(folder: Path, id_: str, names: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"{id_}/{name}", EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = READ_ONLY << 16
            file.writestr(entry, (folder / name).read_bytes())
    return out.getvalue()


def _shut(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(SHUT if path.is_dir() else READ_ONLY)
    # The folder itself is shut once it has its name: a shut folder cannot be moved everywhere.
    folder.chmod(0o755)


def _discard(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o700)
    if os.path.lexists(folder):
        shutil.rmtree(folder)
