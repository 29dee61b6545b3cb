"""One SQL text answers what the clock answers, row by row, on DuckDB and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st
from tests.spec.random_cases import Question
from tests.spec.sql_engines import (
    COUNTRY,
    EXAMPLES,
    INSTANTS,
    Batch,
    Kept,
    batches,
    by_clock,
    country,
    drawn,
    kept,
    rows,
)  # fmt: skip
from tests.spec.test_two_engines import PERU, PERU_CASES, PROBE_CASES, PROBED
from tests.spec.two_engines import Engines

from ruta.accountability.comply import over, sql
from ruta.accountability.comply.rules import Rules
from ruta.accountability.comply.sql import asked, classes, on_duckdb
from ruta.postgres.server import Server

ENGINES = [
    pytest.param(("duckdb", False), id="duckdb-joins"),
    pytest.param(("duckdb", True), id="duckdb-windows"),
    pytest.param(("postgres", False), id="postgres-joins"),
    pytest.param(("postgres", True), id="postgres-windows", marks=pytest.mark.full),
]


@pytest.fixture(params=ENGINES)
def engine(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str | None]:
    """An engine and, for PostgreSQL, where it is; cases are as they are, or all taken as long."""
    name, long = request.param
    if long:
        monkeypatch.setattr(asked, "LONG", 0)
    if name == "duckdb":
        return "duckdb", None
    server: Server = request.getfixturevalue("server")
    return "postgres", server.url()


def answered(engine: tuple[str, str | None], there: Kept) -> list[tuple[object, ...]]:
    name, url = engine
    return rows(sql.run(name, there.rules, there.store, as_of=there.as_of, url=url))


@pytest.mark.parametrize(
    ("engines", "strategy"), [(PROBED, PROBE_CASES), (PERU, PERU_CASES)], ids=["probe", "peru"]
)
def test_it_answers_what_the_clock_answers_near_every_seam_of_a_law(
    engine: tuple[str, str | None],
    engines: Engines,
    strategy: st.SearchStrategy[Question],
    tmp_path: Path,
) -> None:
    questions = drawn(strategy, 200)
    for number, batch in enumerate(batches(questions, 50)):
        there = kept(engines, batch, tmp_path / str(number), together=30)
        assert answered(engine, there) == by_clock(engines, batch, there.rules)


def test_it_answers_the_worked_examples_of_the_norms(
    engine: tuple[str, str | None], tmp_path: Path
) -> None:
    for number, as_of in enumerate(INSTANTS[::32]):
        batch = Batch(tuple(example.acts for example in EXAMPLES), as_of)
        there = kept(PERU, batch, tmp_path / str(number))
        assert answered(engine, there) == by_clock(PERU, batch, there.rules)


@pytest.mark.full
def test_it_answers_each_worked_example_read_when_it_says(
    engine: tuple[str, str | None], tmp_path: Path
) -> None:
    for number, as_of in enumerate(INSTANTS):
        batch = Batch(tuple(e.acts for e in EXAMPLES if e.as_of == as_of), as_of)
        there = kept(PERU, batch, tmp_path / str(number))
        assert answered(engine, there) == by_clock(PERU, batch, there.rules)


def test_it_answers_what_the_clock_answers_of_a_simulated_country(
    engine: tuple[str, str | None], tmp_path: Path
) -> None:
    there = kept(COUNTRY, country(300), tmp_path, together=40)
    assert answered(engine, there) == by_clock(COUNTRY, country(300), there.rules)


def test_it_counts_what_the_pass_over_columns_counts(
    engine: tuple[str, str | None], tmp_path: Path
) -> None:
    name, url = engine
    there = kept(COUNTRY, country(60), tmp_path)
    counted = sql.counts(name, there.rules, there.store, as_of=there.as_of, url=url)
    assert counted.sum() > 1000
    expected = over.counts(there.rules, there.store, as_of=there.as_of)
    assert np.array_equal(counted, expected)


def test_parts_of_a_store_answered_apart_make_the_whole(tmp_path: Path) -> None:
    there = kept(COUNTRY, country(60), tmp_path, together=7)
    question = asked.asked(there.rules, there.store, as_of=there.as_of, rows=150)
    assert question is not None
    assert len(question.shards) > 5
    apart = rows(map(asked.shaped, on_duckdb.answers(question, question.text)))
    assert apart == rows(sql.run("duckdb", there.rules, there.store, as_of=there.as_of))


def test_some_rules_only_are_answered_by_themselves(tmp_path: Path) -> None:
    there = kept(COUNTRY, country(60), tmp_path)
    some = ["pnp-report-to-court-24h", "court-measures-undetermined-48h"]
    rules = Rules(COUNTRY.clock, there.store.dictionaries, only=some)
    found = rows(sql.run("duckdb", rules, there.store, as_of=there.as_of))
    whole = rows(sql.run("duckdb", there.rules, there.store, as_of=there.as_of))
    assert found
    assert found == [row for row in whole if rules.wordings[row[1]] in some]


def test_a_store_without_acts_has_no_obligation(
    engine: tuple[str, str | None], tmp_path: Path
) -> None:
    there = kept(PERU, Batch((), EXAMPLES[0].as_of), tmp_path)
    assert answered(engine, there) == []
    assert sql.counts(engine[0], there.rules, there.store, as_of=0, url=engine[1]).sum() == 0


def test_a_store_whose_acts_all_come_later_has_no_obligation(
    engine: tuple[str, str | None], tmp_path: Path
) -> None:
    there = kept(PERU, Batch((EXAMPLES[0].acts,), datetime(2000, 1, 1, tzinfo=UTC)), tmp_path)
    assert answered(engine, there) == []


def test_an_unknown_engine_is_refused_by_name(tmp_path: Path) -> None:
    there = kept(PERU, Batch((EXAMPLES[0].acts,), EXAMPLES[0].as_of), tmp_path)
    with pytest.raises(sql.NoSuchEngine, match="abacus"):
        list(sql.run("abacus", there.rules, there.store, as_of=there.as_of))
    with pytest.raises(sql.NoSuchEngine, match="address"):
        list(sql.run("postgres", there.rules, there.store, as_of=there.as_of))


def test_more_circumstances_than_tables_can_list_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classes, "MOST", 2)
    there = kept(COUNTRY, country(60), tmp_path)
    with pytest.raises(sql.TooManyCircumstances):
        list(sql.run("duckdb", there.rules, there.store, as_of=there.as_of))
