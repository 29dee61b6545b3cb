"""The pass over columns answers what the clock answers, for many cases at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spec.naive_clock import Running
from tests.spec.random_cases import Question
from tests.spec.test_two_engines import KEPT, PERU, PERU_CASES, PROBE_CASES, PROBED
from tests.spec.two_engines import Engines, flat

from ruta.accountability.comply import literal, local
from ruta.accountability.comply.dues import FOREVER, NEVER
from ruta.accountability.comply.found import Found
from ruta.accountability.comply.rules import Rules
from ruta.acts.instants import EPOCH, microseconds
from ruta.law.model import Act, Example, Wording
from ruta.law.status import STATUSES

Row = tuple[int, Running, str]


def by_columns(engines: Engines, questions: Sequence[Question], as_of: datetime) -> list[Row]:
    """Every row of the pass, with the number of its case and its status word."""
    known_by = questions[0].known_by
    plans = engines.clock.plans
    table = literal.written([q.acts for q in questions], plans, known_by=known_by)
    rules = Rules(engines.clock, table.dictionaries)
    found = local.run(rules, table.acts, as_of=microseconds(as_of))
    before = table.acts.until(microseconds(as_of))
    kept = [a for a, at in zip(table.by_place, table.acts.at, strict=True)
            if at <= microseconds(as_of)]  # fmt: skip
    return list(rows(found, rules, before.case, kept))


def rows(found: Found, rules: Rules, case: Any, acts: Sequence[Act]) -> Iterable[Row]:
    offices = (*rules.dictionaries.offices, None)
    for row in zip(*found, strict=True):
        one = Found(*row)
        yield (
            int(case[one.start]),
            Running(
                wording=rules.wordings[int(one.wording)],
                start=acts[int(one.start)].id,
                period=int(one.period),
                started_at=instant(one.started_at),
                due_at=instant(one.due_at),
                met_at=instant(one.met_at),
                met_by=by(acts, one.met_by),
                discharged_at=instant(one.discharged_at),
                discharged_by=by(acts, one.discharged_by),
                breached_at=instant(one.breached_at),
                breached_by=by(acts, one.breached_by),
                voided=bool(one.voided),
                holder=offices[int(one.holder)],
            ),
            STATUSES[int(one.status)],
        )


def instant(ticks: Any) -> Any:
    return None if ticks in (FOREVER, NEVER) else EPOCH + timedelta(microseconds=int(ticks))


def by(acts: Sequence[Act], place: Any) -> str | None:
    return None if place < 0 else acts[place].id


def by_clock(engines: Engines, questions: Sequence[Question], as_of: datetime) -> list[Row]:
    known_by = questions[0].known_by
    return [
        (number, flat(o), o.status(as_of))
        for number, question in enumerate(questions)
        for o in engines.clock.run(question.acts, as_of=as_of, known_by=known_by)
    ]


def assert_agreement(engines: Engines, questions: Sequence[Question]) -> None:
    as_of = questions[0].as_of
    columns = by_columns(engines, questions, as_of)
    assert sorted(columns, key=repr) == sorted(by_clock(engines, questions, as_of), key=repr)


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(st.lists(PROBE_CASES, min_size=1, max_size=4))
def test_they_agree_on_a_law_that_uses_every_word_of_the_grammar(
    questions: list[Question],
) -> None:
    assert_agreement(PROBED, questions)


@settings(max_examples=250, derandomize=True, deadline=None, database=None)
@given(st.lists(PERU_CASES, min_size=1, max_size=4))
def test_they_agree_on_the_law_of_peru(questions: list[Question]) -> None:
    assert_agreement(PERU, questions)


@pytest.mark.parametrize(("wording", "example"), KEPT)
def test_the_worked_examples_of_the_norms_are_answered(wording: Wording, example: Example) -> None:
    assert_agreement(PERU, [Question(list(example.acts), example.as_of, None)])


def test_no_case_at_all_gives_no_obligation() -> None:
    table = literal.written([], PERU.clock.plans)
    rules = Rules(PERU.clock, table.dictionaries)
    assert not len(local.run(rules, table.acts, as_of=0).start)
