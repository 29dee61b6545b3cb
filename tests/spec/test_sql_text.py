"""The SQL text keeps to a list of constructs, and five plausible but wrong texts are caught."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlglot import errors
from tests.spec.sql_engines import Batch, kept
from tests.spec.test_two_engines import PERU
from tests.spec.test_wrong_clocks import (
    DECIDED_BEFORE_KNOWING_AT_ONE_INSTANT,
    DECIDED_UNDER_A_LATER_LAW,
    MEASURES_ON_THE_LAST_EVENING_OF_2015_LAW,
    NAMED,
    READ_AT_THE_VERY_TERM,
    REPORTED_AT_THE_VERY_TERM,
    TOLD_AT_EIGHT_IN_THE_EVENING,
    example,
    kept_answer,
)

from ruta.accountability.comply.sql import asked, dialects, on_duckdb
from ruta.accountability.comply.sql.text import Shape, counts, text
from ruta.acts.instants import microseconds
from ruta.law.status import STATUSES

SHAPES = [Shape(facts, *others) for facts in (0, 2) for others in product((True, False), repeat=6)]
FULLEST = Shape(3, True, True, True, True, True, long_cases=True)
FRAME = """order by p.occurred_at, p.place
    rows between 1 following and unbounded following"""
DAY, FIVE_HOURS = 86_400_000_000, 18_000_000_000
WRONG = {
    "days of UTC": [
        ("a.day,", f"a.occurred_at // {DAY} as day,"),
        ("o.elapsed, d.due_at)", f"o.elapsed, d.due_at - {FIVE_HOURS})"),
    ],
    "late at the due instant": [
        ("h.met_at <= h.due_at", "h.met_at < h.due_at"),
        ("r.as_of <= h.due_at", "r.as_of < h.due_at"),
    ],
    "arrival ignored": [(FRAME, FRAME.replace("p.place", "-p.place"))],
    "a range": [
        (
            FRAME,
            "order by p.occurred_at range between current row and unbounded following",
        )
    ],
    "the law of the day of fulfilment": [
        (
            "o.from_day <= l.day and l.day < o.until_day",
            f"(coalesce(l.next_ends_at, l.occurred_at) - {FIVE_HOURS}) // {DAY}"
            " between o.from_day and o.until_day - 1",
        )
    ],
}
CAUGHT = [
    ("days of UTC", MEASURES_ON_THE_LAST_EVENING_OF_2015_LAW),
    ("days of UTC", TOLD_AT_EIGHT_IN_THE_EVENING),
    ("late at the due instant", REPORTED_AT_THE_VERY_TERM),
    ("late at the due instant", READ_AT_THE_VERY_TERM),
    ("arrival ignored", DECIDED_BEFORE_KNOWING_AT_ONE_INSTANT),
    ("a range", DECIDED_BEFORE_KNOWING_AT_ONE_INSTANT),
    ("the law of the day of fulfilment", MEASURES_ON_THE_LAST_EVENING_OF_2015_LAW),
    ("the law of the day of fulfilment", DECIDED_UNDER_A_LATER_LAW),
]


@pytest.fixture(autouse=True)
def long_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases are taken as long: the mistakes are in windows."""
    monkeypatch.setattr(asked, "LONG", 0)


def answer(name: str, folder: Path, mistake: str | None = None) -> dict[str, Any] | None:
    """What the text, right or with a mistake in it, answers to a worked example."""
    wording, given = example(name)
    there = kept(PERU, Batch((given.acts,), given.as_of), folder)
    question = asked.asked(there.rules, there.store, as_of=there.as_of)
    assert question is not None
    said = question.text if mistake is None else spoilt(question.text, mistake)
    parts = map(asked.shaped, on_duckdb.answers(question, said))
    code = there.rules.wordings.index(wording)
    found = [row for part in parts for row in part.to_pylist() if row["wording"] == code]
    return {"due": found[0]["due"], "status": STATUSES[found[0]["status"]]} if found else None


def spoilt(said: str, mistake: str) -> str:
    for right, wrong in WRONG[mistake]:
        assert said.count(right) == 1, right
        said = said.replace(right, wrong)
    return said


def expected(name: str) -> dict[str, Any] | None:
    known = kept_answer(name)
    return None if known is None else {**known, "due": microseconds(known["due"])}


@pytest.mark.parametrize("name", NAMED)
def test_the_right_text_answers_the_example(name: str, tmp_path: Path) -> None:
    assert answer(name, tmp_path) == expected(name)


@pytest.mark.parametrize(("mistake", "name"), CAUGHT)
def test_a_wrong_text_is_caught(mistake: str, name: str, tmp_path: Path) -> None:
    assert answer(name, tmp_path, mistake) != expected(name)


def test_each_mistake_is_caught_by_some_example() -> None:
    assert {mistake for mistake, _ in CAUGHT} == set(WRONG)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_form_of_the_text_keeps_to_the_list(shape: Shape) -> None:
    dialects.check(text(shape))
    dialects.check(counts(shape))


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
def test_the_fullest_text_is_carried(dialect: str) -> None:
    carried = dialects.carried(counts(FULLEST), dialect)
    assert "UNBOUNDED FOLLOWING" in carried.upper()


@pytest.mark.parametrize(
    "off",
    [
        "select * from a asof join b on a.t >= b.t",
        "select last_value(x ignore nulls) over (order by y) from a",
        "select arg_max(x, y) from a",
        "select to_months(3)",
        "select timezone('America/Lima', x) from a",
        "select strftime(x, '%Y') from a",
        "select x from a qualify row_number() over (order by x) = 1",
        "select list(x) from a",
        "select x // 2 from a",
        "select min(x) over (order by y range between 1 following and unbounded following) from a",
        "select min(x) over (order by y groups between 1 following and unbounded following) from a",
    ],
)
def test_a_construct_off_the_list_is_refused(off: str) -> None:
    with pytest.raises((dialects.NotPortable, errors.SqlglotError)):
        dialects.carried(off, "spark")


def test_the_range_that_is_wrong_is_refused_too() -> None:
    with pytest.raises(dialects.NotPortable, match="range"):
        dialects.check(spoilt(text(FULLEST), "a range"))
