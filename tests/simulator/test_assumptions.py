"""Each number says where it comes from, and each one is used."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ruta import simulator
from ruta.simulator import assumptions
from ruta.simulator.assumptions import AssumptionInvalid, Delay, Mix

ROOM = Path(inspect.getfile(simulator)).parent
MADE_NAMES = ("bond-", "decision-", "execution-report-", "forensic-exam-", "measure-", "report-to-")


def quoted() -> Iterator[str]:
    for path in ROOM.rglob("*.py"):
        yield from re.findall(r'"([a-z0-9-]+)"', path.read_text("utf-8"))


def test_each_entry_gives_a_source_or_a_reason() -> None:
    for name, entry in assumptions.default().entries.items():
        assert entry.get("source") or (entry["assumption"] and entry["why"]), name


def test_each_entry_is_used() -> None:
    words = set(quoted())
    for full_name in assumptions.default().entries:
        name = full_name.split(".", 1)[1]
        assert name in words or name.startswith(MADE_NAMES), full_name


def test_an_entry_without_a_reason_is_refused() -> None:
    raw = {"share": {"appeal": {"value": 0.5}}, "delay": {}, "mix": {}}
    with pytest.raises(AssumptionInvalid, match=r"share\.appeal"):
        assumptions.parse(raw)


def test_a_share_over_one_is_refused() -> None:
    raw = {"share": {"appeal": {"value": 1.5, "source": "x"}}, "delay": {}, "mix": {}}
    with pytest.raises(AssumptionInvalid, match="not a share"):
        assumptions.parse(raw)


def test_a_delay_is_read_at_its_points() -> None:
    delay = Delay.of([[0, 1], [0.43, 24], [1, 720]])
    assert delay.hours(0.43) == pytest.approx(24)
    assert delay.hours(0.0) == pytest.approx(1)
    assert 24 < delay.hours(0.5) < 720


def test_a_delay_whose_points_fall_is_refused() -> None:
    with pytest.raises(AssumptionInvalid):
        Delay.of([[0, 10], [1, 5]])


def test_prosecutors_forward_as_the_ombudsman_printed() -> None:
    """43 % within 24 hours; 30 % in two to five days; 7 % later."""
    delay = assumptions.default().delays["prosecutor-to-court"]
    hours = [delay.hours(i / 1000) for i in range(1000)]
    assert sum(h <= 24 for h in hours) / 1000 == pytest.approx(0.43, abs=0.002)
    assert sum(48 < h <= 120 for h in hours) / 1000 == pytest.approx(0.30, abs=0.002)
    assert sum(h > 120 for h in hours) / 1000 == pytest.approx(0.07, abs=0.002)


def test_nobody_is_told_of_measures_later_than_ten_days() -> None:
    assert assumptions.default().delays["victim-told"].hours(1.0) == pytest.approx(240)


def test_a_mix_gives_each_code_its_share() -> None:
    mix = Mix.of({"a": 3, "b": 1})
    drawn = [mix.code(i / 100) for i in range(100)]
    assert drawn.count("a") == 75
