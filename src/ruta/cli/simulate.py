"""
`ruta simulate`: an invented national caseload, one case to a line of JSON or as an encoded store.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ruta.simulator.fit import Margin
    from ruta.simulator.offices import Office
    from ruta.simulator.stream import SimCase

NAME = "simulate"
HELP = "an invented caseload fitted to published figures, as JSON lines or as a store"
PROGRESS_EVERY = 1000
FIT_CASES = 5_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=_count, help="how many cases; with --fit, 5,000 by default")
    parser.add_argument("--seed", type=_count, default=1, help="same seed, same country")
    parser.add_argument("--until", type=_instant, help="the instant it stops at; now by default")
    parser.add_argument("--first", type=_count, default=0, help="number of the first case")
    parser.add_argument("--department", action="append", help="only this one; may be repeated")
    parser.add_argument("--acts", choices=("full", "core"), default="full")
    parser.add_argument("--recent-share", type=_share, help="part opened in the last days, 0 to 1")
    parser.add_argument(
        "--fit",
        action="store_true",
        help="say how far it is from the published margins; with --store, the store that is there",
    )
    parser.add_argument("--json", action="store_true", help="the distances as JSON")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--out", type=Path, help="a file; standard output by default")
    where.add_argument("--store", type=Path, help="a folder: acts as columns, as figures read them")


def run(args: argparse.Namespace) -> int:
    if args.fit:
        return _fit(args)
    if args.cases is None:
        print("ruta simulate: say how many cases with --cases", file=sys.stderr)
        return 2
    try:
        offices = _offices()
        cases = _cases(args, offices)
    except ValueError as error:
        print(f"ruta simulate: {error}", file=sys.stderr)
        return 2
    if args.store is not None:
        _fill(args, cases, offices)
    elif args.out is None:
        _write(cases, sys.stdout, of=args.cases)
    else:
        with args.out.open("w", encoding="utf-8") as file:
            _write(cases, file, of=args.cases)
    return 0


def _fit(args: argparse.Namespace) -> int:
    """Distances of a store, or of a country simulated for it and thrown away."""
    from ruta.acts import store
    from ruta.simulator import fit

    try:
        if args.store is not None:
            found = fit.margins(store.opened(args.store))
        else:
            args.cases = args.cases or FIT_CASES
            with TemporaryDirectory() as folder:
                args.store = Path(folder)
                offices = _offices()
                _fill(args, _cases(args, offices), offices)
                found = fit.margins(store.opened(args.store))
    except (ValueError, store.BadStore) as error:
        print(f"ruta simulate: {error}", file=sys.stderr)
        return 2
    print(_as_json(found) if args.json else "\n".join(_fitted(found)))
    return 0


def _fitted(found: Iterable[Margin]) -> Iterator[str]:
    for margin in found:
        said = f"{margin.name}: distance {margin.distance:.4f}"
        yield f"{said}, chi²/df {margin.chi_square:.2f} ({margin.freedom}), n {margin.cases:,}"
        for each in sorted(margin.categories, key=lambda each: -each.published):
            yield f"  {each.published:8.2%} published  {each.simulated:8.2%} here  {each.code}"


def _as_json(found: Iterable[Margin]) -> str:
    return json.dumps(
        [
            {
                **asdict(margin),
                "distance": margin.distance,
                "chi_square_over_freedom": margin.chi_square,
                "freedom": margin.freedom,
            }
            for margin in found
        ],
        ensure_ascii=False,
        indent=1,
    )


def _offices() -> list[Office]:
    from ruta.directory import offices
    from ruta.simulator.offices import Office

    return [
        Office(row.id, row.type, row.department, row.province, row.ubigeo)
        for row in offices.every()
    ]


def _cases(args: argparse.Namespace, offices: list[Office]) -> Iterable[SimCase]:
    from ruta.simulator import country

    args.until = args.until or datetime.now(UTC)
    return country.simulate(
        cases=args.cases,
        seed=args.seed,
        until=args.until,
        offices=offices,
        departments=args.department,
        recent_share=args.recent_share,
        first=args.first,
        acts=args.acts,
    )


def _fill(args: argparse.Namespace, cases: Iterable[SimCase], offices: list[Office]) -> None:
    from ruta.law import rulebook
    from ruta.simulator import filling

    simulated = {"seed": args.seed, "cases": args.cases, "until": args.until.isoformat()}
    written, acts = filling.fill(
        cases,
        args.store,
        offices=offices,
        zone=rulebook.default().zone,
        about={"simulated": simulated},
        first=args.first,
        tell=_teller(args.cases),
    )
    print(f"{written:,} cases and {acts:,} acts in {args.store}", file=sys.stderr)


def _write(cases: Iterable[SimCase], out: TextIO, *, of: int) -> None:
    from ruta.simulator import stream

    tell = _teller(of)
    for number, case in enumerate(cases, 1):
        out.write(stream.as_line(case) + "\n")
        tell(number)


def _teller(of: int) -> Callable[[int], None]:
    """Says now and then how many cases are done, and how fast."""
    started = monotonic()

    def tell(done: int) -> None:
        if done % PROGRESS_EVERY == 0 or done == of:
            pace = done / max(monotonic() - started, 1e-9)
            print(f"{done:,} of {of:,} cases, {pace:,.0f} a second", file=sys.stderr)

    return tell


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
