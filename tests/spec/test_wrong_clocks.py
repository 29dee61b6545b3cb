"""Four plausible but wrong clocks, each caught by a worked example that the right one answers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.spec import naive_clock
from tests.spec.naive_clock import Case
from tests.spec.naive_law import Law, local_day
from tests.spec.two_engines import SHIPPED

from ruta.law import rulebook
from ruta.law.clock import Clock
from ruta.law.model import Example

RULES = rulebook.load(SHIPPED)
LAW = Law.read(SHIPPED)

MEASURES_ON_THE_LAST_EVENING_OF_2015_LAW = "court-measures-72h-2015-1"
TOLD_AT_EIGHT_IN_THE_EVENING = "court-communicate-same-day-1"
REPORTED_AT_THE_VERY_TERM = "pnp-report-24h-2015-1"
READ_AT_THE_VERY_TERM = "pnp-report-to-court-24h-3"
DECIDED_BEFORE_KNOWING_AT_ONE_INSTANT = "court-measures-undetermined-48h-5"
DECIDED_UNDER_A_LATER_LAW = "court-measures-mild-moderate-48h-3"
NAMED = [
    MEASURES_ON_THE_LAST_EVENING_OF_2015_LAW,
    TOLD_AT_EIGHT_IN_THE_EVENING,
    REPORTED_AT_THE_VERY_TERM,
    READ_AT_THE_VERY_TERM,
    DECIDED_BEFORE_KNOWING_AT_ONE_INSTANT,
    DECIDED_UNDER_A_LATER_LAW,
]


def example(name: str) -> tuple[str, Example]:
    wording, _, number = name.rpartition("-")
    return wording, RULES.wordings[wording].examples[int(number) - 1]


def answer(name: str, law: Law = LAW) -> dict[str, Any] | None:
    """What the naive clock, as it now stands, answers to a worked example."""
    wording, kept = example(name)
    found = naive_clock.run(law, kept.acts, as_of=kept.as_of)
    mine = next((r for r in found if r.wording == wording), None)
    if mine is None:
        return None
    status = naive_clock.status(mine, RULES.wordings[wording].kind, kept.as_of)
    return {"due": mine.due_at, "status": status}


def kept_answer(name: str) -> dict[str, Any] | None:
    expect = example(name)[1].expect
    return None if expect is None else dict(expect)


@pytest.mark.parametrize("name", NAMED)
def test_the_right_clocks_answer_the_example(name: str) -> None:
    wording, kept = example(name)
    ruta = [o for o in Clock(RULES).run(kept.acts, as_of=kept.as_of) if o.wording.id == wording]
    assert answer(name) == kept_answer(name)
    assert {"due": ruta[0].due_at, "status": ruta[0].status(kept.as_of)} == kept_answer(name)


@pytest.mark.parametrize(
    "name", [MEASURES_ON_THE_LAST_EVENING_OF_2015_LAW, TOLD_AT_EIGHT_IN_THE_EVENING]
)
def test_a_clock_of_utc_days_is_caught(name: str) -> None:
    wrong = LAW._replace(zone=ZoneInfo("UTC"))
    assert answer(name, wrong) != kept_answer(name)


@pytest.mark.parametrize("name", [REPORTED_AT_THE_VERY_TERM, READ_AT_THE_VERY_TERM])
def test_a_clock_that_is_late_at_the_due_instant_is_caught(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_time(instant: datetime, due_at: datetime | None) -> bool:
        return due_at is None or instant < due_at

    monkeypatch.setattr(naive_clock, "in_time", in_time)
    assert answer(name) != kept_answer(name)


def test_a_clock_that_lets_an_earlier_arrival_of_one_instant_fulfil_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def from_the_same_instant(
        case: Case, kinds: tuple[str, ...], place: int, since: datetime | None
    ) -> list[Any]:
        start = case.acts[place]
        pairs = zip(case.acts, case.kinds, strict=True)
        return [a for a, mine in pairs if a is not start and a.at >= start.at and mine & {*kinds}]

    monkeypatch.setattr(naive_clock, "_after", from_the_same_instant)
    name = DECIDED_BEFORE_KNOWING_AT_ONE_INSTANT
    assert answer(name) != kept_answer(name)


@pytest.mark.parametrize(
    "name", [MEASURES_ON_THE_LAST_EVENING_OF_2015_LAW, DECIDED_UNDER_A_LATER_LAW]
)
def test_a_clock_that_applies_the_law_of_the_day_of_fulfilment_is_caught(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def day_of_the_last_act(case: Case, place: int) -> date:
        return local_day(case.law, case.acts[-1].at.astimezone(UTC))

    monkeypatch.setattr(naive_clock, "law_day", day_of_the_last_act)
    assert answer(name) != kept_answer(name)
