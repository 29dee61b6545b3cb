"""What `ruta law comply` says: what was odd, how many obligations stand how, and a report."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .tables import print_table

if TYPE_CHECKING:
    from ruta.accountability.comply.answers import Count
    from ruta.accountability.comply.encode import Encoded
    from ruta.law.clock import Clock


@dataclass(frozen=True)
class Told:
    """What came out: the log as it was read, and how many obligations stand how."""

    encoded: Encoded
    clock: Clock
    as_of: datetime
    engine: str
    counts: list[Count]


def print_odd(encoded: Encoded) -> None:
    about = encoded.about
    number = about.get("cases", 0)
    cases = f" of {number:,} {'case' if number == 1 else 'cases'}" if number else ""
    print(f"{about['rows']:,} rows, {about['acts']:,} acts{cases}", file=sys.stderr)
    if "columns" in about:
        read = ", ".join(f"{name} = {column}" for name, column in about["columns"].items())
        print(f"columns: {read}", file=sys.stderr)
    if about.get("left"):
        print(f"columns not read: {', '.join(about['left'])}", file=sys.stderr)
    for line in encoded.problems.lines():
        print(line, file=sys.stderr)


def print_counts(told: Told, args: argparse.Namespace) -> None:
    rows = [(c.duty, c.status, f"{c.obligations:,}", f"{c.share:.1%}") for c in told.counts]
    if rows:
        print_table(("duty", "status", "obligations", "share"), rows)
    else:
        print("no act known by then sets a duty running that these norms had in force on its day")
    local = told.as_of.astimezone(told.clock.rulebook.zone).isoformat(timespec="seconds")
    print(f"{sum(c.obligations for c in told.counts):,} obligations as of {local}")
    if args.out:
        print(f"written: {args.out}")


def write_report(told: Told, args: argparse.Namespace) -> None:
    """What was read, what was odd, and the counts, as JSON; there at its end, or not at all."""
    from ruta.accountability.comply.writing import replaced

    text = json.dumps(_report(told, args), ensure_ascii=False, indent=1)
    with replaced(args.report) as file:
        file.write(f"{text}\n".encode())


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
