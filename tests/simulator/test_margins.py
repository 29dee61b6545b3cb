"""The invented country has the published shape, within what 20,000 cases allow."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np
import pytest

from ruta.simulator import population
from ruta.simulator.country import Drawn, compile_plan, drawn
from ruta.simulator.draw import Draw

CASES = 20_000
END_OF_2025 = datetime(2026, 1, 1, 5, tzinfo=UTC)
# A chi-square this far out has a chance under 1 in 100,000: mean + 5 standard deviations, and
# a margin for the heavier tail of few degrees of freedom.
DEVIATIONS = 5.5


def chi_square_fits(seen: Mapping[str, int], expected: Mapping[str, float]) -> bool:
    """Whether counts may come from these weights."""
    assert set(seen) <= set(expected)
    total, weight = sum(seen.values()), sum(expected.values())
    shares = {code: w / weight for code, w in expected.items() if w}
    distance = sum(
        (seen.get(code, 0) - total * share) ** 2 / (total * share) for code, share in shares.items()
    )
    freedom = len(shares) - 1
    return bool(distance < freedom + DEVIATIONS * np.sqrt(2 * freedom))


@pytest.fixture(scope="module")
def people() -> tuple[Drawn, ...]:
    plan = compile_plan(seed=30364, until=END_OF_2025, recent_share=0)
    return tuple(
        drawn(Draw(seed=plan.seed, index=i, assumptions=plan.assumptions), plan, i)
        for i in range(CASES)
    )


def by_cell(key: Callable[[population.Cell], str]) -> Mapping[str, float]:
    totals: Counter[str] = Counter()
    for cell, count in population.counts().items():
        totals[key(cell)] += count
    return MappingProxyType(totals)


def test_years_follow_the_published_counts(people: tuple[Drawn, ...]) -> None:
    seen = Counter(str(who.cell.year) for who in people)
    assert chi_square_fits(seen, by_cell(lambda cell: str(cell.year)))


def test_departments_follow_the_published_counts(people: tuple[Drawn, ...]) -> None:
    seen = Counter(who.cell.department for who in people)
    assert chi_square_fits(seen, by_cell(lambda cell: cell.department))


def test_risk_follows_the_published_counts_year_by_year(people: tuple[Drawn, ...]) -> None:
    seen = Counter(f"{who.cell.year} {who.cell.risk}" for who in people)
    assert chi_square_fits(seen, by_cell(lambda cell: f"{cell.year} {cell.risk}"))


def test_types_of_violence_follow_the_published_percents(people: tuple[Drawn, ...]) -> None:
    percents = population.margins()["violence_type_by_year"]
    for year in (2020, 2022, 2025):
        seen = Counter(who.traits.violence for who in people if who.cell.year == year)
        expected = dict(zip(population.TYPES, percents[str(year)], strict=True))
        assert chi_square_fits(seen, expected), year


def test_types_of_violence_go_with_risk_as_published(people: tuple[Drawn, ...]) -> None:
    table = population.margins()["pairs"]["risk_by_type"]
    seen = Counter((who.cell.risk, who.traits.violence) for who in people)
    for risk, row in zip(population.RISKS, table, strict=True):
        of_risk = sum(seen[risk, violence] for violence in population.TYPES)
        for violence, count in zip(population.TYPES, row, strict=True):
            assert seen[risk, violence] / of_risk == pytest.approx(count / sum(row), abs=0.03)


def test_women_and_men_follow_the_published_counts(people: tuple[Drawn, ...]) -> None:
    book = population.margins()["sex_by_year"]
    women = sum(book["women"].values())
    seen = Counter(who.traits.sex for who in people)
    assert chi_square_fits(seen, {"mujer": women, "hombre": sum(book["men"].values())})


def test_bonds_follow_the_published_counts(people: tuple[Drawn, ...]) -> None:
    published = population.margins()["bond"]
    seen = Counter(who.traits.bond for who in people)
    assert chi_square_fits(seen, {bond: published[bond] for bond in population.BONDS})


def test_ages_follow_the_published_groups(people: tuple[Drawn, ...]) -> None:
    published = population.margins()["age_group"]
    seen = Counter(who.traits.age_group for who in people)
    assert chi_square_fits(seen, {age: published[age] for age in population.AGES})


def test_a_wrong_margin_is_caught(people: tuple[Drawn, ...]) -> None:
    """The mutant: bonds with three points moved from partner to family do not fit."""
    published = population.margins()["bond"]
    moved = 0.03 * sum(published[bond] for bond in population.BONDS)
    wrong = {
        "partner": published["partner"] - moved,
        "family": published["family"] + moved,
        "none": published["none"],
    }
    seen = Counter(who.traits.bond for who in people)
    assert not chi_square_fits(seen, wrong)


def test_a_wrong_year_is_caught(people: tuple[Drawn, ...]) -> None:
    """The mutant: 2020 as large as 2025, as if the centres had not been closed."""
    published = by_cell(lambda cell: str(cell.year))
    seen = Counter(str(who.cell.year) for who in people)
    assert not chi_square_fits(seen, {**published, "2020": published["2025"]})


def test_the_suppressed_cells_are_not_restored() -> None:
    assert sum(population.counts().values()) == 936_811


def test_no_case_opens_in_the_months_the_centres_were_closed(people: tuple[Drawn, ...]) -> None:
    closed = (
        datetime(2020, 4, 2, tzinfo=UTC).timestamp(),
        datetime(2020, 6, 30, tzinfo=UTC).timestamp(),
    )
    assert not [who for who in people if closed[0] <= who.opened < closed[1]]


def test_a_year_after_the_last_published_repeats_it_up_to_the_day() -> None:
    """By the end of June 2026, half of 2025's cases have come again."""
    plan = compile_plan(seed=1, until=datetime(2026, 7, 1, 5, tzinfo=UTC), recent_share=0)
    years = [plan.country.cell(i / 4000).year for i in range(4000)]
    published = by_cell(lambda cell: str(cell.year))
    half = 0.5 * published["2025"]
    assert years.count(2026) / 4000 == pytest.approx(half / (936_811 + half), abs=0.005)


def test_the_age_of_the_oldest_groups_stays_within_the_published_range() -> None:
    assert all(0 <= low <= high <= 104 for low, high in population.AGE_BOUNDS.values())
