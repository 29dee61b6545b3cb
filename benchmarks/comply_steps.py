"""
The steps of `benchmarks/comply.py`, each run in a process of its own so that its memory is its own.

Run: `comply_steps.py STEP STORE [--memory BYTES] [--all]`. Prints what it found, as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from benchmarks.comply_stores import FIVE  # noqa: E402

from ruta.accountability.comply import over, rows, sql  # noqa: E402
from ruta.accountability.comply.rules import Rules  # noqa: E402
from ruta.acts import store, vocabulary  # noqa: E402
from ruta.law import rulebook  # noqa: E402
from ruta.law.clock import Clock  # noqa: E402

AS_OF = 1_800_000_000_000_000


def scan(rules: Rules, acts: store.Store, memory: int | None) -> int:
    """Read every column that the rules need, and do nothing with it."""
    return sum(len(chunk) for chunk in acts.chunks(facts=rules.facts))


def counts(rules: Rules, acts: store.Store, memory: int | None) -> int:
    """The local engine: how many obligations of each wording stand how."""
    return int(over.counts(rules, acts, as_of=AS_OF).sum())


def each_row(rules: Rules, acts: store.Store, memory: int | None) -> int:
    """The local engine: a table of one row per obligation, some at a time."""
    tables = over.each(rules, acts, rows.table, as_of=AS_OF)
    return sum(table.num_rows for table in tables)


def duckdb_counts(rules: Rules, acts: store.Store, memory: int | None) -> int:
    """The SQL text on DuckDB: counts."""
    return int(sql.counts("duckdb", rules, acts, as_of=AS_OF, memory=memory).sum())


def duckdb_rows(rules: Rules, acts: store.Store, memory: int | None) -> int:
    """The SQL text on DuckDB: one row per obligation."""
    tables = sql.run("duckdb", rules, acts, as_of=AS_OF, memory=memory)
    return sum(table.num_rows for table in tables)


STEPS: dict[str, Callable[[Rules, store.Store, int | None], int]] = {
    "scan": scan,
    "counts": counts,
    "rows": each_row,
    "duckdb-counts": duckdb_counts,
    "duckdb-rows": duckdb_rows,
}


def main() -> None:
    """One step, timed without what it takes to start."""
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("store", type=Path)
    parser.add_argument("--memory", type=int, help="bytes that DuckDB may take")
    parser.add_argument("--all", action="store_true", help="the whole law, not five duties")
    args = parser.parse_args()
    clock = Clock(rulebook.default(), vocabulary.counts_as())
    acts = store.opened(args.store)
    rules = Rules(clock, acts.dictionaries, only=None if args.all else FIVE)
    begun = time.perf_counter()
    found = STEPS[args.step](rules, acts, args.memory)
    print(json.dumps({"found": found, "seconds": time.perf_counter() - begun}))


if __name__ == "__main__":
    main()
