"""No published figure is of a single office, at whatever place and by whatever attribute."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest
from tests.accountability.publish.test_disclosure import KEPT, WORDS

from ruta.accountability.indicators.reading import Indicator
from ruta.accountability.publish import counting, showing, tables
from ruta.accountability.publish.figure import Cell, Count, Figure, Grouping
from ruta.accountability.publish.period import period

TERMS = Indicator(
    id="terms", title=WORDS, question=WORDS, unit="share", grain=WORDS, denominator=WORDS,
    source="none", not_comparable=WORDS, dimensions=((), ("office_group",)),
    place="office", sensitive=False, examples=(),
    answers=("office_group", "duty"), file="terms.sql",
    sql="SELECT case_id, day, department, province, office, office_group, counted FROM given",
)  # fmt: skip
PUNO, COURTS, POLICE = "21", "appeal-courts", "police"
BY_GROUP = Grouping("department", ("office_group",))


def texts(figure: Figure, group: str) -> tuple[str, str]:
    shown = showing.show(figure, {})
    cell = Cell(BY_GROUP, PUNO, (group,))
    return shown.texts["n", cell], shown.texts["of", cell]


@pytest.mark.check("SEC-43")
def test_what_one_office_alone_did_is_withheld(given: duckdb.DuckDBPyConnection) -> None:
    figure = counting.figure(given, TERMS, period("2026"))

    assert texts(figure, COURTS) == ("", "")
    assert texts(figure, POLICE) == ("100", "200")


def test_a_figure_of_no_office_in_particular_is_shown(given: duckdb.DuckDBPyConnection) -> None:
    given.execute("create view homes as select * exclude (office) from given")
    homes = counting.figure(given, _at_home(), period("2026"))

    assert texts(homes, COURTS) == ("100", "200")


@pytest.mark.check("SEC-40")
def test_a_hundred_terms_of_nine_women_are_few_and_have_no_highest_share(
    given: duckdb.DuckDBPyConnection,
) -> None:
    # Half of the terms of the police are counted, all of them of the same nine cases.
    given.execute(
        "update given set case_id = 1000 + case_id % 9 where counted = 1 and office_group = ?",
        [POLICE],
    )
    figure = counting.figure(given, TERMS, period("2026"))

    assert texts(figure, POLICE) == ("<10", "200")
    [by_group] = [
        table
        for table in tables.tables(TERMS, showing.show(figure, {}), period("2026"))
        if table.said["dimensions"] == ["office_group"]
    ]
    told = [row for row in by_group.rows if (row["place"], row["office_group"]) == (PUNO, POLICE)]
    assert [(row["n"], row["share"], row["share_high"]) for row in told] == [("<10", "", "")]
    assert by_group.said["counts"] == "events"


def test_few_of_one_office_are_written_like_all_that_are_few() -> None:
    counts: dict[tuple[str, Grouping], dict[tuple[str, tuple[str, ...]], Count]] = {
        (measure, Grouping("department", ())): {(PUNO, ()): Count(9, 9, 1)}
        for measure in ("of", "n")
    }
    declared = frozenset({Grouping("department", ())})
    figure = Figure("terms", "2026", ("of", "n"), True, True, declared, counts)

    shown = showing.show(figure, {})

    assert shown.texts["of", Cell(Grouping("department", ()), PUNO, ())] == "<10"


def _at_home() -> Indicator:
    return replace(
        KEPT, dimensions=TERMS.dimensions, answers=TERMS.answers, sql="SELECT * FROM homes"
    )
