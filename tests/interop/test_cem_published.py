"""A file expanded from the published counts gives them back, exactly."""

import csv
import resource
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.interop.registries import NOW, SAMPLE, BringIn, write

from ruta.interop.cem import expanding, published

TODAY = date(2026, 11, 22)
MEMORY_KB = 1 << 20
SECONDS = 600


def test_the_published_counts_leave_out_the_suppressed_cells() -> None:
    assert sum(published.groups().values()) == 936_811
    assert sum(published.cases_by_year().values()) - 936_811 == published.SUPPRESSED


def test_no_year_has_more_cases_in_groups_than_in_all() -> None:
    years = published.margins(published.groups())["year"]
    for year, cases in published.cases_by_year().items():
        assert 0 <= cases - years[year] < 8, year


@pytest.mark.parametrize("rows", [1, 457, SAMPLE, 100_001])
def test_a_sample_has_its_rows_in_the_published_proportions(rows: int) -> None:
    found = expanding.sizes(rows)
    every = published.groups()
    assert sum(found.values()) == rows
    for group, count in every.items():
        assert abs(found.get(group, 0) - count * rows / 936_811) <= 1, group


def test_a_sample_brought_in_has_the_counts_it_was_made_of(sample: Path, bring_in: BringIn) -> None:
    outcome = bring_in(sample, strict=True)

    assert outcome.stored is not None
    assert published.groups_of(outcome.stored.cells, today=TODAY) == expanding.sizes(SAMPLE)


def test_the_comparison_sees_one_case_moved_to_another_risk(
    tmp_path: Path, bring_in: BringIn
) -> None:
    expanding.write(tmp_path / "whole.csv", rows=200)
    with (tmp_path / "whole.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    risk = rows[0]["NIVEL_DE_RIESGO_VICTIMA"]
    rows[0]["NIVEL_DE_RIESGO_VICTIMA"] = "3" if risk == "1" else "1"

    outcome = bring_in(write(tmp_path / "moved.csv", rows))

    assert outcome.stored is not None
    found = Counter(published.groups_of(outcome.stored.cells, today=TODAY))
    found.subtract(expanding.sizes(200))
    assert sorted(filter(None, found.values())) == [-1, 1]


def test_two_files_of_one_seed_are_the_same_and_of_another_are_not(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("1.csv", "2.csv", "3.csv"))
    expanding.write(one, rows=30, seed=1)
    expanding.write(same, rows=30, seed=1)
    expanding.write(other, rows=30, seed=2)
    assert one.read_bytes() == same.read_bytes()
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.full
def test_the_whole_country_gives_the_published_counts_by_year_department_and_risk(
    tmp_path: Path, bring_in: BringIn
) -> None:
    whole = tmp_path / "whole.csv"
    assert expanding.write(whole) == 936_811
    began = time.monotonic()

    outcome = bring_in(whole, strict=True)

    took = time.monotonic() - began
    assert outcome.stored is not None
    counts = published.groups_of(outcome.stored.cells, today=NOW.date())
    assert counts == published.groups()
    assert all(line.equal for line in published.compared(counts))
    assert published.cells_that_differ(counts) == 0
    assert took < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MEMORY_KB
