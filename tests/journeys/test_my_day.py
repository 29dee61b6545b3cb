"""My day, as each person of the demonstration finds it."""

import pytest

pytestmark = pytest.mark.journey


def test_whoever_comes_to_the_front_is_shown_the_door(page):
    page.goto("/")

    assert page.url.endswith("/demo/")
