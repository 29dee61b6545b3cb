"""`ruta clock`: acts of one case in, the obligations they started out."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ruta import law
from ruta.acts import vocabulary
from ruta.law.clock import Clock
from ruta.law.literals import BadAct, act_from, instant
from ruta.law.model import Act, Obligation
from ruta.law.rulebook import BadNorms, Rulebook

from .tables import print_table

NAME = "clock"
HELP = "acts of a case in, obligations out"
LARGEST_FILE_BYTES = 10_000_000


class BadFile(ValueError):
    """A file that does not hold the acts of a case."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help='JSON: {"acts": [{"kind": …, "at": …}, …]}; - for input')
    parser.add_argument("--as-of", help="read as of an instant; now by default")
    parser.add_argument("--known-by", help="read with what was recorded by an instant")
    parser.add_argument("--norms", type=Path, help="another folder of norms")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")


def run(args: argparse.Namespace) -> int:
    try:
        as_of = instant(args.as_of) if args.as_of else datetime.now(UTC)
        known_by = instant(args.known_by) if args.known_by else None
        rulebook = law.rulebook.load(args.norms)
        found = Clock(rulebook, vocabulary.counts_as()).run(
            read_acts(args.file, rulebook), as_of=as_of, known_by=known_by
        )
    except (BadAct, BadFile, BadNorms, OSError) as error:
        print(f"ruta clock: {error}", file=sys.stderr)
        return 2
    print_json(found, as_of) if args.json else print_obligations(found, as_of, rulebook)
    return 0


def read_acts(name: str, rulebook: Rulebook) -> list[Act]:
    """
    The acts of a case from a file, in any order.

    :raises BadFile: when it is too large, is not JSON or holds no acts, saying where
    :raises BadAct: naming the act and the key that is wrong, or an unknown kind of act
    """
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    if len(text) > LARGEST_FILE_BYTES:
        raise BadFile(f"{name}: larger than {LARGEST_FILE_BYTES // 1_000_000} MB")
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFile(f"{name}:{error.lineno}: not JSON: {error.msg}") from error
    tables = data.get("acts") if isinstance(data, dict) else data
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadFile(f'{name}: expected {{"acts": [{{"kind": …, "at": …}}, …]}}')
    found = [act_from(table, number) for number, table in enumerate(tables, 1)]
    known = {*vocabulary.kinds(), *(w.starts for w in rulebook.wordings.values())}
    known.update(end for w in rulebook.wordings.values() for end in w.ends)
    seen: dict[str, int] = {}
    for number, act in enumerate(found, 1):
        if seen.setdefault(act.id, number) != number:
            raise BadAct(f"act {number}: the id {act.id!r} is that of act {seen[act.id]}")
        if act.kind not in known:
            raise BadAct(f"act {number}: unknown kind {act.kind!r}")
    return found


def print_obligations(found: list[Obligation], as_of: datetime, rulebook: Rulebook) -> None:
    """A table, the soonest due first, instants in the rulebook's zone."""

    def local(at: datetime | None) -> str:
        return at.astimezone(rulebook.zone).strftime("%Y-%m-%d %H:%M") if at else "—"

    last = datetime.max.replace(tzinfo=UTC)
    print_table(
        ("status", "duty", "who owes", "started", "due", "met", "article"),
        [
            (
                o.status(as_of),
                o.wording.id + (f" #{o.period + 1}" if o.wording.kind == "recurring" else ""),
                f"{o.wording.bearer} ({o.holder.id if o.holder else 'no office'})",
                local(o.started_at),
                local(o.due_at),
                local(o.met_at),
                o.wording.article,
            )
            for o in sorted(found, key=lambda o: (o.due_at or last, o.wording.id))
        ],
    )
    print(f"{len(found)} obligations as of {local(as_of)} ({rulebook.zone.key})")


def print_json(found: list[Obligation], as_of: datetime) -> None:
    """One object per obligation; instants in UTC, absent ones null."""
    rows = [
        {
            "duty": o.wording.id,
            "bearer": o.wording.bearer,
            "office": o.holder.id if o.holder else None,
            "article": o.wording.article,
            "rank": o.wording.rank,
            "confidence": o.wording.confidence,
            "start_act": o.start.id,
            "period": o.period,
            "status": o.status(as_of),
            "voided": o.voided,
            **{
                key: value.isoformat() if (value := getattr(o, key)) else None
                for key in ("started_at", "due_at", "met_at", "discharged_at", "breached_at")
            },
        }
        for o in found
    ]
    print(json.dumps({"as_of": as_of.isoformat(), "obligations": rows}, indent=2))
