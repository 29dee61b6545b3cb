"""Each number that is published, and what is left open by it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.accountability.publish import rounding, showing
from ruta.accountability.publish.figure import Count, Figure, Grouping
from ruta.accountability.publish.rounding import Interval, Share


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "<10"), (1, "<10"), (9, "<10"), (10, "10"), (14, "10"), (15, "20"), (24, "20"),
     (25, "30"), (1234, "1230"), (1235, "1240")],
)  # fmt: skip
def test_a_count_is_small_or_the_nearest_ten(count: int, text: str) -> None:
    assert rounding.shown(count) == text


@given(st.integers(0, 10**7))
def test_every_count_is_in_the_range_its_text_leaves(count: int) -> None:
    low, high = rounding.interval(rounding.shown(count))

    assert low <= count <= high
    assert rounding.shown(int(low)) == rounding.shown(int(high)) == rounding.shown(count)


def test_nothing_published_leaves_everything_open() -> None:
    assert rounding.interval("") == Interval(0, math.inf)


def test_there_is_no_negative_count() -> None:
    with pytest.raises(ValueError, match="-1"):
        rounding.shown(-1)


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_exact_share_is_in_the_range_published(part: int, more: int) -> None:
    whole = part + more
    share, low, high = rounding.share(rounding.shown(part), rounding.shown(whole))

    if share:
        assert float(low) - 0.05 <= 100 * part / whole <= float(high) + 0.05
        assert float(low) <= float(share) <= float(high)
    assert bool(high) == (whole >= 95)


def test_a_share_is_of_the_rounded_numbers_only() -> None:
    assert rounding.share("50", "120") == rounding.share(rounding.shown(54), rounding.shown(115))


def test_a_denominator_under_a_hundred_has_no_share() -> None:
    assert rounding.share("50", "90") == Share("", "", "")
    assert rounding.share("50", "100").share == "50.0"


def test_a_small_part_has_no_share_but_a_most() -> None:
    assert rounding.share("<10", "100") == Share("", "0.0", "9.5")


def test_a_quantile_is_of_a_hundred_or_more_and_of_two_figures() -> None:
    assert rounding.quantile(1234.5, n="110") == "1200"
    assert rounding.quantile(0.0567, n="110") == "0.057"
    assert rounding.quantile(12, n="100") == rounding.quantile(12, n="<10") == ""
    assert rounding.interval("110").low >= 100


def figure(*counts: tuple[str, int]) -> Figure:
    whole = sum(count for _, count in counts)
    return Figure(
        "x", "2026", ("n",), False, True,
        frozenset({Grouping("country", ()), Grouping("country", ("risk",))}),
        {
            ("n", Grouping("country", ())): {("", ()): Count(whole, whole)},
            ("n", Grouping("country", ("risk",))): {
                ("", (name,)): Count(count, count) for name, count in counts
            },
        },
    )  # fmt: skip


@pytest.mark.parametrize(("many", "broken"), [(44, False), (54, False), (55, True), (90, True)])
def test_a_row_of_under_fifty_is_never_broken_down(many: int, broken: bool) -> None:
    # Nearly all of one kind would tell of each of her row what kind she is.
    shown = showing.show(figure(("severo", many - 10), ("leve", 10)), {})

    texts = {cell.values: text for (_, cell), text in shown.texts.items()}
    assert texts[()] == rounding.shown(many)
    assert bool(texts[("leve",)]) == broken


def test_in_whole_rows_only_a_row_with_a_small_part_has_no_part() -> None:
    grouping = Grouping("country", ("risk",))
    of_two = figure(("severo", 200), ("leve", 12))

    every = showing.show(of_two, {("x", grouping): showing.Mode.WHOLE_ROWS})

    assert {text for (_, cell), text in every.texts.items()} == {"210", "200", "10"}
