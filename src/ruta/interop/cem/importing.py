"""A registry file brought in: read in chunks, checked, and stored apart from the case files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from . import dictionary as dictionaries
from . import opening, sources, storing
from .checking import Checker
from .dictionary import Dictionary
from .report import Report

LIMA = ZoneInfo("America/Lima")


@dataclass(frozen=True)
class Outcome:
    """
    What an import did. `stored` is None where a strict import was refused; `again` says that the
    same file had been imported, with the same dictionary, and nothing was done.
    """

    report: Report | None
    stored: storing.Imported | None
    again: bool = False


def bring_in(
    path: Path, shelf: storing.Shelf, *, now: datetime, strict: bool = False,
    progress: Callable[[int], None] = lambda rows: None, known: Dictionary | None = None,
) -> Outcome:  # fmt: skip
    """
    Check a registry file and store it.

    :param strict: refuse a file with any problem, and store nothing of it
    :param progress: told how many rows were read, after each chunk
    :raises UnreadableFile: if it is no registry, or is damaged
    """
    book = known or dictionaries.load()
    sha256 = sources.sha256_of(path)
    before = shelf.found(sha256)
    if before and before.manifest["dictionary_sha256"] == book.sha256:
        return Outcome(None, before, again=True)
    source = opening.opened(path, frozenset(book.variables))
    checker = Checker(source.columns, book)
    writing = shelf.begin(sha256, _schema(source, book))
    try:
        for chunk in source.chunks():
            writing.add(checker.take(chunk))
            progress(checker.rows)
        report = checker.report(
            today=now.astimezone(LIMA).date(), labels=source.labels,
            skipped=source.skipped.count, first_skipped=source.skipped.first,
        )  # fmt: skip
    except BaseException:
        writing.abandon()
        raise
    if strict and report.problems:
        writing.abandon()
        return Outcome(report, None)
    manifest = storing.manifest_of(
        name=path.name, sha256=sha256, read=source.told, dictionary=book.sha256,
        report=report, now=now,
    )  # fmt: skip
    return Outcome(report, writing.finish(manifest, checker.cells))


def _schema(source: sources.Source, book: Dictionary) -> pa.Schema:
    known = (name for name in source.columns if name in book.variables)
    return pa.schema([(name, pa.string()) for name in known])
