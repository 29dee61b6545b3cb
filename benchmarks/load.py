"""
Load at a rate that does not wait for answers: each request has its instant, as people come.

Latency is counted from that instant, so that a server that keeps everybody waiting is not spared.
Run by `benchmarks/access.py` as a process of its own: `load.py PORT` reads the plan as JSON.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.browsing import Answer, Broken, Connections, Person

THREADS = 96
READS = 0.8
KINDS = {"day": 0.25, "list": 0.20, "case": 0.35, "write": 0.20}
SEED = 30364
TURNED_AWAY = {429, 503}
PARTS = (0.5, 0.95, 0.99)


@dataclass(frozen=True)
class Plan:
    """What to do: stretches of (requests a second, seconds), one after the other."""

    port: int
    stretches: list[tuple[float, float]]
    people: list[dict[str, Any]]


class Seen(NamedTuple):
    """One request: its instant from the beginning, its ms from that instant, what came back."""

    at_s: float
    ms: float
    kind: str
    status: int
    comes_back: bool

    @property
    def expected(self) -> bool:
        """Whether it did what was asked of it."""
        return self.status == (302 if self.kind == "write" else 200)

    @property
    def graceful(self) -> bool:
        """Whether it did, or was turned away and told when to come back."""
        return self.expected or (self.status in TURNED_AWAY and self.comes_back)


class Summary(NamedTuple):
    """A stretch in figures: requests a second answered, ms, and those that went wrong."""

    requests: int
    a_second: float
    p50: float
    p95: float
    p99: float
    statuses: dict[str, int]
    errors: int


def summary(seen: Sequence[Seen], seconds: float) -> Summary:
    """The figures of a stretch; `errors` are all that did not do what was asked."""
    times = sorted(each.ms for each in seen) or [0.0]
    p50, p95, p99 = (times[min(len(times) - 1, int(part * len(times)))] for part in PARTS)
    statuses = Counter(str(each.status or "broken") for each in seen)
    wrong = sum(not each.expected for each in seen)
    answers = dict(sorted(statuses.items()))
    return Summary(len(seen), len(seen) / seconds, p50, p95, p99, answers, wrong)


def arrivals(stretches: Iterable[tuple[float, float]], draw: random.Random) -> list[float]:
    """Instants of arrival, in seconds from the beginning: a Poisson stream at each rate."""
    found, start = [], 0.0
    for rate, seconds in stretches:
        at = start + draw.expovariate(rate)
        while at < start + seconds:
            found.append(at)
            at += draw.expovariate(rate)
        start += seconds
    return found


class Crowd:
    """The people of the plan, acted for by threads that each take the next arrival."""

    def __init__(self, plan: Plan) -> None:
        self.draw = random.Random(SEED)
        self.connections = Connections(plan.port)
        self.people = [
            Person(each["username"], self.connections, cases=each["cases"]) for each in plan.people
        ]
        kinds = self.draw.choices
        self.queue = [
            (at, kinds(list(KINDS), list(KINDS.values()))[0], self.draw.choice(self.people))
            for at in arrivals(plan.stretches, self.draw)
        ]
        self.queue.reverse()
        self.lock = threading.Lock()
        self.seen: list[Seen] = []
        self.began = 0.0

    def prepare(self) -> None:
        """Everybody signs in and looks once at the form of a note; nothing of it is counted."""
        for person in self.people:
            person.sign_in()
            person.write(person.cases[0], str(uuid4()), "Antes de medir.")

    def run(self) -> float:
        """Make every request of the plan; the seconds of CPU it cost this process."""
        before = _cpu_s()
        self.began = time.monotonic() + 0.5
        threads = [threading.Thread(target=self._work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.connections.close()
        return _cpu_s() - before

    def _work(self) -> None:
        while True:
            with self.lock:
                if not self.queue:
                    return
                at, kind, person = self.queue.pop()
                case = self.draw.choice(person.cases)
            if (wait := self.began + at - time.monotonic()) > 0:
                time.sleep(wait)
            try:
                answer = _act(kind, person, case)
            except Broken:
                answer = Answer(0, "", "", "")
            ms = 1000 * (time.monotonic() - self.began - at)
            self.seen.append(Seen(at, ms, kind, answer.status, bool(answer.retry_after)))


def _act(kind: str, person: Person, case: str) -> Answer:
    if kind == "write":
        return person.write(case, str(uuid4()), "Una nota de la medición.")
    return person.get({"day": "/mi-dia/", "list": "/casos/", "case": f"/casos/{case}/"}[kind])


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def in_order(seen: Iterable[Seen]) -> list[Seen]:
    """By the instants they were due."""
    return sorted(seen)


def recovered_after(seen: Sequence[Seen], ends_s: float, bound_ms: float) -> float | None:
    """
    Seconds from `ends_s` until all is as usual: from there on every 5 s hold to the bound.

    None when it never is.
    """
    later = sorted(each for each in seen if each.at_s >= ends_s)
    if not later:
        return None
    last = 0.0
    for start in range(int(later[-1].at_s - ends_s) + 1):
        inside = [each for each in later if start <= each.at_s - ends_s < start + 5]
        times = [each.ms for each in inside]
        slow = len(times) > 1 and statistics.quantiles(times, n=20)[-1] > bound_ms
        if slow or not all(each.expected for each in inside):
            last = start + 1
    return last if last < later[-1].at_s - ends_s - 1 else None


def main() -> None:
    """Read the plan, follow it, print what was seen and the CPU it took."""
    crowd = Crowd(Plan(**json.load(sys.stdin)))
    crowd.prepare()
    print("ready", flush=True)
    cpu = crowd.run()
    print(json.dumps({"cpu_s": cpu, "seen": in_order(crowd.seen)}))


def as_json(plan: Plan) -> str:
    """A plan as `main` reads it."""
    return json.dumps(asdict(plan))


if __name__ == "__main__":
    main()
