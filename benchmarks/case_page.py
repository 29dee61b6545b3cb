"""
The page of a case with its three walls and without, in alternating turns of the same minutes.

With: the web role under row security, the decision, the keeper of keys and its audit. Without: the
same page, person and cases, drawn as a role that row security does not hold, what each person may
read known beforehand, and the keys in the process itself. Sessions and sign-in are in both.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stage import Stage

DESKS = ("busy.pnp", "busy.juzgado-familia")
TURNS, IN_A_TURN, WARM = 6, 50, 10
BOUND_MS, BOUND_STATEMENTS = 30, 8
WALLS = ("access_enter", "access_standing", "access_sees", "access_my_closed", "access_reads")


class Measure(NamedTuple):
    """The page at one desk: ms and statements of the web's own."""

    p50_ms: float
    p95_ms: float
    statements: float


def measure(stage: Stage) -> dict[str, dict[str, Measure]]:
    """By desk: the page `with` and `without` the walls."""
    superuser = {"RUTA_DATABASE_URL": stage.server.url(dbname="ruta")}
    asked = {
        "with": _drawing(stage.environment("web"), "with"),
        "without": _drawing({**stage.environment("owner"), **superuser}, "without"),
    }
    try:
        return {desk: _compare(asked, desk) for desk in DESKS}
    finally:
        for process in asked.values():
            process.communicate(timeout=30)


def report(found: dict[str, dict[str, Measure]]) -> bool:
    """Print the table; whether every bound holds."""
    print("\nthe page of a case            p50 ms  p95 ms  bound  statements  bound   ratio p50")
    held = True
    for desk, rows in found.items():
        ratio = rows["with"].p50_ms / rows["without"].p50_ms
        for name, row in rows.items():
            walled = name == "with"
            print(
                f"{desk:<22}{name:<8}{row.p50_ms:>6.1f}  {row.p95_ms:>6.1f}"
                f"  {BOUND_MS if walled else '':>5}  {row.statements:>10.1f}"
                f"  {BOUND_STATEMENTS if walled else '':>5}  {f'{ratio:.2f}' if walled else '':>9}"
            )
        held &= rows["with"].p50_ms <= BOUND_MS and rows["with"].statements <= BOUND_STATEMENTS
    return held


def _drawing(environment: dict[str, str], how: str) -> subprocess.Popen[str]:
    """A process that draws pages when told to."""
    return subprocess.Popen(
        [sys.executable, __file__, how],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _compare(asked: dict[str, subprocess.Popen[str]], desk: str) -> dict[str, Measure]:
    """Turns of both, so that what else the machine does falls on both alike."""
    times: dict[str, list[float]] = {name: [] for name in asked}
    statements: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(TURNS):
        for name, process in asked.items():
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{desk}\n")
            process.stdin.flush()
            told = json.loads(process.stdout.readline())
            times[name] += told["ms"]
            statements[name].append(told["statements"])
    return {
        name: Measure(
            statistics.median(times[name]),
            statistics.quantiles(times[name], n=20)[-1],
            statistics.mean(statements[name]),
        )
        for name in asked
    }


def draw(how: str) -> None:
    """Draw pages for the desk named on each line, and print what they took."""
    from ruta.cli import web
    from ruta.cli.process import framework

    framework.ready({})
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    settings.RUTA_REQUESTS_PER_MINUTE = 1_000_000
    web.settle()
    pages = {name: _pages(name) for name in DESKS}
    if how == "without":
        _take_walls_out(pages)
        for run, _, _ in pages.values():
            _check_none_left(run)
    for line in sys.stdin:
        print(json.dumps(_turn(pages[line.strip()][0])), flush=True)


def _pages(username: str) -> tuple[Callable[[], Any], Any, list[Any]]:
    """A page of a case at a desk, ready to be drawn again and again; who looks; the cases."""
    from benchmarks import desk

    client, viewer = desk.signed_in(username)
    cases, chance = desk.own_cases(viewer), random.Random(30364)
    return lambda: desk.ok(client.get(f"/casos/{chance.choice(cases)}/")), viewer, cases


def _turn(run: Callable[[], Any]) -> dict[str, Any]:
    from benchmarks import desk

    for _ in range(WARM):
        run()
    statements = statistics.mean(desk.counted(run) for _ in range(5))
    wall = []
    for _ in range(IN_A_TURN):
        start = time.perf_counter()
        run()
        wall.append(1000 * (time.perf_counter() - start))
    return {"ms": wall, "statements": statements}


def _take_walls_out(pages: dict[str, Any]) -> None:
    """Have this process ask nothing of what the walls ask; each answer is known beforehand."""
    from django.db import transaction

    from ruta.access import context
    from ruta.cases import admission
    from ruta.cases.queries import one_case

    known: dict[tuple[Any, Any], Any] = {}
    for _, viewer, cases in pages.values():
        with transaction.atomic(), context.entered(viewer):
            known |= {(viewer.user_id, case): admission.standing(viewer, case) for case in cases}
    asking = (
        "(select access_standing(%(case_id)s, %(person)s, %(office)s, %(agency)s, %(supervised)s))"
    )
    one_case.CASE_AND_OFFICES = one_case.CASE_AND_OFFICES.replace(asking, "null")
    vars(one_case)["condition"] = lambda viewer, case_id: ("true", {})
    one_case._standing = lambda viewer, rows: known[viewer.user_id, rows[0][0]]
    context.enter = lambda viewer: {}


def _check_none_left(run: Callable[[], Any]) -> None:
    """A comparison in which a wall still stands would be worth nothing."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        run()
    for query in seen.captured_queries:
        if any(wall in query["sql"] for wall in WALLS):
            raise SystemExit(f"a wall is left: {query['sql'][:200]}")


if __name__ == "__main__":
    draw(sys.argv[1])
