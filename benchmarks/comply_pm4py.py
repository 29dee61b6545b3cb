"""
The five duties as pm4py sees them: one act eventually followed by another within so many seconds.

Run by the interpreter of `var/bench` (pm4py is AGPL, and no part of Ruta): `comply_pm4py.py LOG`.
It knows no law: no dates in force, no working days, no risk; so it does less. Prints JSON.
"""

from __future__ import annotations

import json
import sys
import time

import pandas as pd
from pm4py.algo.filtering.pandas.ltl import ltl_checker

HOUR_S = 3600
RULES = (
    ("complaint-presented-pnp", "police-report-sent-court", 24 * HOUR_S),
    ("case-known-court", "measures-decided", 48 * HOUR_S),
    ("measures-decided", "executor-notified", 12 * HOUR_S),
    ("measures-decided", "executor-notified", 24 * HOUR_S),
    ("executor-notified", "execution-report-sent", 15 * 24 * HOUR_S),
)
COLUMNS = {
    "case_id": "case:concept:name",
    "activity": "concept:name",
    "timestamp": "time:timestamp",
}


def main(path: str) -> None:
    """Seconds of reading, seconds of the five questions, and in how many cases each was kept."""
    begun = time.perf_counter()
    log = pd.read_parquet(path, columns=list(COLUMNS)).rename(columns=COLUMNS)
    read = time.perf_counter()
    kept = [_within(log, *rule) for rule in RULES]
    done = time.perf_counter()
    said = {"acts": len(log), "read_s": read - begun, "rules_s": done - read, "kept": kept}
    print(json.dumps(said))


def _within(log: pd.DataFrame, first: str, then: str, seconds: int) -> int:
    names = ltl_checker.Parameters
    chosen = {
        names.ENABLE_TIMESTAMP: True,
        names.TIMESTAMP_DIFF_BOUNDARIES: [(0, seconds)],
        names.CASE_ID_KEY: "case:concept:name",
        names.ATTRIBUTE_KEY: "concept:name",
        names.TIMESTAMP_KEY: "time:timestamp",
    }
    found = ltl_checker.eventually_follows(log, [first, then], parameters=chosen)
    return int(found["case:concept:name"].nunique())


if __name__ == "__main__":
    main(sys.argv[1])
