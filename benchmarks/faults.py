"""
Whether anything acknowledged is ever lost: parts of Ruta are killed while people write.

Run: `.venv/bin/python benchmarks/faults.py [--rounds N] [--seed S] [--disk N]`. A database, a
keeper, the pages and a worker of their own under `var/benchmarks/faults`; in each round one of them
is killed with SIGKILL, mended as an init system would, and must be ready in 30 s. At the end every
acknowledged act is stored once, the audit's chain fits, and every case is what its acts say. Then
the disk is filled, and the clocks of the processes are set wrong, where this machine lets us.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from benchmarks import disk, skew, strikes  # noqa: E402
from benchmarks.browsing import Connections, Person  # noqa: E402
from benchmarks.running import Running, whole  # noqa: E402
from benchmarks.stage import filled  # noqa: E402
from benchmarks.writers import Ledger, Writers  # noqa: E402

CASES, WRITERS, ROUNDS, DISK = 60, 6, 200, 10
UNLIMITED = {"RUTA_REQUESTS_PER_MINUTE": "1000000", "RUTA_ANONYMOUS_PER_MINUTE": "1000000"}
STORED = "select act_id, count(*) from cases_act where act_id = any(%s) group by act_id"
STRAYS = """
    select count(*) from cases_act
    where kind = 'note-added' and recorded_at >= %s and act_id <> all(%s)
"""
UNREADABLE = """
    select count(*) from cases_act a where a.act_id = any(%s) and not exists (
        select 1 from cases_sealeditem s join access_casekey k using (case_id, compartment)
        where s.case_id = a.case_id and s.item_id = a.act_id)
"""


@dataclass
class Outcome:
    """What a campaign found."""

    kills: Counter[str] = field(default_factory=Counter)
    slowest_s: dict[str, float] = field(default_factory=dict)
    sent: int = 0
    kept: int = 0
    lost: int = 0
    twice: int = 0
    strays: int = 0
    unreadable: int = 0
    began: datetime | None = None
    ledger: Ledger = field(default_factory=Ledger, repr=False)
    wrong: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Whether every promise was kept."""
        bad = self.lost or self.twice or self.strays or self.unreadable or self.wrong
        return bool(self.kept) and not bad


def campaign(running: Running, *, rounds: int, seed: int, pause_s: float = 1.0) -> Outcome:
    """Kill and mend so many times while people write, then count."""
    found = Outcome(began=now_of(running))
    with Writers(writing(running), seed) as writers:
        found.ledger = writers.ledger
        for target in targets(rounds, seed):
            one_round(running, writers, target, found, seed=seed + sum(found.kills.values()))
            time.sleep(random.Random(seed + sum(found.kills.values())).uniform(0, pause_s))
    count(running, found)
    return found


def one_round(
    running: Running, writers: Writers, target: str, found: Outcome, *, seed: int
) -> None:
    """Kill one part, mend, and see somebody's act acknowledged again."""
    strikes.strike(running, target, random.Random(seed))
    struck = time.monotonic()
    took = strikes.mend(running, lambda: writers.ledger.last_kept > struck)
    found.kills[target] += 1
    found.slowest_s[target] = max(took, found.slowest_s.get(target, 0.0))


def targets(rounds: int, seed: int) -> list[str]:
    """What to kill, in an order drawn by the seed: each as often as the others."""
    each = [strikes.TARGETS[number % len(strikes.TARGETS)] for number in range(rounds)]
    random.Random(seed).shuffle(each)
    return each


def writing(running: Running) -> list[Person]:
    """People of several offices who have cases."""
    people = running.people(Connections(running.port), cases=20)
    return [person for person in people if person.cases][:: max(1, len(people) // WRITERS)]


def now_of(running: Running) -> datetime:
    """The database's clock."""
    ((now,),) = running.sql("select now()")
    return now  # type: ignore[no-any-return]


def count(running: Running, found: Outcome) -> None:
    """Hold what is stored against what was acknowledged."""
    sent, kept = list(found.ledger.sent), found.ledger.kept
    stored = dict(running.sql(STORED, sent))
    found.sent, found.kept = len(sent), len(kept)
    found.lost = len(kept - stored.keys())
    found.twice = sum(times > 1 for times in stored.values())
    found.strays = int(running.sql(STRAYS, found.began, sent)[0][0])
    found.unreadable = int(running.sql(UNREADABLE, sent)[0][0])
    found.wrong = list(unverified(running))


def unverified(running: Running) -> Iterator[str]:
    """What `ruta audit verify` and `ruta cases verify` have to say, when it is not good."""
    for words in (("audit", "verify"), ("cases", "verify")):
        verified = subprocess.run(
            [sys.executable, "-m", "ruta", *words], check=False, capture_output=True, text=True,
            env=running.stage.environment("owner"),
        )  # fmt: skip
        if verified.returncode:
            told = (verified.stdout + verified.stderr).strip().splitlines()
            yield f"ruta {' '.join(words)}: {' / '.join(told[-3:])}"


def report(found: Outcome) -> None:
    """What was found, in lines."""
    answers = found.ledger.answers.most_common()
    print("killed         times  slowest until work is done again, s")
    for target, times in sorted(found.kills.items()):
        print(f"{target:<14}{times:>6}  {found.slowest_s[target]:>9.1f}")
    print(f"sent {found.sent}, acknowledged {found.kept}; of these lost {found.lost}")
    print(f"stored twice {found.twice}, never sent {found.strays}, unreadable {found.unreadable}")
    print("answers: " + ", ".join(f"{name}: {n}" for name, n in answers))
    for line in found.wrong:
        print(f"WRONG: {line}")


def main() -> int:
    """The whole campaign; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description="Kill parts of Ruta while people write.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk", type=int, default=DISK, help="times the disk is filled (10)")
    parser.add_argument("--faketime", default="", help="libfaketime, where it is not found")
    args = parser.parse_args()
    folder = HERE.parent / "var/benchmarks"
    with (
        filled(folder / "faults", CASES) as stage,
        whole(stage, UNLIMITED, workers=1) as running,
    ):
        found = campaign(running, rounds=args.rounds, seed=args.seed)
        report(found)
        wrong = skew.check(running, args.faketime)
    held = found.held and not wrong
    wrong += disk.check(folder / "faults-disk", CASES, UNLIMITED, times=args.disk)
    for line in wrong:
        print(f"WRONG: {line}")
    print("every promise holds" if held and not wrong else "A PROMISE IS BROKEN")
    return 0 if held and not wrong else 1


if __name__ == "__main__":
    raise SystemExit(main())
