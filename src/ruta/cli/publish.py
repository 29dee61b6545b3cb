"""`ruta publish`: a release of rounded figures, made, attacked and frozen; or one verified."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ruta.accountability.publish.release import Release

NAME = "publish"
HELP = "a release of rounded figures: make and freeze one, or check one"
STOPPED = 143


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--period", help="a quarter or a year, such as 2026-Q2 or 2026")
    what.add_argument("--check", type=Path, metavar="FOLDER", help="verify a frozen release")
    parser.add_argument("--store", type=Path, help="the folder of the store; see ruta extract")
    parser.add_argument("--approved-by", default="", metavar="NAME", help="who answers for it")
    parser.add_argument(
        "--as-of", type=_instant, help="later acts do not count; the end of the lag"
    )
    parser.add_argument("--out", type=Path, help="the shelf of releases; RUTA_RELEASES by default")
    parser.add_argument("--simulated-seed", type=int, help="the country is invented, of this seed")
    parser.add_argument("--corrects", metavar="ID", help="the release that this one corrects")
    parser.add_argument("--why", metavar="REASON", help="why it corrects it")
    parser.add_argument("--only", action="append", default=[], metavar="INDICATOR")
    parser.add_argument(
        "--seconds", type=float, default=600, help="at most, for each group attacked"
    )


def run(args: argparse.Namespace) -> int:
    """Make a release, or check one; what is refused is said and leaves nothing behind."""
    return _check(args.check) if args.check else _publish(args)


def _check(folder: Path) -> int:
    from ruta.accountability.publish import release

    try:
        opened = release.opened(folder)
    except release.BadRelease as error:
        print(f"ruta publish: {error}", file=sys.stderr)
        return 1
    found = release.problems(opened)
    for problem in found:
        print(problem)
    if not found:
        print(f"{opened.id} is as it was frozen: {len(opened.tables)} tables, every hash agrees")
    return 1 if found else 0


def _publish(args: argparse.Namespace) -> int:
    from ruta.accountability.publish import attack, gate, making, narrowing, shelf
    from ruta.accountability.publish.freezing import AlreadyFrozen
    from ruta.accountability.publish.period import BadPeriod, TooEarly
    from ruta.accountability.publish.release import BadRelease
    from ruta.acts.store import BadStore

    if args.store is None:
        print("ruta publish: say which store with --store", file=sys.stderr)
        return 2
    wanted = making.Wanted(
        period=args.period,
        store=args.store,
        approved_by=args.approved_by,
        into=args.out or shelf.folder(),
        as_of=args.as_of,
        seed=args.simulated_seed,
        corrects=args.corrects,
        why=args.why,
        only=tuple(args.only),
        seconds=min(args.seconds, attack.SECONDS),
    )
    refusals = (
        making.Refused, AlreadyFrozen, BadPeriod, TooEarly, BadRelease, BadStore, gate.NotSafe,
        narrowing.Contradiction,
    )  # fmt: skip
    try:
        with _deleting_when_stopped():
            made = making.publish(wanted, now=datetime.now(UTC), tell=_teller())
    except refusals as error:
        print(f"ruta publish: refused: {error}", file=sys.stderr)
        return 1
    _say(made)
    return 0


@contextmanager
def _deleting_when_stopped() -> Iterator[None]:
    """Asked to stop, it stops as it would on an error: what is exact is deleted first."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say(made: Release) -> None:
    gate = made.manifest["gate"]
    print(f"{made.id}: {len(made.tables)} tables in {made.folder}")
    print(f"{gate['cells']:,} cells, {gate['suppressed']:,} of them <10; the attack found none")
    for step in (*gate["merged"], *gate["dropped"]):
        by = ", ".join(step["by"]) or "no attribute"
        print(f"  {step['indicator']} by {by} ({step['level']}): {step['shown']}")


def _teller() -> Callable[[str], None]:
    started = monotonic()

    def tell(what: str) -> None:
        print(f"{monotonic() - started:6.0f} s  {what}", file=sys.stderr)

    return tell


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 8601 instant") from None
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} does not say its zone, such as -05:00")
    return instant
