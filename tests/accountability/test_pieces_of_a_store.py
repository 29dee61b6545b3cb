"""Obligations come a bounded number at a time, and are those of all acts at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spec.random_cases import Question
from tests.spec.test_two_engines import PERU, PERU_CASES, PROBE_CASES, PROBED
from tests.spec.two_engines import Engines

from ruta.accountability.comply import literal, local, over, rows
from ruta.accountability.comply.found import Found
from ruta.accountability.comply.pieces import amounts, pieces
from ruta.accountability.comply.rules import Rules
from ruta.acts.columns import Acts, Dictionaries
from ruta.acts.instants import microseconds
from ruta.acts.store import Store, Writer, opened

DAY = 86_400_000_000
BEGAN = 1_600_000_000_000_000
DAILY = "watch-daily"
DICTIONARIES = Dictionaries(("watched", "told", "closed"))


def as_columns(engines: Engines, questions: Sequence[Question]) -> tuple[Rules, Acts, int]:
    as_of = microseconds(questions[0].as_of)
    said = literal.written([q.acts for q in questions], engines.clock.plans)
    return Rules(engines.clock, said.dictionaries), said.acts.until(as_of), as_of


def ordered(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in ("case", "start", "wording", "period")])


def in_order(acts: Acts, found: Found) -> pa.Table:
    return ordered(rows.table(acts, found))


def assert_alike(engines: Engines, questions: Sequence[Question], most: int) -> None:
    rules, acts, as_of = as_columns(engines, questions)
    at_once = rows.table(acts, local.run(rules, acts, as_of=as_of))
    apart = []
    for piece in pieces(rules, acts, as_of=as_of, most=most):
        found = local.run(rules, piece.acts, as_of=as_of, starts=piece.starts)
        assert len(found.start) <= most or len(set(found.start.tolist())) == 1
        apart.append(ordered(rows.table(piece.acts, found)))
    together = pa.concat_tables([*apart, at_once.slice(0, 0)])
    assert together.equals(ordered(at_once))


@settings(max_examples=25, derandomize=True, deadline=None, database=None)
@given(st.lists(PROBE_CASES, min_size=1, max_size=4), st.sampled_from([1, 3, 40, 10**9]))
def test_pieces_together_are_the_whole_of_a_law_of_every_word(
    questions: list[Question], most: int
) -> None:
    assert_alike(PROBED, questions, most)


@settings(max_examples=15, derandomize=True, deadline=None, database=None)
@given(st.lists(PERU_CASES, min_size=1, max_size=4), st.sampled_from([1, 3, 40]))
def test_pieces_together_are_the_whole_of_the_law_of_peru(
    questions: list[Question], most: int
) -> None:
    assert_alike(PERU, questions, most)


@settings(max_examples=30, derandomize=True, deadline=None, database=None)
@given(st.lists(st.one_of(PROBE_CASES, PROBE_CASES), min_size=1, max_size=4))
def test_no_act_sets_more_running_than_was_reckoned(questions: list[Question]) -> None:
    rules, acts, as_of = as_columns(PROBED, questions)
    found = local.run(rules, acts, as_of=as_of)
    each = np.bincount(found.start, minlength=len(acts))
    assert (each <= amounts(rules, acts, as_of=as_of)).all()


def watched(cases: int, acts: int, *, closed: bool = False) -> Acts:
    """Cases that are watched daily from each of some acts on; perhaps closed the next day."""
    kinds = np.zeros((cases, acts + closed), np.int16)
    if closed:
        kinds[:, -1] = 2
    case = np.repeat(np.arange(cases), acts + closed)
    at = BEGAN + np.tile(np.arange(acts + closed) * (DAY // (acts + 1)), cases)
    return Acts(case, kinds.ravel(), at, at // DAY)


def a_store(folder: Path, acts: Acts) -> Store:
    with Writer(folder) as writer:
        writer.add(acts)
        writer.finish(DICTIONARIES, zone=PROBED.rulebook.zone.key, about={})
    return opened(folder)


@pytest.mark.parametrize(("cases", "acts"), [(300, 1), (1, 300)])
def test_a_daily_duty_read_a_year_later_comes_some_thousands_at_a_time(
    tmp_path: Path, cases: int, acts: int
) -> None:
    store = a_store(tmp_path, watched(cases, acts))
    rules = Rules(PROBED.clock, DICTIONARIES, [DAILY])
    as_of = BEGAN + 365 * DAY
    seen = list(over.each(rules, store, in_order, as_of=as_of, obligations=5000))
    assert max(table.num_rows for table in seen) <= 5000
    assert sum(table.num_rows for table in seen) == int(
        over.counts(rules, store, as_of=as_of).sum()
    )
    together = pa.concat_tables(seen)
    places = list(zip(together["case"].to_pylist(), together["start"].to_pylist(), strict=True))
    assert places == sorted(places)
    assert together.num_rows > 300 * 364


def test_what_was_closed_early_needs_no_pieces(tmp_path: Path) -> None:
    store = a_store(tmp_path, watched(300, 1, closed=True))
    rules = Rules(PROBED.clock, DICTIONARIES, [DAILY])
    as_of = BEGAN + 3650 * DAY
    seen = list(over.each(rules, store, rows.table, as_of=as_of, obligations=5000))
    # The last case is read apart: what comes after it might have been of it.
    assert [table.num_rows for table in seen] == [299, 1]


def test_duties_that_do_not_recur_are_reckoned_without_looking_for_them() -> None:
    acts = watched(10, 2)
    rules = Rules(PROBED.clock, DICTIONARIES, ["rule-24h", "file-2d"])
    assert not rules.recurs
    assert amounts(rules, acts, as_of=BEGAN).tolist() == [0] * 20
    told = Acts(acts.case, np.ones(20, np.int16), acts.at, acts.day)
    assert amounts(rules, told, as_of=BEGAN).tolist() == [2] * 20


def cut(cases: Acts, most: int) -> Iterator[tuple[int, slice | None]]:
    rules = Rules(PROBED.clock, DICTIONARIES, ["rule-24h"])
    for piece in pieces(rules, cases, as_of=BEGAN + 10 * DAY, most=most):
        yield len(piece.acts), piece.starts


def test_cases_are_kept_whole_where_they_fit() -> None:
    cases = watched(7, 2)
    told = Acts(cases.case, np.ones(14, np.int16), cases.at, cases.day)
    assert list(cut(told, 14)) == [(14, None)]
    assert list(cut(told, 5)) == [(4, None), (4, None), (4, None), (2, None)]
    assert list(cut(told, 1))[:3] == [(2, slice(0, 1)), (2, slice(1, 2)), (2, slice(0, 1))]
