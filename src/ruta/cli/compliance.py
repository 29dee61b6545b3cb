"""What `ruta law comply` is asked, and what it prints."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .process.progress import Progress
from .tables import print_table

if TYPE_CHECKING:
    from ruta.accountability.comply.answers import Count
    from ruta.accountability.comply.encode import Encoded
    from ruta.law.clock import Clock

HELP = "any event log in, one row per obligation out"
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENGINES = ("local", "duckdb", "postgres", "spark")


class BadQuestion(ValueError):
    """What was asked makes no sense; says why."""


@dataclass(frozen=True)
class Told:
    """What came out: the log as it was read, and how many obligations stand how."""

    encoded: Encoded
    clock: Clock
    as_of: datetime
    engine: str
    counts: list[Count]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--acts", type=Path, required=True, help="the log: CSV, Parquet, XES, or a store")
    add("--norms", type=Path, help="a folder of norms; by default the law of Peru")
    add("--as-of", help="read as of an instant, with its offset; now by default")
    add("--map", action="append", default=[], metavar="NAME=COLUMN",
        help="which column holds what: case, kind, at, office…, fact.risk…")  # fmt: skip
    add("--zone", help="of instants without an offset; that of the norms by default")
    add("--instants", metavar="FORM", help="how instants are written, as %%d/%%m/%%Y %%H:%%M")
    add("--delimiter", help="between the cells of a CSV; guessed by default")
    add("--encoding", default="utf-8", help="of a CSV: utf-8 (default) or latin-1")
    add("--out", type=Path, help="one row per obligation, as .csv or .parquet")
    add("--counts", action="store_true", help="--out takes the counts instead of the rows")
    add("--report", type=Path, help="what was read, what was odd, and the counts, as JSON")
    add("--strict", action="store_true", help="stop where anything is odd")
    add("--duty", action="append", help="only this wording of a duty; may be said again")
    add("--engine", choices=ENGINES, default="local", help="what computes; local by default")
    add("--url", help="of the database, with --engine postgres")
    add("--master", help="of the cluster, with --engine spark")
    add("--memory", default="1GB", help="about how much to take; 1GB by default")


def run(args: argparse.Namespace) -> int:
    """0; 1 if --strict found anything odd; 2 if nothing could be read or asked so."""
    from ruta.accountability.comply import engines, mapping, memory, writing
    from ruta.accountability.comply.logs.formats import BadLog
    from ruta.acts.store import BadStore
    from ruta.law.literals import BadAct
    from ruta.law.rulebook import BadNorms

    mistakes = (
        BadQuestion, BadLog, BadStore, BadAct, BadNorms, mapping.NoColumn, memory.BadSize,
        writing.BadPlace, *engines.REFUSALS,
    )  # fmt: skip
    try:
        return _comply(args)
    except mistakes as error:
        print(f"ruta law comply: {error}", file=sys.stderr)
        return 2


def _comply(args: argparse.Namespace) -> int:
    from ruta.accountability.comply.encode import Asked, encode
    from ruta.accountability.comply.memory import size
    from ruta.acts import vocabulary

    clock, now = _clock(args), datetime.now(UTC)
    as_of = _as_of(args.as_of) or now
    _check_places(args)
    asked = Asked(
        as_of=_ticks(as_of), now=_ticks(now), said=_said(args.map), zone=_zone(args.zone),
        form=args.instants, delimiter=args.delimiter, encoding=args.encoding,
        vocabulary=frozenset(vocabulary.kinds()), memory=size(args.memory),
    )  # fmt: skip
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ruta-comply-"))
        with Progress("rows") as told:
            encoded = encode(args.acts, Path(folder), clock=clock, asked=asked, told=told)
        _print_odd(encoded)
        if args.strict and encoded.problems.stops:
            print("stopped: --strict passes over none of this", file=sys.stderr)
            return 1
        counts = _answer(args, clock, encoded, asked.as_of)
    told_ = Told(encoded, clock, as_of, args.engine, counts)
    if args.report:
        text = json.dumps(_report(told_, args), ensure_ascii=False, indent=1)
        args.report.write_text(text + "\n", encoding="utf-8")
    _print(told_, args)
    return 0


def _answer(args: argparse.Namespace, clock: Clock, encoded: Encoded, as_of: int) -> list[Count]:
    """Compute, write what is to be written, and count."""
    import pyarrow as pa

    from ruta.accountability.comply import engines, writing
    from ruta.accountability.comply.answers import Answers
    from ruta.accountability.comply.logs.walls import Walls
    from ruta.accountability.comply.memory import size
    from ruta.accountability.comply.rules import Rules

    rules = Rules(clock, encoded.store.dictionaries, args.duty)
    answers = Answers(clock.rulebook, encoded.store.dictionaries, encoded.names)
    engine = engines.Engine(args.engine, args.url, args.master, size(args.memory))
    walls = Walls(clock.rulebook.zone)
    if args.out is None or args.counts:
        counts = answers.counts(engines.counted(engine, rules, encoded.store, as_of=as_of))
        if args.out:
            table = pa.Table.from_pylist([count._asdict() for count in counts])
            with writing.written(args.out, table.schema, walls) as add:
                add(table)
        return counts
    total = answers.nothing()
    with writing.written(args.out, answers.schema, walls) as add, Progress("obligations") as told:
        done = 0
        for table, some in engines.answered(engine, rules, encoded.store, answers, as_of=as_of):
            add(table)
            total += some
            told(done := done + table.num_rows)
    return answers.counts(total)


def _clock(args: argparse.Namespace) -> Clock:
    from ruta import law
    from ruta.acts import vocabulary
    from ruta.law.clock import Clock

    if args.norms is not None and not args.norms.is_dir():
        raise BadQuestion(f"{args.norms}: there is no such folder of norms")
    rulebook = law.rulebook.load(args.norms) if args.norms else law.rulebook.default()
    if not rulebook.wordings:
        raise BadQuestion(f"{rulebook.folder}: no norm in it states a duty")
    unknown = sorted(set(args.duty or ()) - rulebook.wordings.keys())
    if unknown:
        raise BadQuestion(f"no duty {unknown[0]!r}: see ruta law list")
    return Clock(rulebook, vocabulary.counts_as())


def _check_places(args: argparse.Namespace) -> None:
    from ruta.accountability.comply.writing import checked

    if args.out:
        checked(args.out)
    if args.report and not args.report.parent.is_dir():
        raise BadQuestion(f"{args.report}: there is no folder {args.report.parent}")


def _as_of(said: str | None) -> datetime | None:
    from ruta.law.literals import instant

    return instant(said) if said else None


def _ticks(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def _said(maps: list[str]) -> dict[str, str]:
    """`NAME=COLUMN` as names and columns."""
    found = {}
    for one in maps:
        name, between, column = one.partition("=")
        if not between or not name or not column:
            raise BadQuestion(f"--map {one}: say NAME=COLUMN, such as case=expediente")
        found[name] = column
    return found


def _zone(said: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(said) if said else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadQuestion(f"unknown zone {said!r}: say one such as America/Lima") from None


def _print_odd(encoded: Encoded) -> None:
    about = encoded.about
    cases = f" of {about['cases']:,} cases" if "cases" in about else ""
    print(f"{about['rows']:,} rows, {about['acts']:,} acts{cases}", file=sys.stderr)
    if "columns" in about:
        read = ", ".join(f"{name} = {column}" for name, column in about["columns"].items())
        print(f"columns: {read}", file=sys.stderr)
    if about.get("left"):
        print(f"columns not read: {', '.join(about['left'])}", file=sys.stderr)
    for line in encoded.problems.lines():
        print(line, file=sys.stderr)


def _print(told: Told, args: argparse.Namespace) -> None:
    print_table(
        ("duty", "status", "obligations", "share"),
        [(c.duty, c.status, f"{c.obligations:,}", f"{c.share:.1%}") for c in told.counts],
    )
    local = told.as_of.astimezone(told.clock.rulebook.zone).isoformat(timespec="seconds")
    print(f"{sum(c.obligations for c in told.counts):,} obligations as of {local}")
    if args.out:
        print(f"written: {args.out}")


def _report(told: Told, args: argparse.Namespace) -> dict[str, Any]:
    rulebook = told.clock.rulebook
    return {
        "log": {"file": args.acts.name, **told.encoded.about},
        "odd": told.encoded.problems.report(),
        "law": {
            "norms": len(rulebook.norms),
            "wordings": len(rulebook.wordings),
            "zone": rulebook.zone.key,
            "only": args.duty,
        },
        "as_of": told.as_of.astimezone(rulebook.zone).isoformat(),
        "engine": told.engine,
        "obligations": sum(count.obligations for count in told.counts),
        "counts": [count._asdict() for count in told.counts],
    }
