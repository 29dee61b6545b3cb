"""The release that a demonstration shows: frozen, whole, of an invented country, and said to be."""

import os

import pytest

from ruta.accountability.publish import release, shelf


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
