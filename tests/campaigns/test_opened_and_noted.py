"""Whatever is opened was in the audit before, though keeper and web are killed at random."""

import json
import os
import random
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.access.keyd.world import ROOT, Running, World, seal

FULL = bool(os.environ.get("RUTA_TEST_FULL"))
REQUESTS, PAUSE_S = (30_000, 4.0) if FULL else (300, 0.5)
BROWSERS, SEED = 3, 30364
ENTRIES = """
    select purpose, case_id::text, compartments, (extract(epoch from at) * 1000000)::bigint
    from access_audit where event = 'opened' and purpose ~ '^(campaign|export)-'
"""


@dataclass
class Web:
    """Processes that browse; each that ends or is killed is replaced until enough was asked."""

    folder: Path
    socket: Path
    work: list[dict[str, Any]]
    started: int = 0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def lines(self) -> list[list[Any]]:
        text = self.said.read_text(encoding="utf-8") if self.said.exists() else ""
        return [json.loads(line) for line in text.splitlines()]

    @property
    def answered(self) -> int:
        """How many questions the keeper answered."""
        return sum(line[0] != "absent" for line in self.lines)

    @property
    def said(self) -> Path:
        return self.folder / "said"

    def fill(self) -> None:
        """As many processes as there should be."""
        self.running = [each for each in self.running if each.poll() is None]
        while len(self.running) < BROWSERS:
            self.started += 1
            plan = self.folder / f"plan-{self.started}"
            told = {"socket": str(self.socket), "seed": self.started, "turns": REQUESTS,
                    "to": str(self.said), "work": self.work}  # fmt: skip
            plan.write_text(json.dumps(told), encoding="utf-8")
            words = [sys.executable, "-m", "tests.campaigns.browsing", str(plan)]
            path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
            self.running.append(
                subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
            )

    def stop(self) -> None:
        for each in self.running:
            each.kill()
            each.wait()


@pytest.fixture
def keeper(starting: Callable[..., Running]) -> Running:
    return starting(RUTA_CAP_PERSON_HOUR="1000000", RUTA_CAP_OFFICE_HOUR="1000000")


@pytest.fixture
def web(keeper: Running, world: World, tmp_path: Path) -> Iterator[Web]:
    """A web whose people have twelve cases of six offices."""
    made = Web(tmp_path, keeper.socket, [_work(keeper, world) for _ in range(12)])
    yield made
    made.stop()


def _work(keeper: Running, world: World) -> dict[str, Any]:
    officer, client = world.somebody(), keeper.client()
    case_id = world.case_of(officer)
    sealed = {letter: seal(client, case_id, officer, letter) for letter in "ICRN"}
    return {
        "person": str(officer.user_id), "office": officer.office_id, "session": officer.session,
        "case": str(case_id), "theirs": str(world.case_of(world.somebody("cem"))),
        "sealed": {letter: b64encode(text).decode() for letter, text in sealed.items()},
    }  # fmt: skip


@pytest.mark.check("SEC-15")
def test_every_opened_compartment_has_an_entry_before_it(
    keeper: Running, world: World, web: Web
) -> None:
    draw, killed = random.Random(SEED), Counter[str]()
    while web.answered < REQUESTS:
        web.fill()
        time.sleep(PAUSE_S * (0.5 + draw.random()))
        if not killed["keeper"] or draw.random() < 0.5:
            killed["keeper"] += 1
            keeper.kill()
            keeper.start()
        else:
            killed["web"] += 1
            draw.choice(web.running).kill()
        if sum(killed.values()) % 20 == 0:
            print(f"{web.answered} requests, killed: {dict(killed)}", flush=True)
    web.stop()

    came = Counter(line[0] for line in web.lines)
    print(f"{web.answered} requests: {dict(came)}; killed: {dict(killed)}", flush=True)
    assert missing(web.lines, world) == []
    assert came["opened"] > REQUESTS / 4
    assert came["refused"] > REQUESTS / 20
    assert killed["keeper"] > 0


def missing(lines: list[list[Any]], world: World) -> list[list[Any]]:
    """What was opened without an entry of that case and compartment, made before the answer."""
    noted = {(purpose, case): (letters, at) for purpose, case, letters, at in
             world.owner.execute(ENTRIES)}  # fmt: skip
    found = []
    for line in lines:
        came, purpose, case, letters, at = line
        entry = noted.get((purpose, case), ("", 0))
        if came == "opened" and not (set(letters) <= set(entry[0]) and entry[1] <= at):
            found.append(line)
    return found


def test_an_opening_without_its_entry_is_found(world: World, web: Web) -> None:
    """Else the test above would find nothing whatever happened."""
    line = ["opened", "campaign-0-0", str(uuid4()), "I", time.time_ns() // 1000]

    assert missing([line], world) == [line]
