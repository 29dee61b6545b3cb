"""What is never published, whoever asks and however: places, topics, attributes, times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb
import pytest
from tests.accountability.publish.test_single_offices import TERMS

from ruta.accountability.indicators import reading
from ruta.accountability.publish import counting, limits, period
from ruta.accountability.publish.figure import Count, Figure, Grouping
from ruta.accountability.publish.limits import Forbidden
from ruta.accountability.publish.period import BadPeriod, TooEarly
from ruta.directory import territory

LARGE = next(d.ubigeo for d in territory.districts().values() if (d.population or 0) >= 20_000)
SMALL = next(d.ubigeo for d in territory.districts().values() if (d.population or 0) < 20_000)

ASKED: list[tuple[str, dict[str, object]]] = [
    ("a small district", {"by": (), "level": "district", "place": SMALL, "yearly": True}),
    ("a large district, which the extract does not say",
     {"by": (), "level": "district", "place": LARGE, "yearly": True}),
    ("a district that does not exist", {"by": (), "level": "district", "yearly": True}),
    ("an ethnic people by district",
     {"by": ("ethnicity",), "level": "district", "place": LARGE, "yearly": True}),
    ("a language by district",
     {"by": ("language",), "level": "district", "place": LARGE, "yearly": True}),
    ("a village", {"by": (), "level": "village", "yearly": True}),
    ("an office", {"by": (), "level": "office", "yearly": True}),
    ("the country by office", {"by": ("office",), "level": "country", "yearly": True}),
    ("the country by day", {"by": ("day",), "level": "country", "yearly": True}),
    ("the country by case", {"by": ("case_id",), "level": "country", "yearly": True}),
    ("three attributes",
     {"by": ("risk", "language", "age_group"), "level": "country", "yearly": True}),
    ("one attribute twice", {"by": ("risk", "risk"), "level": "country", "yearly": True}),
    ("two attributes of a province",
     {"by": ("risk", "language"), "level": "province", "yearly": True}),
    ("an attribute of a province and a quarter",
     {"by": ("risk",), "level": "province", "yearly": False}),
    ("disability in a quarter", {"by": ("disability",), "level": "country", "yearly": False}),
    ("disability in a province", {"by": ("disability",), "level": "province", "yearly": True}),
    ("disability by risk", {"by": ("disability", "risk"), "level": "country", "yearly": True}),
    ("a sensitive topic in a quarter",
     {"by": (), "level": "department", "yearly": False, "sensitive": True}),
    ("a sensitive topic in a province",
     {"by": (), "level": "province", "yearly": True, "sensitive": True}),
    ("a sensitive topic by age",
     {"by": ("age_group",), "level": "country", "yearly": True, "sensitive": True}),
    ("a sensitive topic by language",
     {"by": ("language",), "level": "country", "yearly": True, "sensitive": True}),
]  # fmt: skip


@pytest.mark.check("SEC-43")
@pytest.mark.parametrize(("what", "asked"), ASKED, ids=[what for what, _ in ASKED])
def test_a_forbidden_request_is_refused(what: str, asked: dict[str, object]) -> None:
    with pytest.raises(Forbidden):
        limits.check(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked",
    [
        {"by": (), "level": "province", "yearly": False},
        {"by": ("risk",), "level": "department", "yearly": False},
        {"by": ("risk", "language"), "level": "department", "yearly": True},
        {"by": (), "level": "department", "yearly": True, "sensitive": True},
        {"by": ("disability",), "level": "department", "yearly": True},
    ],
)
def test_what_the_limits_allow_passes(asked: dict[str, object]) -> None:
    limits.check(**asked)  # type: ignore[arg-type]


@pytest.mark.check("SEC-43")
def test_no_indicator_declares_its_way_past_the_limits() -> None:
    for indicator in reading.every().values():
        for yearly in (True, False):
            for level, by in counting.declared(indicator, yearly=yearly):
                limits.check(by=by, level=level, yearly=yearly, sensitive=indicator.sensitive)


@pytest.mark.check("SEC-43")
def test_a_sensitive_indicator_is_in_no_quarter() -> None:
    sensitive = [one for one in reading.every().values() if one.sensitive]

    assert sensitive
    assert all(counting.declared(one, yearly=False) == frozenset() for one in sensitive)


@pytest.mark.check("SEC-43")
@pytest.mark.parametrize("name", ["2026-05", "2026-M5", "2026-W20", "2026-Q5", "26", "2026-Q2.1"])
def test_no_month_or_week_is_a_period(name: str) -> None:
    with pytest.raises(BadPeriod):
        period.period(name)


def test_quarters_of_a_year_follow_one_another_and_fill_it() -> None:
    year = period.period("2026")
    quarters = year.quarters()

    assert [q.from_ for q in quarters[1:]] == [q.until for q in quarters[:-1]]
    assert (quarters[0].from_, quarters[-1].until) == (year.from_, year.until)


def test_a_period_may_be_published_ninety_days_after_its_end_and_not_before() -> None:
    quarter = period.period("2026-Q2")

    quarter.check_lag(date(2026, 9, 29))
    with pytest.raises(TooEarly):
        quarter.check_lag(date(2026, 9, 28))


def test_the_next_correction_has_the_next_number() -> None:
    assert period.correction_of("2026-Q2", ["2026-Q2", "2026-Q1.4"]) == "2026-Q2.1"
    assert period.correction_of("2026-Q2", ["2026-Q2", "2026-Q2.1"]) == "2026-Q2.2"


@pytest.mark.check("SEC-43")
def test_a_value_that_few_have_is_not_named() -> None:
    counts = {("of", Grouping("country", ("language",))): {
        ("", ("spa",)): Count(300, 300),
        ("", ("isk",)): Count(1, 1),
        ("", ("que",)): Count(40, 9),
    }}  # fmt: skip
    figure = Figure("x", "2026", ("of",), True, True, frozenset(), counts)

    assert figure.listed("language") == ("spa",)


def test_twenty_terms_of_one_woman_are_not_twenty_women() -> None:
    assert Count(20, 1).text == "<10"
    assert Count(20, 10).text == "20"


def test_an_attribute_of_very_many_values_is_told_of_the_country_alone(
    given: duckdb.DuckDBPyConnection,
) -> None:
    given.execute("create view many as select * replace (case_id % 30 as office_group) from given")
    terms = replace(TERMS, sql="SELECT * FROM many")

    figure = counting.figure(given, terms, period.period("2026"))

    assert len(figure.listed("office_group")) == 30
    assert {grouping.level for grouping in figure.declared if grouping.by} == {"country"}
