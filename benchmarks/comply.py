"""
What the compliance of a whole country costs: five duties over 28 million acts, all over 10 million.

Run: `.venv/bin/python benchmarks/comply.py [--cases N] [--law-cases N] [--memory BYTES] [--only …]`
(7.5 million cases and one million when nothing is said; making the stores takes some minutes, once,
and 2 GB of disk under var/benchmarks). Each step is a process of its own: its seconds, the CPU that
it took with its start, and its highest memory are told, beside a bare scan of the same file in the
same run. On a machine with other work the CPU is what to look at. It fails when a bound is broken.

pm4py, if `var/bench` has it, is asked a simpler question, and no bound is held to it. To have it:
`python3 -m venv var/bench` and
`var/bench/bin/pip install --require-hashes -r requirements/bench.lock`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from benchmarks import comply_stores  # noqa: E402
from benchmarks.comply_stores import FIVE  # noqa: E402

CASES, LAW_CASES = 7_500_000, 1_000_000
FOLDER = HERE.parent / "var/benchmarks/comply"
BENCH = HERE.parent / "var/bench/bin/python"
STEPS = [sys.executable, str(HERE / "comply_steps.py")]
PARTS = ("five", "raw", "law", "growth", "pm4py")
GIGABYTE = 1 << 30
# Seconds and bytes, on two cores with no other work.
BOUNDS: Mapping[str, tuple[float, float]] = {
    "local, counts": (3, GIGABYTE),
    "local, rows": (6, GIGABYTE),
    "raw file with texts": (15, float("inf")),
    "DuckDB, counts": (10, 2 * GIGABYTE),
    "whole law, counts": (20, float("inf")),
}


class Spent(NamedTuple):
    """What a process took: seconds by the wall and of CPU, bytes at its highest; what it said."""

    wall_s: float
    cpu_s: float
    bytes: int
    said: str


def main() -> int:
    """Measure the parts asked for; 1 when a bound is broken."""
    args = _arguments()
    FOLDER.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load before the run {load:.1f}\n")
    parts = {"five": five, "raw": raw, "law": law, "growth": growth, "pm4py": pm4py}
    held = [parts[name](args) for name in PARTS if name in args.only]
    print("\nevery bound holds" if all(held) else "\nA BOUND IS BROKEN")
    return 0 if all(held) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What compliance of a whole country costs.")
    parser.add_argument("--cases", type=int, default=CASES, help="of the five duties")
    parser.add_argument("--law-cases", type=int, default=LAW_CASES, help="of the whole law")
    parser.add_argument("--memory", type=int, default=3 * GIGABYTE // 2, help="of DuckDB, bytes")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    return parser.parse_args()


def five(args: argparse.Namespace) -> bool:
    """Five duties over the drawn store: a scan, the local engine, DuckDB."""
    folder = _drawn(args.cases)
    memory = ["--memory", str(args.memory)]
    scan = step("bare scan", "scan", folder)
    done = [
        step("local, counts", "counts", folder, beside=scan),
        step("local, rows", "rows", folder, beside=scan),
        step("DuckDB, counts", "duckdb-counts", folder, memory, beside=scan),
        step("DuckDB, rows", "duckdb-rows", folder, memory, beside=scan),
    ]
    return all(each.held for each in done)


def raw(args: argparse.Namespace) -> bool:
    """The same acts as a log of texts, by `ruta law comply`, counts only."""
    folder = _drawn(args.cases)
    log = comply_stores.with_texts(folder, folder.with_suffix(".parquet"))
    words = ["law", "comply", "--acts", str(log), "--as-of", "2027-01-15T08:00:00Z"]
    words += [word for id_ in FIVE for word in ("--duty", id_)]
    took = spent([sys.executable, "-m", "ruta", *words])
    return told("raw file with texts", took, took.wall_s)


def law(args: argparse.Namespace) -> bool:
    """The whole law in force over cases of the simulator, offices and facts with them."""
    folder = FOLDER / f"simulated-{args.law_cases}"
    acts = comply_stores.simulated(folder, args.law_cases)
    print(f"\n{acts.about['cases']:,} simulated cases at all stages, {acts.length:,} acts")
    whole = ["--all"]
    memory = ["--memory", str(args.memory)]
    scan = step("bare scan", "scan", folder, whole)
    done = [
        step("whole law, counts", "counts", folder, whole, beside=scan),
        step("whole law, rows", "rows", folder, whole, beside=scan),
        step("whole law, DuckDB, counts", "duckdb-counts", folder, whole + memory, beside=scan),
    ]
    return all(each.held for each in done)


def growth(args: argparse.Namespace) -> bool:
    """Counts of the five duties over 1, 10 and 50 times as many cases."""
    print("\ngrowth")
    for cases in comply_stores.sizes(args.cases):
        folder = _drawn(cases, quiet=True)
        for name in ("counts", "duckdb-counts"):
            took = spent([*STEPS, name, str(folder), "--memory", str(args.memory)])
            seconds = json.loads(took.said)["seconds"]
            print(
                f"{cases:>10,} cases  {name:<14} {seconds:7.2f} s  {took.cpu_s:7.2f} s of CPU"
                f"  {1e6 * seconds / cases:6.2f} µs a case"
            )
    return True


def pm4py(args: argparse.Namespace) -> bool:
    """Five eventually-follows rules with a window over ten times one part; nothing is bound."""
    if not BENCH.exists():
        print("\npm4py: not here; see the top of this file for how to have it")
        return True
    _, ten, whole = comply_stores.sizes(args.cases)
    folder = _drawn(ten, quiet=True)
    log = comply_stores.with_texts(folder, folder.with_suffix(".parquet"))
    took = spent([str(BENCH), str(HERE / "comply_pm4py.py"), str(log)])
    said = json.loads(took.said.splitlines()[-1])
    times = whole / ten
    print(f"\npm4py, LTL with a window, {ten:,} cases, {said['acts']:,} acts")
    print(f"reading {said['read_s']:.1f} s, five rules {said['rules_s']:.1f} s", end="; ")
    print(f"{took.cpu_s:.1f} s of CPU, {took.bytes / GIGABYTE:.2f} GB")
    print(f"extrapolated to {whole:,} cases: {times * said['rules_s']:.0f} s of rules", end=", ")
    print(f"{times * took.bytes / GIGABYTE:.0f} GB")
    return True


class Step(NamedTuple):
    """A step done: what it took, and whether its bound was held."""

    took: Spent
    seconds: float
    held: bool


def step(
    name: str, what: str, folder: Path, more: Iterable[str] = (), *, beside: Step | None = None
) -> Step:
    """Run a step and say what it took, and how often the bare scan goes into it."""
    took = spent([*STEPS, what, str(folder), *more])
    said: dict[str, Any] = json.loads(took.said)
    ratio = "" if beside is None else f"{said['seconds'] / beside.seconds:6.1f} scans"
    held = told(name, took, said["seconds"], f"{said['found']:>12,} {ratio}")
    return Step(took, said["seconds"], held)


def told(name: str, took: Spent, seconds: float, more: str = "") -> bool:
    """Print one line; whether the bounds of its name are held."""
    most_s, most_bytes = BOUNDS.get(name, (float("inf"), float("inf")))
    held = seconds <= most_s and took.bytes <= most_bytes
    bound = f"bound {most_s:.0f} s" if name in BOUNDS else ""
    print(
        f"{name:<26} {seconds:7.2f} s  {took.cpu_s:7.2f} s of CPU  {took.bytes / GIGABYTE:5.2f} GB"
        f"  {bound:<11}{'' if held else ' BROKEN'} {more}",
        flush=True,
    )
    return held


def spent(words: list[str]) -> Spent:
    """
    Run a process to its end.

    :raises subprocess.CalledProcessError: when it fails
    """
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(words, stdout=out, cwd=HERE.parent, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        out.seek(0)
        said = out.read().decode()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words, said)
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, said)


def _drawn(cases: int, *, quiet: bool = False) -> Path:
    folder = FOLDER / f"drawn-{cases}"
    acts = comply_stores.drawn(folder, cases)
    if not quiet:
        print(f"{cases:,} drawn cases, {acts.length:,} acts", flush=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
