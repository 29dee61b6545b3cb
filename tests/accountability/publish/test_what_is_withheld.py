"""What is withheld, and from whom: the corners in which one word too few would tell of somebody."""

from __future__ import annotations

import pytest
from tests.accountability.publish import invented

from ruta.accountability.publish import adding, limits, rounding, showing
from ruta.accountability.publish.figure import Count, Figure, Grouping
from ruta.accountability.publish.knowledge import Relation, known
from ruta.accountability.publish.limits import Forbidden
from ruta.accountability.publish.narrowing import narrowed

# Written again on purpose: a name that falls out of the list must be missed here.
NEVER = ["case", "case_id", "day", "day_of_week", "district", "month", "office", "village"]


@pytest.mark.check("SEC-43")
@pytest.mark.parametrize("attribute", NEVER)
def test_nothing_is_published_by_what_tells_of_one_case(attribute: str) -> None:
    with pytest.raises(Forbidden, match=f"by {attribute}$"):
        limits.check(by=(attribute,), level="country", yearly=True)


@pytest.mark.check("SEC-43")
@pytest.mark.parametrize("attribute", ["ethnicity", "language"])
def test_a_district_is_refused_for_the_people_before_its_size_is_looked_at(attribute: str) -> None:
    with pytest.raises(Forbidden, match="people"):
        limits.check(by=(attribute,), level="district", place="", yearly=True)


@pytest.mark.parametrize("n", ["", "<10", "100"])
def test_a_quantile_of_few_or_of_an_unknown_number_is_withheld(n: str) -> None:
    assert rounding.quantile(5.0, n=n) == ""


def test_two_measures_that_count_alike_everywhere_are_told_as_one() -> None:
    cases = invented.country(7)
    here, again = (invented.figure(cases, "2025", name=name) for name in ("kept", "again"))

    alike = adding.equal([here, again])

    assert frozenset({adding.Measured("kept", "of"), adding.Measured("again", "of")}) in alike


def of_two_attributes() -> Figure:
    """Of either age there are many; of the lesser risk too few to be broken down."""
    rows = {("severo", "joven"): 300, ("severo", "mayor"): 300, ("leve", "mayor"): 20}
    groupings = {by: Grouping("country", by) for by in ((), ("age",), ("risk",), ("age", "risk"))}
    counts: dict[tuple[str, Grouping], dict[tuple[str, tuple[str, ...]], Count]] = {}
    for by, grouping in groupings.items():
        cells: dict[tuple[str, tuple[str, ...]], int] = {}
        for (risk, age), many in rows.items():
            at = tuple({"risk": risk, "age": age}[name] for name in by)
            cells["", at] = cells.get(("", at), 0) + many
        counts["n", grouping] = {at: Count(many, many) for at, many in cells.items()}
    return Figure("x", "2026", ("n",), False, True, frozenset(groupings.values()), counts)


def test_no_cell_of_two_attributes_is_shown_where_the_total_of_either_is_small() -> None:
    figure = of_two_attributes()

    shown = showing.show(figure, {})

    texts = {(cell.grouping.by, cell.values): text for (_, cell), text in shown.texts.items()}
    assert texts[("risk",), ("leve",)] == "20"
    assert texts[("age", "risk"), ("mayor", "leve")] == ""
    assert texts[("age", "risk"), ("mayor", "severo")] == "300"


def test_a_cell_that_the_others_leave_one_number_is_known_and_contradicts_nothing() -> None:
    case = known(
        low=[10, 3, 0], high=[10, 3, 20], relations=[Relation(0, range(1, 3))],
        guarded=[False] * 3, shown=[True] * 3,
    )  # fmt: skip

    low, high = narrowed(case)

    assert (low[2], high[2]) == (7, 7)
