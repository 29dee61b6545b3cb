"""The release that a demonstration shows: frozen, whole, of an invented country, and said to be."""

import math
import os
from typing import NamedTuple

import pytest

from ruta.accountability.publish import release, rounding, shelf

# A whole and its two parts, each an indicator and what of it is counted.
SUMS = (
    (("in-time", "of"), ("in-time", "n"), ("beyond-term", "of")),
    (("beyond-term", "of"), ("never-met", "n"), ("beyond-term", "n")),
)


class Range(NamedTuple):
    """What a published text leaves open."""

    low: float
    high: float
    small: bool


@pytest.fixture(scope="module")
def shipped() -> release.Release:
    [found] = [r for r in shelf.releases(demo=True) if r.folder.parent == shelf.SHIPPED]
    return found


def test_it_is_as_it_was_frozen(shipped: release.Release) -> None:
    assert release.problems(shipped) == []


def test_it_says_that_nobody_lives_in_it(shipped: release.Release) -> None:
    assert shipped.manifest["simulated"]["seed"] == 30364
    assert shipped.manifest["simulated"]["cases"] == 300_000


def test_the_attack_found_nothing_in_it(shipped: release.Release) -> None:
    assert shipped.manifest["gate"]["passed"]
    assert shipped.manifest["gate"]["suppressed"] > 100


def test_only_a_demonstration_shows_it() -> None:
    assert "RUTA_DEMO" not in os.environ
    assert [r for r in shelf.releases() if r.folder.parent == shelf.SHIPPED] == []


def ranges(
    shipped: release.Release, indicator: str, measure: str
) -> dict[tuple[str, frozenset[tuple[str, str]]], Range]:
    """The range of each cell of an indicator by its place and values; `<10` may be of events."""
    found = {}
    for table in shipped.tables.values():
        for row in table.rows() if table.said["indicator"] == indicator else ():
            about = frozenset((name, row[name]) for name in table.dimensions if row[name])
            if row[measure]:
                low, high = rounding.interval(row[measure])
                small = row[measure] == rounding.SMALL
                found[row["place"], about] = Range(low, math.inf if small else high, small)
    return found


@pytest.mark.check("SEC-40")
def test_nobody_is_found_in_it_by_adding_up_its_tables(shipped: release.Release) -> None:
    exists = []
    for names in SUMS:
        whole, one, other = (ranges(shipped, *name) for name in names)
        for key in whole.keys() & one.keys() & other.keys():
            for part, rest in ((one, other), (other, one)):
                if part[key].small and whole[key].low > rest[key].high:
                    exists.append((names, key))
    assert exists == []
