"""Logs larger than what is held at a time: read whole in any order, in the memory allowed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ruta import cli
from ruta.accountability.comply.logs.cases import whole
from ruta.accountability.comply.logs.ordered import in_order

NORMS = Path(__file__).parents[1] / "spec" / "probe" / "norms"
SOURCE = Path(__file__).parents[2] / "src"
WITHIN = 1.1
# What a process of its own took at most, in kilobytes, after what it printed. What `getrusage` says
# counts what the process that started it held.
PEAK = """
import re, sys
from pathlib import Path
from ruta import cli
code = cli.main(sys.argv[1:])
print("peak", re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
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


def as_xes(log: Path) -> Path:
    """The same log in XES, each case a trace."""
    path = log.with_suffix(".xes")
    with duckdb.connect() as connection, path.open("w") as file:
        file.write("<log>")
        said = connection.execute(f'select "case", kind, "at" from \'{log}\' order by 1, 3')
        last = None
        while rows := said.fetchmany(10_000):
            for case, kind, at in rows:
                if case != last:
                    file.write("</trace>" if last else "")
                    file.write(f'<trace><string key="concept:name" value="{case}"/>')
                    last = case
                file.write(f'<event><string key="concept:name" value="{kind}"/>'
                           f'<date key="time:timestamp" value="{at}"/></event>\n')  # fmt: skip
        file.write("</trace></log>")
    return path


def _peak(log: Path, *words: str, memory: int) -> int:
    """What reading a log took at the most, in megabytes, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, "law", "comply", "--acts", str(log), "--norms", str(NORMS),
         "--memory", f"{memory}MB", *words],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    return int(done.stdout.split()[-1]) * 1024 // 1_000_000


@pytest.mark.full
@pytest.mark.parametrize("format_", ["csv", "parquet", "xes"])
def test_memory_is_bounded_by_what_is_allowed(tmp_path: Path, format_: str) -> None:
    log, out = _scattered(tmp_path, format_), tmp_path / "rows.parquet"
    assert _peak(log, "--duty", "file-2d", "--out", str(out), memory=500) < WITHIN * 500
    assert pq.read_metadata(out).num_rows == 300_000


@pytest.mark.full
def test_an_engine_of_sql_holds_its_answer_beside_what_is_allowed(tmp_path: Path) -> None:
    log, out = _scattered(tmp_path, "csv"), tmp_path / "rows.parquet"
    words = ("--duty", "file-2d", "--engine", "duckdb", "--out", str(out))
    assert _peak(log, *words, memory=500) < 700
    assert pq.read_metadata(out).num_rows == 300_000


def _scattered(folder: Path, format_: str) -> Path:
    """A log of 1.2 million acts, which in CSV or Parquet stand in no order."""
    suffix = "parquet" if format_ == "xes" else format_
    log = _written(folder / f"log.{suffix}", 300_000, "hash(c * 4 + k)")
    return as_xes(log) if format_ == "xes" else log


@pytest.mark.full
@pytest.mark.parametrize("out", ["rows.parquet", "rows.csv", None])
def test_memory_is_bounded_by_obligations_too(tmp_path: Path, out: str | None) -> None:
    """Duties that recur, read years later: eleven million obligations of 150,000 cases."""
    log = _written(tmp_path / "log.parquet", 150_000, "hash(c * 4 + k)")
    words = ["--duty", "visit-monthly", "--as-of", "2026-11-01T00:00:00Z"]
    assert (
        _peak(log, *words, *(["--out", str(tmp_path / out)] if out else []), memory=500)
        < WITHIN * 500
    )
