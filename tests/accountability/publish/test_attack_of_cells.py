"""The attack against all worlds counted one by one: what it says of a cell is what is so."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from ruta.accountability.publish import attack, rounding, worlds
from ruta.accountability.publish.attack import Finding
from ruta.accountability.publish.knowledge import Knowledge, Relation, known
from ruta.accountability.publish.narrowing import Contradiction


def published(*texts: str, parts: int | None = None, truth: list[int] | None = None) -> Knowledge:
    """A whole and its parts, as published."""
    ranges = [rounding.interval(text) for text in texts]
    return known(
        low=[one.low for one in ranges],
        high=[one.high for one in ranges],
        relations=[Relation(0, range(1, len(texts)))],
        guarded=[text == rounding.SMALL for text in texts],
        shown=[text != rounding.WITHHELD for text in texts],
        truth=truth,
    )


def test_a_small_cell_beside_many_others_is_safe() -> None:
    assert attack.attacked(published("120", "<10", "100", "10", "10")) == []


def test_two_small_parts_of_a_whole_of_ten_or_more_are_found_to_exist() -> None:
    found = attack.attacked(published("10", "<10", "<10"))

    assert found == [Finding(1, "exists"), Finding(2, "exists")]


def test_a_part_that_the_rounding_of_the_others_leaves_no_room_for_is_narrow() -> None:
    # 134 at most, of which 115 and 15 at least are in the others.
    assert attack.attacked(published("130", "120", "20", "<10")) == [Finding(3, "narrow")]


def test_a_withheld_part_does_not_help_against_a_whole() -> None:
    assert attack.attacked(published("120", "<10", "", truth=[119, 3, 116])) == []


def test_what_contradicts_itself_is_said_to() -> None:
    with pytest.raises(Contradiction):
        attack.attacked(published("100", "10", "20"))


def counted(case: Knowledge) -> list[Finding]:
    """Every possible world of a whole and its parts, one by one, in plain numbers."""
    ranges = [range(int(a), int(b) + 1) for a, b in zip(case.low, case.high, strict=True)]
    worlds = [
        (sum(parts), *parts) for parts in product(*ranges[1:]) if sum(parts) in ranges[0]
    ]  # fmt: skip
    found = []
    for cell, guarded in enumerate(case.guarded):
        values = {world[cell] for world in worlds}
        if guarded and min(values) > 0:
            found.append(Finding(cell, "exists"))
        elif guarded and max(values) < 5:
            found.append(Finding(cell, "narrow"))
        elif not guarded and len(values) == 1:
            found.append(Finding(cell, "exact"))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_the_attack_finds_what_counting_every_world_finds(seed: int) -> None:
    draw = Random(seed)
    parts = [draw.choice([0, 2, 5, 8, 12, 17, 33, 94]) for _ in range(draw.choice([2, 3, 4]))]
    case = published(*(rounding.shown(n) for n in (sum(parts), *parts)))

    assert attack.attacked(case) == counted(case)


def test_a_world_that_does_not_fit_acquits_nobody() -> None:
    case = published("120", "<10", "100", "10", "10")
    trial = attack.Trial(case, until=float("inf"))

    trial.see(np.array([120, 0, 100, 10, 11]))
    trial.see(np.array([120, 0, 100, 10, 9]))
    trial.see(np.array([121, 0, 100, 10, 10]))

    assert trial.open() == 1 + 1 + 4


def test_out_of_time_is_not_proved() -> None:
    case = published("120", "<10", "100", "10", "10")

    found = attack.attacked(case, seconds=0)

    assert {finding.reason for finding in found} == {"unproved"}
    assert [finding.cell for finding in found if case.guarded[finding.cell]] == [1, 1]


@pytest.mark.parametrize("reason", ["exists", "narrow", "exact"])
def test_what_the_solver_does_not_decide_is_not_proved(
    reason: attack.Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = attack.Trial(published("120", "<10", "100", "10", "10"), until=float("inf"))
    monkeypatch.setattr(worlds, "anywhere", lambda *_: (None, False))

    assert trial._exactly(1, reason) == "unproved"
    monkeypatch.setattr(worlds, "anywhere", lambda *_: (None, True))
    assert trial._exactly(1, reason) == reason


def test_cells_that_nothing_joins_are_attacked_apart() -> None:
    case = known(
        low=[10, 0, 0, 95, 0, 0], high=[14, 9, 9, 104, 9, 104],
        relations=[Relation(0, (1, 2)), Relation(3, (4, 5))],
        guarded=[0, 1, 1, 0, 1, 0], shown=[1, 1, 1, 1, 1, 0],
    )  # fmt: skip

    assert [sorted(part) for part in case.parts()] == [[0, 1, 2], [3, 4, 5]]
    assert {finding.cell for finding in attack.attacked(case)} == {1, 2}
