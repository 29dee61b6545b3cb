"""Attributes of which one is within another: duties in articles, articles in implications."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import duckdb
import pytest
from tests.accountability.publish.test_single_offices import PUNO, TERMS

from ruta.accountability.publish import attack, counting, gate
from ruta.accountability.publish.figure import Cell, Count, Figure, Grouping
from ruta.accountability.publish.period import period
from ruta.accountability.publish.puzzle import puzzle
from ruta.accountability.publish.shared import Slice, Unknown
from ruta.accountability.publish.showing import show

BY_DUTY = Grouping("department", ("duty",))
LEVELS = ("country", "department")
OF = {"told-rights": "art. 18", "told-again": "art. 18", "visited": "art. 23", "seen": "art. 23"}
IN_PUNO = {"told-rights": 119, "told-again": 6, "visited": 300, "seen": 200}
IN_LIMA = {"told-rights": 900, "told-again": 408, "visited": 700, "seen": 800}


def terms() -> Figure:
    """Terms of two articles in two departments, by article and by duty."""
    found: dict[tuple[str, Grouping], Counter[tuple[str, tuple[str, ...]]]] = {}
    for place, counted in ((PUNO, IN_PUNO), ("15", IN_LIMA)):
        for duty, n in counted.items():
            for by, values in (((), ()), (("duty",), (duty,)), (("article",), (OF[duty],))):
                for level, at in zip(LEVELS, ("", place), strict=True):
                    counts = found.setdefault(("n", Grouping(level, by)), Counter())
                    counts[at, values] += n
    exact = {key: {cell: Count(n, n) for cell, n in each.items()} for key, each in found.items()}
    declared = frozenset(grouping for _, grouping in found)
    return Figure(
        "terms", "2026", ("n",), False, True, declared, exact,
        departments=frozenset({PUNO, "15"}), nested={("duty", "article"): OF},
    )  # fmt: skip


def test_an_attribute_within_another_is_seen_in_what_is_counted(
    given: duckdb.DuckDBPyConnection,
) -> None:
    given.execute("create view by_office as select *, office || ' of Puno' as duty from given")
    by_office = replace(
        TERMS, dimensions=((), ("office_group",), ("duty",)), sql="SELECT * FROM by_office"
    )

    figure = counting.figure(given, by_office, period("2026"))

    assert figure.nested == {
        ("duty", "office_group"): {
            "a court of Puno": "appeal-courts",
            "here of Puno": "police",
            "there of Puno": "police",
        }
    }
    assert (PUNO, ("police",)) in figure.counts["n", Grouping("department", ("office_group",))]


@pytest.mark.check("SEC-40")
def test_a_small_duty_is_found_from_its_article_and_the_gate_shows_it_more_coarsely() -> None:
    figure = terms()
    few = Slice("2026", "terms", "n", ("duty",), ("told-again",))

    made = puzzle([show(figure, {})])
    found = {made.names[one.cell]: one.reason for one in attack.attacked(made.known())}
    alone = puzzle([show(replace(figure, nested={}), {})])
    verdict = gate.passed([figure])

    # Of 125 to 134 terms of the article, 115 to 124 are of the other duty.
    assert found[Unknown(few, PUNO)] == "exists"
    assert attack.attacked(alone.known()) == []
    [shown] = verdict.shown
    assert shown.texts.get(("n", Cell(BY_DUTY, PUNO, ("told-again",))), "") == ""
    assert shown.texts["n", Cell(Grouping("department", ("article",)), PUNO, ("art. 18",))] == "130"
