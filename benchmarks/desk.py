"""
What the desk's pages cost at two sizes of caseload: time, CPU and statements per request.

Run: `.venv/bin/python benchmarks/desk.py 10000 100000` (a folder per size is kept under
`var/benchmarks`; loading 100,000 cases, 3 million acts, takes about ten minutes on two cores).
Requests go through Django's whole stack in one process, as the web role, at the busiest police
station and the busiest family court, with the keeper of keys beside it; the database's CPU is that
of the request's own backend, and the statements are the web's own.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
BOUNDS_MS = {"list": 40, "terms": 40, "case": 25, "record": 35, "day": 60}
TIMES = 120
WARM = 15
TICKS = os.sysconf("SC_CLK_TCK")


class Measure(NamedTuple):
    """One kind of request at one size: milliseconds and statements a request."""

    name: str
    p50_ms: float
    p95_ms: float
    web_cpu_ms: float
    database_cpu_ms: float
    statements: float

    @property
    def cpu_ms(self) -> float:
        """The work of a request, in both processes; other work on the machine hardly moves it."""
        return self.web_cpu_ms + self.database_cpu_ms


def main(sizes: list[int]) -> None:
    from benchmarks.stage import filled

    results: dict[int, dict[str, Measure]] = {}
    for size in sizes:
        with filled(HERE.parent / "var/benchmarks" / str(size), size) as stage:
            command = [sys.executable, __file__, "measure"]
            done = subprocess.run(
                command, env=stage.environment("web"), check=True, stdout=subprocess.PIPE
            )
            rows = [Measure(*row) for row in json.loads(done.stdout.splitlines()[-1])]
            results[size] = {row.name: row for row in rows}
        report(size, results[size])
    compare(results)


def report(size: int, rows: dict[str, Measure]) -> None:
    print(f"\n{size} cases")
    print("request      p50 ms  p95 ms  bound  web CPU  db CPU  statements")
    for name, row in rows.items():
        bound = BOUNDS_MS[name.split(" ")[0]]
        print(
            f"{name:<14}{row.p50_ms:>5.1f}  {row.p95_ms:>6.1f}  {bound:>5}  {row.web_cpu_ms:>7.1f}"
            f"  {row.database_cpu_ms:>6.1f}  {row.statements:>10.1f}"
        )


def compare(results: dict[int, dict[str, Measure]]) -> None:
    """How the largest size compares with the smallest."""
    small, large = results[min(results)], results[max(results)]
    if small is not large:
        print(f"\nat {max(results)} cases over {min(results)}:  p50   CPU")
        for name, row in large.items():
            p50, cpu = row.p50_ms / small[name].p50_ms, row.cpu_ms / small[name].cpu_ms
            print(f"{name:<33}{p50:>5.2f} {cpu:>5.2f}")


def measure() -> list[Measure]:
    """Every kind of request, at the two busiest desks."""
    from ruta.cli import web
    from ruta.cli.process import framework

    framework.ready({})
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    settings.RUTA_REQUESTS_PER_MINUTE = 1_000_000
    web.settle()
    rows: list[Measure] = []
    for username, letter in (("busy.pnp", "police"), ("busy.juzgado-familia", "court")):
        runs = requests(*signed_in(username))
        rows += [timed(f"{name} {letter}", run) for name, run in runs.items()]
    return rows


def requests(client: Any, viewer: Any) -> dict[str, Callable[[], Any]]:
    """The requests measured, each ready to be made again and again."""
    cases, draw = own_cases(viewer), random.Random(30364)
    return {
        "list": lambda: ok(client.get("/casos/")),
        "terms": lambda: ok(client.get("/plazos/")),
        "day": lambda: ok(client.get("/mi-dia/")),
        "case": lambda: ok(client.get(f"/casos/{draw.choice(cases)}/")),
        "record": lambda: visit(draw.choice(cases), viewer),
    }


def signed_in(username: str) -> tuple[Any, Any]:
    from django.test import Client

    from ruta.access.people import User
    from ruta.access.viewer import Viewer

    client = Client()
    client.post(f"/demo/{username}/")
    person = User.objects.select_related("office").get(username=username)
    return client, Viewer.of(person, client.session.session_key or "")


def own_cases(viewer: Any) -> list[Any]:
    """The cases that the viewer's office sees, at most two hundred of them."""
    from django.db import transaction

    from ruta.access import context
    from ruta.cases import admission
    from ruta.cases.models import Involvement

    with transaction.atomic(), context.entered(viewer):
        # Said in words too: whoever looks past row security finds the same cases.
        seen, _ = admission.condition(viewer, "cases_involvement.case_id")
        found = Involvement.objects.filter(office_id=viewer.office_id).extra(where=[seen])
        return list(found.order_by("case_id").values_list("case_id", flat=True)[:200])


def ok(response: Any) -> None:
    if response.status_code != 200:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}")
    response.content  # noqa: B018 - a page is not made until it is read


def visit(case_id: Any, viewer: Any) -> None:
    """Record one act, as the page that records acts does."""
    from ruta.cases import operations
    from ruta.cli.process.caseload import present

    now = present()
    act = operations.NewAct(act_id=uuid4(), kind="note-added", at=now, facts={"note": "Medición."})
    operations.record(case_id=case_id, acts=[act], by=viewer, now=now)


def timed(name: str, run: Callable[[], Any]) -> Measure:
    for _ in range(WARM):
        run()
    statements = statistics.mean(counted(run) for _ in range(10))
    backend = backend_cpu()
    wall, web, database = [], time.process_time(), next(backend)
    for _ in range(TIMES):
        start = time.perf_counter()
        run()
        wall.append(1000 * (time.perf_counter() - start))
    web_ms = 1000 * (time.process_time() - web) / TIMES
    database_ms = 1000 * (next(backend) - database) / TIMES
    p95 = statistics.quantiles(wall, n=20)[-1]
    return Measure(name, statistics.median(wall), p95, web_ms, database_ms, statements)


def counted(run: Callable[[], Any]) -> int:
    """The statements of one run on the web's own connection, transaction control apart."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        run()
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(control) for query in seen.captured_queries)


def backend_cpu() -> Iterator[float]:
    """Seconds of CPU that the connection's backend has spent so far."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    while True:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        yield (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        print(json.dumps(measure()))
    else:
        main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
