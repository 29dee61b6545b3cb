"""`ruta simulate`: an invented national caseload, one case to a line of JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TextIO

NAME = "simulate"
HELP = "an invented caseload fitted to published figures, as JSON lines"
PROGRESS_EVERY = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=_count, required=True, help="how many cases")
    parser.add_argument("--seed", type=_count, default=1, help="same seed, same country")
    parser.add_argument("--until", type=_instant, help="the instant it stops at; now by default")
    parser.add_argument("--first", type=_count, default=0, help="number of the first case")
    parser.add_argument("--department", action="append", help="only this one; may be repeated")
    parser.add_argument("--acts", choices=("full", "core"), default="full")
    parser.add_argument("--recent-share", type=_share, help="part opened in the last days, 0 to 1")
    parser.add_argument("--out", type=Path, help="a file; standard output by default")


def run(args: argparse.Namespace) -> int:
    try:
        lines = _lines(args)
    except ValueError as error:
        print(f"ruta simulate: {error}", file=sys.stderr)
        return 2
    if args.out is None:
        _write(lines, sys.stdout, of=args.cases)
        return 0
    with args.out.open("w", encoding="utf-8") as file:
        _write(lines, file, of=args.cases)
    return 0


def _lines(args: argparse.Namespace) -> Iterable[str]:
    from ruta.directory import offices
    from ruta.simulator import country, stream
    from ruta.simulator.offices import Office

    shipped = (
        Office(row.id, row.type, row.department, row.province, row.ubigeo)
        for row in offices.every()
    )
    cases = country.simulate(
        cases=args.cases,
        seed=args.seed,
        until=args.until or datetime.now(UTC),
        offices=shipped,
        departments=args.department,
        recent_share=args.recent_share,
        first=args.first,
        acts=args.acts,
    )
    return (stream.as_line(case) for case in cases)


def _write(lines: Iterable[str], out: TextIO, *, of: int) -> None:
    started = monotonic()
    for number, line in enumerate(lines, 1):
        out.write(line + "\n")
        if number % PROGRESS_EVERY == 0 or number == of:
            pace = number / max(monotonic() - started, 1e-9)
            print(f"{number:,} of {of:,} cases, {pace:,.0f} a second", file=sys.stderr)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, 0 or more")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and 1")
    return share


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 8601 instant") from None
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} does not say its zone, such as -05:00")
    return instant
