"""The figures of a measurement under load: when requests come, and what counts as gone wrong."""

import random

import pytest
from benchmarks import load
from benchmarks.load import Seen


def seen(at_s: float, ms: float = 10, kind: str = "case", status: int = 200) -> Seen:
    return Seen(at_s, ms, kind, status, comes_back=status in {429, 503})


def test_requests_come_at_the_rate_of_each_stretch_and_not_after_the_last() -> None:
    found = load.arrivals([(40, 100), (120, 50)], random.Random(1))
    before = sum(at < 100 for at in found)
    assert before == pytest.approx(4000, rel=0.1)
    assert len(found) - before == pytest.approx(6000, rel=0.1)
    assert found == sorted(found)
    assert found[-1] < 150


def test_four_of_five_requests_read() -> None:
    assert sum(load.KINDS.values()) == pytest.approx(1)
    assert load.KINDS["write"] == pytest.approx(0.2)


def test_a_page_that_is_no_page_and_a_write_that_is_not_taken_are_errors() -> None:
    found = [
        seen(0), seen(1, status=302), seen(2, status=503), seen(3, status=0),
        seen(4, kind="write", status=302), seen(5, kind="write", status=200),
    ]  # fmt: skip
    whole = load.summary(found, seconds=2)
    assert (whole.requests, whole.a_second, whole.errors) == (6, 3, 4)
    assert whole.statuses == {"200": 2, "302": 2, "503": 1, "broken": 1}


def test_percentiles_are_of_all_requests() -> None:
    whole = load.summary([seen(at, ms=at) for at in range(1000)], seconds=10)
    assert (whole.p50, whole.p95, whole.p99) == (500, 950, 990)


@pytest.mark.parametrize(
    ("answer", "graceful"),
    [
        (seen(0), True),
        (Seen(0, 1, "case", 503, comes_back=True), True),
        (Seen(0, 1, "case", 503, comes_back=False), False),
        (Seen(0, 1, "case", 500, comes_back=True), False),
        (Seen(0, 1, "case", 0, comes_back=False), False),
    ],
)
def test_to_be_turned_away_is_graceful_only_when_told_when_to_come_back(
    answer: Seen, graceful: bool
) -> None:
    assert answer.graceful is graceful


def test_recovery_is_counted_until_nothing_is_slow_or_refused_any_more() -> None:
    usual = [seen(100 + each / 10) for each in range(600)]
    assert load.recovered_after(usual, 100, 800) == 0
    refused = [*usual, seen(107.5, status=503)]
    assert load.recovered_after(refused, 100, 800) == 8
    slow = [seen(100 + each / 10, ms=900 if each < 120 else 10) for each in range(600)]
    assert load.recovered_after(slow, 100, 800) == pytest.approx(12, abs=1)


def test_what_never_recovers_is_told_as_never() -> None:
    slow = [seen(100 + each / 10, ms=900) for each in range(600)]
    assert load.recovered_after(slow, 100, 800) is None
    assert load.recovered_after([], 100, 800) is None
