"""
How long the clock takes over one case, and how that grows with its acts.

Run: `.venv/bin/python benchmarks/clock.py`. The fixture is `fixtures/severe_case_30_acts.json`,
under the whole law in force. Figures are microseconds of this machine; the ratio is what to watch.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

from ruta import law  # noqa: E402
from ruta.acts import vocabulary  # noqa: E402
from ruta.law.clock import Clock  # noqa: E402
from ruta.law.literals import act_from  # noqa: E402
from ruta.law.model import Act  # noqa: E402

AS_OF = datetime(2024, 4, 3, tzinfo=UTC)
BOUND_MICROSECONDS = 200


def microseconds(run: Callable[[], object], times: int) -> list[float]:
    """The time of each of some runs, in microseconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter_ns()
        run()
        spent.append((time.perf_counter_ns() - start) / 1000)
    return spent


def repeated(case: list[Act], times: int) -> list[Act]:
    """The same case again and again, an hour later each time, with ids and arrivals of its own."""
    return [
        act._replace(
            id=f"{act.id}-{n}",
            at=act.at + timedelta(minutes=n),
            arrival=act.arrival + n * len(case),
        )
        for n in range(times)
        for act in case
    ]


def main() -> None:
    clock = Clock(law.rulebook.default(), vocabulary.counts_as())
    tables = json.loads((HERE / "fixtures/severe_case_30_acts.json").read_text())["acts"]
    case = [act_from(table, number) for number, table in enumerate(tables, 1)]
    started = len(clock.run(case, as_of=AS_OF))
    spent = microseconds(lambda: clock.run(case, as_of=AS_OF), 3000)
    p50, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    print(f"severe_case_30_acts: {len(case)} acts start {started} obligations")
    print(f"p50 {p50:.0f} µs   p95 {p95:.0f} µs   bound {BOUND_MICROSECONDS} µs at p50")
    for times in (1, 10, 100):
        many = repeated(case, times)
        each = statistics.median(microseconds(lambda m=many: clock.run(m, as_of=AS_OF), 20))
        print(f"{len(many):>6} acts: {each:>9.0f} µs, {each / len(many):.2f} µs an act")


if __name__ == "__main__":
    main()
