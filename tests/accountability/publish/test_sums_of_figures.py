"""Figures of different indicators that add up: nobody is found by adding up their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.accountability.publish import invented
from tests.accountability.publish.attacker import Attacker
from tests.accountability.publish.test_disclosure import attacker, unsafe

from ruta.accountability.publish import adding, attack, gate, showing
from ruta.accountability.publish.adding import Measured, Sum
from ruta.accountability.publish.figure import Figure
from ruta.accountability.publish.puzzle import puzzle
from ruta.accountability.publish.shared import grouped, same_counts
from ruta.accountability.publish.showing import Shown

YEAR, SEED = "2025", 7


def opposites(seed: int) -> list[Figure]:
    """Of the same cases, how many were kept and how many were not."""
    cases = invented.country(seed)
    others = [case._replace(counted=not case.counted) for case in cases]
    return [invented.figure(cases, YEAR), invented.figure(others, YEAR, name="lost")]


def thief(figures: Sequence[Figure], shown: Sequence[Shown]) -> Attacker:
    """Somebody who knows that kept and lost make up the whole."""
    found = attacker(figures, adds={"of": ("kept", "lost")})
    for one in shown:
        for (measure, cell), text in one.texts.items():
            by = dict(zip(cell.grouping.by, cell.values, strict=True))
            row = {"kind": "", "risk": "", **by, "place": cell.place, measure: text}
            found.take(YEAR, ("kind", "risk"), [row], n=one.figure.indicator)
    return found


def test_a_count_that_two_others_make_is_known_to_be_their_sum() -> None:
    kept, lost = opposites(SEED)

    assert adding.sums([kept, lost]) == [
        Sum(Measured("kept", "of"), (Measured("kept", "n"), Measured("lost", "n"))),
        Sum(Measured("lost", "of"), (Measured("kept", "n"), Measured("lost", "n"))),
    ]
    assert adding.sums([kept, replace(lost, period="2024")]) == []


def test_a_sum_that_fails_in_one_place_is_none() -> None:
    kept, _lost = opposites(SEED)
    cases = invented.country(SEED)
    moved = [c._replace(counted=not c.counted) for c in cases]
    at, here = next((i, case.province) for i, case in enumerate(moved) if case.counted)
    there = next(case.province for case in moved if case.province != here)
    moved[at] = moved[at]._replace(province=there)

    found = adding.sums([kept, invented.figure(moved, YEAR, name="lost")])

    # The case that moved is in the whole of the other figure too.
    assert [one.whole.indicator for one in found] == ["lost"]


def test_a_whole_and_its_part_are_two_counts_even_where_they_are_equal() -> None:
    every = invented.country(SEED)
    cases = [case._replace(counted=case.attributes["risk"] != "risk-0") for case in every]
    others = [case._replace(counted=not case.counted) for case in cases]
    kept, lost = invented.figure(cases, YEAR), invented.figure(others, YEAR, name="lost")

    same = same_counts([kept, lost])

    # Of the risk of which none was kept, all are lost: an attacker is not told that it is none.
    assert {(one.measure, other.measure) for one, other in same.items()} == {("of", "of")}
    assert all(other.indicator == "kept" for other in same.values())
    made = puzzle([showing.show(figure, {}) for figure in (kept, lost)])
    assert made.known().admits(np.array(made.truth))
    assert all(len({one.whole, *one.parts}) == 1 + len(one.parts) for one in made.relations)


def test_figures_that_add_up_are_attacked_together() -> None:
    cases = invented.country(SEED)
    kept, lost = opposites(SEED)
    # Without its `of`, nothing of it is the same count as anything of the other.
    lost = replace(lost, measures=("n",), within=False)
    alone = invented.figure(cases[:100], YEAR, name="alone")

    assert list(grouped([kept, lost, alone])) == [["kept", "lost"], ["alone"]]


def test_what_its_own_figure_would_not_break_down_no_other_does() -> None:
    kept, lost = opposites(SEED)
    # Of 50 in the row nearly all may be of one kind: neither figure says how many.
    few = [
        cell
        for (measure, cell), text in showing.show(kept, {}).texts.items()
        if measure == "of" and text and not showing.enough(text)
    ]

    shown = adding.apart([showing.show(figure, {}) for figure in (kept, lost)])

    assert few
    assert [one.texts["n", cell] for one in shown for cell in few] == [""] * 2 * len(few)


@pytest.mark.check("SEC-40")
def test_rounded_tables_that_were_not_attacked_together_give_women_away() -> None:
    figures = opposites(SEED)
    each = [gate.passed([figure]).shown[0] for figure in figures]

    assert unsafe(thief(figures, each).found())
    assert attack.attacked(puzzle(each).known())


@pytest.mark.check("SEC-40")
@pytest.mark.parametrize("seed", [7, 2])
def test_nobody_is_found_by_adding_up_two_figures(seed: int) -> None:
    figures = opposites(seed)

    shown = gate.passed(figures).shown
    found = thief(figures, shown).found()

    assert found
    assert unsafe(found) == []


def test_where_a_part_is_small_its_cell_is_told_by_one_figure_less() -> None:
    figures = opposites(SEED)
    before = [showing.show(figure, {}) for figure in figures]

    kept, lost = adding.apart(before)

    assert lost.texts == before[1].texts
    told = {cell for measure, cell in kept.apart if before[0].texts[measure, cell]}
    assert told
    for cell in told:
        assert kept.texts["n", cell] == kept.texts["of", cell] == ""
        parts = [one.texts["n", cell] for one in before]
        assert "<10" in parts or "" in parts
