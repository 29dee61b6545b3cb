"""
What the access wing costs: one page of a case, hours of work in small, and a crowd at once.

Run: `.venv/bin/python benchmarks/access.py [CASES] [--minutes M] [--rate R]` (200,000 cases and ten
minutes at 40 requests a second when nothing is said; filling takes about twenty minutes, once).
The pages, the keeper and the worker are real processes on loopback; the load is made by a process
of its own on the same cores, whose CPU is told. It fails when a bound is broken.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from benchmarks import case_page, load  # noqa: E402
from benchmarks.browsing import Connections  # noqa: E402
from benchmarks.load import Plan, Seen  # noqa: E402
from benchmarks.running import Running, whole  # noqa: E402
from benchmarks.stage import filled  # noqa: E402

CASES, MINUTES, RATE = 200_000, 10.0, 40.0
P95_MS, P99_MS = 800, 2000
BURST_RATE, BURST_S, RECOVERY_S = 120.0, 60.0, 30
WARM_S = 15.0
PARTS = ("page", "load", "burst")


def main() -> int:
    """Measure the parts asked for; 1 when a bound is broken."""
    args = _arguments()
    with filled(HERE.parent / "var/benchmarks" / str(args.cases), args.cases) as stage:
        print(f"{args.cases} cases", flush=True)
        held = []
        if "page" in args.only:
            held.append(case_page.report(case_page.measure(stage)))
        if {"load", "burst"} & set(args.only):
            with whole(stage, {}, workers=args.workers) as running:
                if "load" in args.only:
                    held.append(sustained(running, rate=args.rate, seconds=60 * args.minutes))
                if "burst" in args.only:
                    held.append(burst(running, usual=RATE, seconds=args.burst_seconds))
    print("\nevery bound holds" if all(held) else "\nA BOUND IS BROKEN")
    return 0 if all(held) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What the access wing costs.")
    parser.add_argument("cases", nargs="?", type=int, default=CASES)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--rate", type=float, default=RATE, help="requests a second (40)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the web (2)")
    parser.add_argument("--burst-seconds", type=float, default=BURST_S)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    return parser.parse_args()


def sustained(running: Running, *, rate: float, seconds: float) -> bool:
    """Work at a steady rate, after a short while of warming; whether the bounds hold."""
    seen, cpu = followed(running, [(rate, WARM_S), (rate, seconds)])
    found = [each for each in seen if each.at_s >= WARM_S]
    print(f"\nsustained: {rate:.0f} requests a second for {seconds:.0f} s, 80 % reads")
    told(found, seconds)
    spent(cpu, WARM_S + seconds)
    whole = load.summary(found, seconds)
    return whole.p95 <= P95_MS and whole.p99 <= P99_MS and not whole.errors


def burst(running: Running, *, usual: float, seconds: float) -> bool:
    """Three times the usual at once, then the usual again; whether it bends and recovers."""
    ends = WARM_S + seconds
    stretches = [(usual, WARM_S), (BURST_RATE, seconds), (usual, RECOVERY_S * 2.0)]
    seen, cpu = followed(running, stretches)
    found = [each for each in seen if WARM_S <= each.at_s < ends]
    print(f"\nburst: {BURST_RATE:.0f} requests a second for {seconds:.0f} s")
    told(found, seconds)
    spent(cpu, sum(length for _, length in stretches))
    rough = sum(not each.graceful for each in seen)
    after = load.recovered_after(seen, ends, P95_MS)
    print(f"neither answered nor turned away with Retry-After: {rough}")
    print(f"as usual again after: {'never' if after is None else f'{after:.0f} s'}")
    return not rough and after is not None and after <= RECOVERY_S


def followed(
    running: Running, stretches: list[tuple[float, float]]
) -> tuple[list[Seen], dict[str, float]]:
    """Have a process of its own make the load: what it saw, and the CPU of every part."""
    people = running.people(Connections(running.port))
    plan = Plan(
        running.port, stretches, [{"username": p.username, "cases": p.cases} for p in people]
    )
    limit_s = sum(length for _, length in stretches) + 240
    making = subprocess.Popen(
        [sys.executable, load.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert making.stdin is not None
        assert making.stdout is not None
        making.stdin.write(load.as_json(plan))
        making.stdin.close()
        making.stdin = None
        if making.stdout.readline().strip() != "ready":
            raise SystemExit("the load could not be prepared")
        before = running.cpu_s()
        told_by, _ = making.communicate(timeout=limit_s)
        after = running.cpu_s()
    finally:
        making.kill()
        making.wait()
    heard: dict[str, Any] = json.loads(told_by)
    cpu = {name: after[name] - before[name] for name in before}
    return [Seen(*each) for each in heard["seen"]], {**cpu, "load": heard["cpu_s"]}


def told(seen: list[Seen], seconds: float) -> None:
    """A line for each kind of request, and one for all."""
    print("request   requests  a second  p50 ms  p95 ms  p99 ms  not done  answers")
    for kind in [*load.KINDS, ""]:
        one = load.summary([each for each in seen if kind in ("", each.kind)], seconds)
        answers = " ".join(f"{status}:{count}" for status, count in one.statuses.items())
        print(
            f"{kind or 'all':<10}{one.requests:>8}  {one.a_second:>8.1f}  {one.p50:>6.0f}"
            f"  {one.p95:>6.0f}  {one.p99:>6.0f}  {one.errors:>8}  {answers}"
        )


def spent(cpu: dict[str, float], seconds: float) -> None:
    """How much of a core each part used."""
    print("cores: " + ", ".join(f"{name} {used / seconds:.2f}" for name, used in cpu.items()))


if __name__ == "__main__":
    raise SystemExit(main())
