"""Logs larger than what is held at a time: read whole in any order, in the memory allowed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from ruta import cli
from ruta.accountability.comply.logs.cases import whole
from ruta.accountability.comply.logs.ordered import in_order

NORMS = Path(__file__).parents[1] / "spec" / "probe" / "norms"
# What a process of its own took at most, in megabytes, after what it printed.
PEAK = """
import resource, sys
from ruta import cli
code = cli.main(sys.argv[1:])
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
sys.exit(code)
"""


def _written(path: Path, cases: int, order: str) -> Path:
    """A log of four acts a case, in some order."""
    asked = f"""
        copy (
            select md5(c::varchar) as "case", ['told', 'filed', 'ruled', 'asked'][k + 1] as kind,
                strftime(timestamp '2020-06-01' + interval (c % 9000 + k * 20) minute,
                    '%Y-%m-%dT%H:%M:%SZ') as "at",
                'O-' || (c % 300) as office, 'clerk' as office_type
            from range({cases}) a(c), range(4) b(k) order by {order}
        ) to '{path}'
    """
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(asked)
    return path


def _counts(log: Path, folder: Path) -> Any:
    report = folder / "report.json"
    words = ["--acts", str(log), "--norms", str(NORMS), "--report", str(report)]
    assert cli.main(["law", "comply", *words, "--as-of", "2021-01-01T00:00:00Z"]) == 0
    said = json.loads(report.read_text())
    assert (said["odd"], said["log"]["rows"]) == ([], 240_000)
    return said["counts"]


def test_a_log_of_many_batches_is_read_whole_whatever_its_order(tmp_path: Path) -> None:
    together = _counts(_written(tmp_path / "log.parquet", 60_000, "c, k"), tmp_path)
    # Scattered at once, and scattered only at its end.
    assert _counts(_written(tmp_path / "log.csv", 60_000, "hash(c * 4 + k)"), tmp_path) == together
    late = "k = 3 and c < 5, hash(c), k"
    assert _counts(_written(tmp_path / "late.csv", 60_000, late), tmp_path) == together


@pytest.mark.parametrize("memory", [1, 10_000, 10**9])
def test_rows_are_put_in_order_by_as_many_parts_as_fit(tmp_path: Path, memory: int) -> None:
    number = np.random.default_rng(7).permutation(4000)
    table = pa.table({
        "case": [f"case {n % 500}" for n in number], "at": number // 500,
        "arrival": np.zeros(4000, np.int64), "row": number,
    })  # fmt: skip
    with duckdb.connect() as connection:
        parts = list(in_order(connection, [table], folder=tmp_path, memory=memory))
    cases = list(whole(parts, rows=100))
    assert sorted(row for part in parts for row in part["row"].to_pylist()) == list(range(4000))
    seen: set[str] = set()
    for part in cases:
        names, at = part["case"].to_pylist(), part["at"].to_pylist()
        assert seen.isdisjoint(names)
        seen.update(names)
        rows = list(zip(names, at, strict=True))
        assert rows == sorted(rows, key=lambda row: (names.index(row[0]), row[1]))


@pytest.mark.full
def test_memory_is_bounded_by_what_is_allowed(tmp_path: Path) -> None:
    log = _written(tmp_path / "log.csv", 300_000, "hash(c * 4 + k)")
    words = ["law", "comply", "--acts", str(log), "--norms", str(NORMS), "--duty", "file-2d"]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *words, "--memory", "500MB"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout.split()[-1]) < 700
