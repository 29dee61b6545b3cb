"""A log written in any format, in any order, is answered as the clock answers each of its cases."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.accountability import written_logs
from tests.spec.random_cases import IDS, Question
from tests.spec.test_two_engines import PERU, PERU_CASES, PROBE_CASES, PROBED
from tests.spec.two_engines import Engines

from ruta.accountability.comply import engines, writing
from ruta.accountability.comply.answers import Answers
from ruta.accountability.comply.encode import Asked, encode
from ruta.accountability.comply.logs.walls import Walls
from ruta.accountability.comply.rules import Rules
from ruta.acts.instants import microseconds
from ruta.law.model import Act
from ruta.law.streams import arrange

Row = tuple[Any, ...]
# Cases of a log that differs are few: they are looked at as drawn, not made smaller.
QUICK = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FACTS = ("risk", "points", "door")
SEEDS = st.integers(0, 9)


def by_log(
    clock: Engines, cases: Mapping[str, Sequence[Act]], as_of: datetime, format_: str, seed: int
) -> list[Row]:
    """What the rows written out say, read back."""
    rulebook = clock.rulebook
    said = written_logs.rows(cases, FACTS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        log = written_logs.write(said, folder, format_, zone=rulebook.zone, seed=seed)
        ticks = microseconds(as_of)
        encoded = encode(
            log, folder, clock=clock.clock, asked=Asked(as_of=ticks, now=ticks), told=int
        )
        rules = Rules(clock.clock, encoded.store.dictionaries)
        answers = Answers(rulebook, encoded.store.dictionaries, encoded.names)
        out = folder / ("out.csv" if seed % 2 else "out.parquet")
        with writing.written(out, answers.schema, Walls(rulebook.zone)) as add:
            for table, _ in engines.answered(
                engines.Engine(), rules, encoded.store, answers, as_of=ticks
            ):
                add(table)
        return read_back(out)


def read_back(path: Path) -> list[Row]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [tuple(row.values()) for row in csv.DictReader(file)]
    return [
        tuple(
            "" if v is None else v.isoformat() if isinstance(v, datetime) else shortest(v)
            for v in row.values()
        )
        for row in pq.read_table(path).to_pylist()
    ]


def by_clock(clock: Engines, cases: Mapping[str, Sequence[Act]], as_of: datetime) -> list[Row]:
    zone = clock.rulebook.zone

    def local(at: datetime | None) -> str:
        return at.astimezone(zone).isoformat() if at else ""

    found = []
    for case, acts in cases.items():
        order = {act.id: n for n, act in enumerate(arrange(acts, as_of=as_of).acts, 1)}
        for o in clock.clock.run(acts, as_of=as_of):
            seconds = (o.met_at - o.started_at).total_seconds() if o.met_at else None
            found.append((
                case, o.wording.id, str(order[o.start.id]), str(o.period), local(o.started_at),
                local(o.due_at), local(o.met_at), o.status(as_of), shortest(seconds),
                o.wording.bearer, o.wording.article, o.holder.id if o.holder else "",
            ))  # fmt: skip
    return found


def shortest(value: Any) -> str:
    """A number as it is written shortest."""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(value)


def assert_agreement(
    clock: Engines, questions: Sequence[Question], format_: str, seed: int
) -> None:
    as_of = questions[0].as_of
    named = [*IDS, *(f"case {n}" for n in range(len(questions)))]
    cases = {name: comparable(q.acts) for name, q in zip(named, questions, strict=False)}
    logged = [(row[0], *row[2:]) for row in by_log(clock, cases, as_of, format_, seed)]
    logged = [(*row[:8], seconds(row[8]), *row[9:]) for row in logged]
    clocked = [(*row[:8], seconds(row[8]), *row[9:]) for row in by_clock(clock, cases, as_of)]
    assert sorted(logged) == sorted(clocked)


def seconds(said: str) -> float:
    return float(said) if said else -1.0


def comparable(acts: Sequence[Act]) -> list[Act]:
    """Acts without a number written as a text, which a log of texts cannot tell from a number."""
    return [
        act._replace(facts={n: int(v) if v == "3" else v for n, v in act.facts.items()})
        for act in acts
    ]


@pytest.mark.parametrize("format_", written_logs.FORMATS)
@settings(QUICK, max_examples=4)
@given(questions=st.lists(PROBE_CASES, min_size=4, max_size=20), seed=SEEDS)
def test_a_law_of_another_zone_is_answered_alike(
    format_: str, questions: list[Question], seed: int
) -> None:
    assert_agreement(PROBED, questions, format_, seed)


@pytest.mark.parametrize("format_", ["csv", "typed.parquet", "xes"])
@settings(QUICK, max_examples=4)
@given(questions=st.lists(PERU_CASES, min_size=4, max_size=20), seed=SEEDS)
def test_the_law_of_peru_is_answered_alike(
    format_: str, questions: list[Question], seed: int
) -> None:
    assert_agreement(PERU, questions, format_, seed)
