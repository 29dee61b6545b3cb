"""Each relation an attacker knows finds a woman by itself, and the gate knows each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest

from ruta.accountability.publish import attack, gate
from ruta.accountability.publish.figure import Cell, Count, Figure, Grouping
from ruta.accountability.publish.narrowing import Contradiction
from ruta.accountability.publish.puzzle import puzzle
from ruta.accountability.publish.shared import REST, Slice, Unknown
from ruta.accountability.publish.showing import Mode, rows, show

LIMA, PUNO = "15", "21"
WHOLE, BY_RISK = Grouping("department", ()), Grouping("department", ("risk",))
COUNTRY = Grouping("country", ())
RISKS = ("leve", "severo")
Counts = dict[tuple[str, Grouping], dict[tuple[str, tuple[str, ...]], Count]]


def figure(
    places: Mapping[str, tuple[int, int]], *declared: Grouping, period: str = "2026"
) -> Figure:
    """How many of each risk in each department, counted once each."""
    found: dict[Grouping, Counter[tuple[str, tuple[str, ...]]]] = {}
    for place, counted in places.items():
        for risk, n in zip(RISKS, counted, strict=True):
            for level, at in (("country", ""), ("department", place)):
                for by, values in (((), ()), (("risk",), (risk,))):
                    found.setdefault(Grouping(level, by), Counter())[at, values] += n
    counts = {
        ("n", grouping): {cell: Count(n, n) for cell, n in each.items()}
        for grouping, each in found.items()
    }
    return Figure(
        "complaints", period, ("n",), False, True, frozenset(declared), counts,
        departments=frozenset(places),
    )  # fmt: skip


def found(*figures: Figure) -> dict[Unknown, str]:
    made = puzzle([show(one, {}) for one in figures])
    return {made.names[each.cell]: each.reason for each in attack.attacked(made.known())}


def cell(place: str, *risk: str, period: str = "2026") -> Unknown:
    by = ("risk",) if risk else ()
    return Unknown(Slice(period, "complaints", "n", by, risk), place)


@pytest.mark.check("SEC-40")
def test_a_part_by_an_attribute_is_found_from_its_whole() -> None:
    # 125 to 134 of which 115 to 124 are of the other risk.
    of = figure({PUNO: (119, 6), LIMA: (900, 800)}, WHOLE, BY_RISK)

    assert found(of)[cell(PUNO, "severo")] == "exists"
    assert found(figure({PUNO: (119, 6), LIMA: (900, 800)}, BY_RISK)) == {}
    assert gate.passed([of]).modes[("complaints", BY_RISK)] > Mode.CELLS


@pytest.mark.check("SEC-40")
def test_a_place_is_found_from_the_country() -> None:
    of = figure({PUNO: (6, 0), LIMA: (119, 0)}, COUNTRY, WHOLE)

    assert found(of)[cell(PUNO)] == "exists"
    assert found(figure({PUNO: (6, 0), LIMA: (119, 0)}, WHOLE)) == {}
    assert gate.passed([of]).modes[("complaints", WHOLE)] > Mode.CELLS


@pytest.mark.check("SEC-40")
def test_a_quarter_is_found_from_its_year() -> None:
    quarters = [figure({PUNO: (44, 0)}, WHOLE, period=f"2026-Q{q}") for q in (1, 2, 3)]
    last = figure({PUNO: (9, 0)}, WHOLE, period="2026-Q4")
    year = figure({PUNO: (141, 0)}, WHOLE, period="2026")

    # Three quarters are 132 at most, and the year is 135 at least.
    assert found(year, last, *quarters)[cell(PUNO, period="2026-Q4")] == "exists"
    assert found(last, *quarters) == found(year, last) == {}


@pytest.mark.check("SEC-40")
def test_what_is_counted_of_few_is_few_and_tells_of_the_rest() -> None:
    counted = {"leve": (6, 5), "moderado": (200, 114), "severo": (100, 8)}
    counts: Counts = {
        (measure, WHOLE): {(PUNO, ()): Count(n, n)} for measure, n in (("of", 306), ("n", 127))
    }
    for place, measure in enumerate(("of", "n")):
        by_risk: dict[tuple[str, tuple[str, ...]], Count] = {
            (PUNO, (risk,)): Count(n[place], n[place]) for risk, n in counted.items()
        }
        counts[measure, BY_RISK] = by_risk
        # In the country there are more of each, so that each is named.
        counts[measure, Grouping("country", ("risk",))] = {
            ("", (risk,)): Count(900, 900) for risk in counted
        }
    of = Figure(
        "kept", "2026", ("of", "n"), True, True, frozenset({WHOLE, BY_RISK}), counts,
        departments=frozenset({PUNO}),
    )  # fmt: skip

    # 125 at least were kept: 114 at most of the second, and of nine at most of the first.
    small = Unknown(Slice("2026", "kept", "n", ("risk",), ("severo",)), PUNO)
    assert show(of, {}).texts["n", Cell(BY_RISK, PUNO, ("leve",))] == ""
    assert found(of)[small] == "exists"


@pytest.mark.check("SEC-40")
def test_a_value_too_rare_to_be_named_is_found_from_those_that_are() -> None:
    of = figure({PUNO: (119, 6), LIMA: (900, 0)}, WHOLE, BY_RISK)

    assert of.listed("risk") == ("leve",)
    rest = Unknown(Slice("2026", "complaints", "n", ("risk",), (REST,)), PUNO)
    assert found(of) == {rest: "exists"}
    assert gate.passed([of]).modes[("complaints", BY_RISK)] > Mode.CELLS


def test_under_ten_of_events_has_no_upper_end() -> None:
    events: Counts = {("n", WHOLE): {(PUNO, ()): Count(40, 3)}}
    of = Figure(
        "terms", "2026", ("n",), False, False, frozenset({WHOLE}), events,
        departments=frozenset({PUNO}),
    )  # fmt: skip

    made = puzzle([show(of, {})])

    assert show(of, {}).texts["n", Cell(WHOLE, PUNO, ())] == "<10"
    assert made.known().admits(np.array(made.truth))
    assert made.high == [float("inf")]


def test_a_small_cell_of_a_row_that_is_withheld_is_still_guarded() -> None:
    of = figure({PUNO: (119, 6), LIMA: (900, 800)}, WHOLE, BY_RISK)

    made = puzzle([show(of, {("complaints", BY_RISK): Mode.WHOLE_ROWS})])

    guarded = {made.names[number] for number, yes in enumerate(made.guarded) if yes}
    assert guarded == {cell(PUNO, "severo")}


def test_what_contradicts_itself_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def contradicts(*_: object, **__: object) -> list[attack.Finding]:
        raise Contradiction("no exact figures give what was published")

    monkeypatch.setattr(attack, "attacked", contradicts)

    with pytest.raises(gate.NotSafe, match="complaints: no exact figures"):
        gate.passed([figure({PUNO: (119, 6), LIMA: (900, 800)}, WHOLE)])


def test_a_row_that_is_shown_whole_or_not_at_all_is_not_shown_in_part() -> None:
    of = figure({PUNO: (119, 6), LIMA: (900, 800)}, WHOLE, BY_RISK)

    shown = show(of, {("complaints", BY_RISK): Mode.WHOLE_ROWS})

    texts = [[shown.texts["n", each] for each in row] for row in rows(of, BY_RISK)]
    assert texts == [["900", "800"], ["", ""]]
    assert shown.suppressed == {("n", Cell(BY_RISK, PUNO, (risk,))) for risk in RISKS}
