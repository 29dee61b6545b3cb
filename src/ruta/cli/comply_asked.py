"""What `ruta law comply` is asked, made sense of before anything is read."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

if TYPE_CHECKING:
    from ruta.law.clock import Clock
    from ruta.law.rulebook import Rulebook

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENGINES = ("local", "duckdb", "postgres", "spark")


class BadQuestion(ValueError):
    """What was asked makes no sense; says why."""


def clock(args: argparse.Namespace) -> Clock:
    """
    The clock of the norms asked for.

    :raises BadQuestion: when there are none, or what they need is not beside them
    :raises BadNorms: when their files cannot be read
    """
    from ruta.acts import vocabulary
    from ruta.law.clock import Clock

    rulebook = _rulebook(args.norms)
    if not rulebook.wordings:
        raise BadQuestion(f"{rulebook.folder}: no norm in it states a duty")
    unknown = sorted(set(args.duty or ()) - rulebook.wordings.keys())
    if unknown:
        raise BadQuestion(f"no duty {unknown[0]!r}; there are: {', '.join(rulebook.wordings)}")
    return Clock(rulebook, vocabulary.counts_as())


def _rulebook(folder: Path | None) -> Rulebook:
    from ruta.law import rulebook
    from ruta.law.rulebook import BadNorms

    if folder is None:
        return rulebook.default()
    if not folder.is_dir():
        raise BadQuestion(f"{folder}: there is no such folder of norms (from {Path.cwd()})")
    try:
        found = rulebook.load(folder)
    except BadNorms:
        raise
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise BadQuestion(f"the rulebook.toml or terms.toml of {folder}: {error!r}") from error
    for wording in found.wordings.values():
        if wording.calendar not in found.calendars:
            raise BadQuestion(
                f"{wording.norm.file}: {wording.id}: no calendar {wording.calendar!r} in the"
                f" rulebook.toml of {folder}; there are: {', '.join(found.calendars)}"
            )
    return found


def check(args: argparse.Namespace) -> None:
    """
    See that what is asked fits together, and that what it gives can be written.

    :raises BadQuestion: when words do not go with each other
    :raises BadPlace: when a file cannot be written where it was asked for
    """
    from ruta.accountability.comply.writing import FORMATS, checked

    if args.counts and not args.out:
        raise BadQuestion("--counts says what --out takes: say --out FILE too")
    if (args.engine == "postgres") != (args.url is not None):
        raise BadQuestion(
            "PostgreSQL needs the address of a database: say --url"
            if args.url is None
            else "--url is of a database: say --engine postgres too"
        )
    if args.master and args.engine != "spark":
        raise BadQuestion("--master is of a cluster: say --engine spark too")
    if args.url is not None:
        _check_address(args.url)
    if args.out:
        checked(args.out, formats=FORMATS, spared=_read(args))
    if args.report:
        checked(args.report, spared=[*_read(args), *([args.out] if args.out else [])])


def _read(args: argparse.Namespace) -> list[Path]:
    """What is read, which nothing may be written over."""
    return [args.acts, *([args.norms] if args.norms else [])]


def _check_address(url: str) -> None:
    # The address may hold a password: it is not said again.
    try:
        psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise BadQuestion(
            "--url is no address of a database such as postgresql://user@host/name"
        ) from None


def as_of(said: str | None) -> datetime | None:
    from ruta.law.literals import instant

    return instant(said) if said else None


def ticks(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def said(maps: list[str]) -> dict[str, str]:
    """`NAME=COLUMN` as names and columns."""
    found = {}
    for one in maps:
        name, between, column = one.partition("=")
        if not between or not name or not column:
            raise BadQuestion(f"--map {one}: say NAME=COLUMN, such as case=expediente")
        found[name] = column
    return found


def zone(said: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(said) if said else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadQuestion(f"unknown zone {said!r}: say one such as America/Lima") from None
