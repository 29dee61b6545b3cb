"""
A release, read: a folder of rounded tables with a manifest that says how each was made.

A release is frozen: its files are read-only, its manifest has the hash of each, and nothing here
writes. What a page, a chart or a file may show of it is what `allowed_values` lists.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

MANIFEST, TABLES, PACKAGE, ARCHIVE = "manifest.json", "tables", "datapackage.json", "archive.zip"
SEAL = "manifest.sha256"
"""Beside the manifest: its own hash, then that of every file, in the form `sha256sum -c` reads."""
PLACE = ("level", "place")
MEASURES = ("n", "of", "share", "share_low", "share_high", "median_hours", "p90_hours")
LEVELS = ("country", "department", "province")


class BadRelease(ValueError):
    """A folder that is no release, or one changed after it was frozen; says what differs."""


IN_THE_MANIFEST = {"id", "period", "tables", "simulated", "made_at"}
IN_A_TABLE = {"name", "indicator", "dimensions", "unit", "file", "sha256"}


@dataclass(frozen=True)
class Table:
    """
    One table: a figure by up to two attributes, for the country and its parts.

    :ivar said: its entry in the manifest
    """

    folder: Path
    said: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.said["name"])

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The attributes its rows are broken down by; empty text in a row means all."""
        return tuple(self.said["dimensions"])

    @property
    def columns(self) -> tuple[str, ...]:
        return (*PLACE, *self.dimensions, *MEASURES)

    @property
    def path(self) -> Path:
        return self.folder / str(self.said["file"])

    def rows(self) -> list[Mapping[str, str]]:
        """Every row, all of them texts as published: `<10`, a rounded number, or nothing."""
        return list(self._read)

    def row(self, *, level: str = "country", place: str = "", **of: str) -> Mapping[str, str]:
        """
        One row; an attribute not named means all.

        :raises KeyError: when the table has no such row
        """
        key = (level, place, *(of.get(name, "") for name in self.dimensions))
        return self._index[key]

    def content(self) -> bytes:
        """
        Its file, byte for byte.

        :raises BadRelease: when it is not the file that was frozen: that is never shown
        """
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.said["sha256"]:
            raise BadRelease(f"{self.path}: changed since it was frozen")
        return content

    @cached_property
    def _read(self) -> tuple[Mapping[str, str], ...]:
        lines = io.StringIO(self.content().decode(), newline="")
        return tuple(MappingProxyType(row) for row in csv.DictReader(lines))

    @cached_property
    def _index(self) -> Mapping[tuple[str, ...], Mapping[str, str]]:
        keys = (*PLACE, *self.dimensions)
        return {tuple(row[key] for key in keys): row for row in self._read}


@dataclass(frozen=True)
class Release:
    """A frozen release: its folder and its manifest."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def id(self) -> str:
        """`2026-Q2`, `2026`, or `2026-Q2.1` for the first correction of it."""
        return str(self.manifest["id"])

    @property
    def simulated(self) -> Mapping[str, Any] | None:
        """The seed and the number of cases when the country is invented."""
        found: Mapping[str, Any] | None = self.manifest["simulated"]
        return found

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every table by its name, in the order of the manifest."""
        return {said["name"]: Table(self.folder, said) for said in self.manifest["tables"]}

    @property
    def archive(self) -> Path:
        """The whole release as one file."""
        return self.folder / ARCHIVE

    def packed(self) -> bytes:
        """
        The archive, byte for byte.

        :raises BadRelease: when it does not hold what was frozen
        """
        content = self.archive.read_bytes()
        if hashlib.sha256(content).hexdigest() != self._packed:
            raise BadRelease(f"{self.archive}: changed since it was frozen")
        return content

    @cached_property
    def _packed(self) -> str:
        """The hash of the archive, once it was seen to hold what the manifest says; else none."""
        content, files = self.archive.read_bytes(), dict(self.manifest.get("files", {}))
        files |= {name: digest(self.folder / name) for name in (MANIFEST, SEAL)}
        same = _hashes(content) == {f"{self.id}/{name}": hash_ for name, hash_ in files.items()}
        same = same and _sealed(self.folder, self.manifest["files"])
        return hashlib.sha256(content).hexdigest() if same else ""


def opened(folder: Path) -> Release:
    """
    Open a release without verifying it; see `problems`.

    :raises BadRelease: when there is no manifest, or it is not one
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        missing = IN_THE_MANIFEST - manifest.keys()
        for said in manifest["tables"] if not missing else ():
            missing |= IN_A_TABLE - said.keys()
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise BadRelease(f"{folder / MANIFEST}: {error}") from error
    if missing:
        raise BadRelease(f"{folder / MANIFEST}: says nothing of {', '.join(sorted(missing))}")
    return Release(folder, manifest)


def allowed_values(release: Release) -> frozenset[str]:
    """Every number a page, chart or file made from a release may carry: the published texts."""
    return frozenset(
        row[measure]
        for table in release.tables.values()
        for row in table.rows()
        for measure in MEASURES
        if row[measure]
    )


def problems(release: Release) -> list[str]:
    """What differs from the day it was frozen: a file changed, lost or added. Empty when whole."""
    return list(_problems(release))


def _problems(release: Release) -> Iterator[str]:
    folder, files = release.folder, dict(release.manifest.get("files", {}))
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            # What is elsewhere is not frozen, whatever it holds today.
            yield f"{path.relative_to(folder)}: a link, not a file"
    if not _sealed(folder, files):
        yield f"{MANIFEST}: is not the one that was sealed"
    for name, expected in sorted(files.items()):
        if not (folder / name).is_file():
            yield f"{name}: missing"
        elif digest(folder / name) != expected:
            yield f"{name}: changed"
    known = {*files, MANIFEST, SEAL, ARCHIVE}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    yield from (f"{name}: added" for name in sorted(there - known))
    for said in release.manifest["tables"]:
        if files.get(said["file"]) != said["sha256"]:
            yield f"{said['file']}: two hashes of it in the manifest"
    # Whoever unpacked an archive has none beside it.
    if release.archive.exists() and not _is_packed(release):
        yield f"{ARCHIVE}: does not hold the same files"


def seal(manifest: str, files: Mapping[str, str]) -> str:
    """
    What is written beside a manifest.

    :param manifest: the hash of the manifest itself
    :param files: that of every other file
    """
    return "".join(f"{hash_}  {name}\n" for name, hash_ in [(MANIFEST, manifest), *files.items()])


def _sealed(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether the seal is of this manifest; the oldest releases have one of the manifest alone."""
    path, manifest = folder / SEAL, digest(folder / MANIFEST)
    said = path.read_bytes() if path.is_file() else b""
    return said in (seal(manifest, files).encode(), seal(manifest, {}).encode())


def _is_packed(release: Release) -> bool:
    try:
        release.packed()
    except (BadRelease, OSError):
        return False
    return True


def _hashes(archive: bytes) -> dict[str, str]:
    """Every file of an archive with its hash; none of an archive that cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            names = file.namelist()
            if len(set(names)) < len(names):
                return {}
            return {name: hashlib.sha256(file.read(name)).hexdigest() for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return {}


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
