"""People who record notes without a pause, and remember which of them were acknowledged."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from benchmarks.browsing import Answer, Broken, Person

PAUSE_S = 0.1
GIVE_UP = 0.2
"""How often somebody whose form was not taken leaves it, instead of sending it again."""


@dataclass
class Ledger:
    """What was sent and what was acknowledged, by the id that the sender made."""

    sent: set[UUID] = field(default_factory=set)
    kept: set[UUID] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    last_kept: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, act_id: UUID) -> None:
        """Note an act before it is sent."""
        with self.lock:
            self.sent.add(act_id)

    def hear(self, act_id: UUID, answer: str, *, kept: bool) -> None:
        """Note an answer; `kept` when it says that the act is stored."""
        with self.lock:
            self.answers[answer] += 1
            if kept:
                self.kept.add(act_id)
                self.last_kept = time.monotonic()


class Writer(threading.Thread):
    """One person; a form that was not taken is sent again as it was, or given up."""

    def __init__(self, person: Person, ledger: Ledger, over: threading.Event, seed: int) -> None:
        super().__init__(daemon=True)
        self.person, self.ledger, self.over = person, ledger, over
        self.draw = random.Random(seed)

    def run(self) -> None:
        """Write until told that it is over."""
        while not self.over.is_set():
            self._record(uuid4(), self.draw.choice(self.person.cases))

    def _record(self, act_id: UUID, case: str) -> None:
        self.ledger.send(act_id)
        note = f"Nota {act_id}."
        while not self.over.is_set():
            try:
                answer = self.person.write(case, str(act_id), note)
            except Broken as broken:
                self.ledger.hear(act_id, str(broken), kept=False)
            else:
                kept = answer.status == 302 and answer.location == f"/casos/{case}/"
                self.ledger.hear(act_id, _said(answer), kept=kept)
                if kept:
                    return
            time.sleep(PAUSE_S)
            if self.draw.random() < GIVE_UP:
                return


def _said(answer: Answer) -> str:
    """An answer in a word: its status, and whether it says when to come back."""
    return f"{answer.status}{' with Retry-After' if answer.retry_after else ''}"


@dataclass
class Writers:
    """Several people writing at once, each at their own browser."""

    people: list[Person]
    seed: int
    ledger: Ledger = field(default_factory=Ledger)
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[Writer] = field(default_factory=list)

    def __enter__(self) -> Writers:
        """Sign everybody in, then have them write."""
        for person in self.people:
            person.sign_in()
        self.threads = [
            Writer(person, self.ledger, self.over, self.seed + number)
            for number, person in enumerate(self.people)
        ]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(90)
        for person in self.people:
            person.connections.close()
