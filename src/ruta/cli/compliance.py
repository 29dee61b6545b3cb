"""`ruta law comply`: any event log in, one row per obligation out."""

from __future__ import annotations

import argparse
import errno
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from . import comply_asked as asking
from .comply_told import Told, print_counts, print_odd, write_report
from .process.ending import ending_well
from .process.progress import Progress

if TYPE_CHECKING:
    from ruta.accountability.comply.answers import Count
    from ruta.accountability.comply.encode import Encoded
    from ruta.law.clock import Clock

HELP = "any event log in, one row per obligation out"
REFUSED = 2


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
    add("--engine", choices=asking.ENGINES, default="local", help="what computes; local by default")
    add("--url", help="of the database, with --engine postgres")
    add("--master", help="of the cluster, with --engine spark")
    add("--memory", default="1GB", help="about how much to take; 1GB by default")


def run(args: argparse.Namespace) -> int:
    """0; 1 if --strict found anything odd; 2 if nothing could be read or asked so."""
    import duckdb

    from ruta.accountability.comply import engines, mapping, memory, writing
    from ruta.accountability.comply.logs import trouble
    from ruta.accountability.comply.logs.formats import BadLog, first_line
    from ruta.acts.store import BadStore
    from ruta.law.literals import BadAct
    from ruta.law.rulebook import BadNorms

    mistakes = (
        asking.BadQuestion, BadLog, BadStore, BadAct, BadNorms, mapping.NoColumn, memory.BadSize,
        writing.BadPlace, *engines.REFUSALS,
    )  # fmt: skip
    try:
        with ending_well():
            return _comply(args)
    except mistakes as error:
        return _refused(error)
    except psycopg.Error as error:
        return _refused(f"the database refused: {first_line(error)}")
    except duckdb.Error as error:
        return _refused(trouble.said(error))
    except OSError as error:
        if trouble.is_no_memory(error):
            return _refused(trouble.said(error))
        if error.errno != errno.ENOSPC:
            raise
        return _refused(trouble.no_room(written=args.out or args.report))
    except KeyboardInterrupt:
        print("\nruta law comply: stopped; no file is left half written", file=sys.stderr)
        raise


def _refused(why: object) -> int:
    print(f"ruta law comply: {why}", file=sys.stderr)
    return REFUSED


def _comply(args: argparse.Namespace) -> int:
    from ruta.accountability.comply.encode import Asked, encode
    from ruta.accountability.comply.memory import size
    from ruta.acts import vocabulary

    asking.check(args)
    clock, now = asking.clock(args), datetime.now(UTC)
    as_of = asking.as_of(args.as_of) or now
    asked = Asked(
        as_of=asking.ticks(as_of), now=asking.ticks(now), said=asking.said(args.map),
        zone=asking.zone(args.zone),
        form=args.instants, delimiter=args.delimiter, encoding=args.encoding,
        vocabulary=frozenset(vocabulary.kinds()), memory=size(args.memory),
    )  # fmt: skip
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ruta-comply-"))
        with Progress("rows") as told:
            encoded = encode(args.acts, Path(folder), clock=clock, asked=asked, told=told)
        print_odd(encoded)
        if args.strict and encoded.problems.stops:
            print("stopped: --strict passes over none of this", file=sys.stderr)
            return 1
        counts = _answer(args, clock, encoded, asked.as_of)
    told_ = Told(encoded, clock, as_of, args.engine, counts)
    if args.report:
        write_report(told_, args)
    print_counts(told_, args)
    return 0


def _answer(args: argparse.Namespace, clock: Clock, encoded: Encoded, as_of: int) -> list[Count]:
    """Compute, write what is to be written, and count."""
    from ruta.accountability.comply import engines, writing
    from ruta.accountability.comply.answers import COUNTS, Answers, as_table
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
            with writing.written(args.out, COUNTS, walls) as add:
                add(as_table(counts))
        return counts
    total = answers.nothing()
    with writing.written(args.out, answers.schema, walls) as add, Progress("obligations") as told:
        done = 0
        for table, some in engines.answered(engine, rules, encoded.store, answers, as_of=as_of):
            add(table)
            total += some
            told(done := done + table.num_rows)
    return answers.counts(total)
