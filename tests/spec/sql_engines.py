"""Many cases put to the SQL engines at once, and what the clock answers made comparable with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spec.random_cases import Question
from tests.spec.two_engines import Engines

from ruta.accountability.comply import literal
from ruta.accountability.comply.rules import Rules
from ruta.acts import store, vocabulary
from ruta.acts.instants import microseconds
from ruta.law import rulebook, streams
from ruta.law.clock import Clock
from ruta.law.model import Act, Obligation
from ruta.law.status import STATUSES
from ruta.simulator import filling
from ruta.simulator.country import simulate
from ruta.simulator.offices import Office

Row = tuple[Any, ...]
TYPES = (
    "pnp cem fiscalia-penal fiscalia-familia fiscalia-superior-familia juzgado-familia "
    "juzgado-penal sala-familia ipress iml defensa-publica"
)


class Batch(NamedTuple):
    """Cases read at one instant, by what was known at another."""

    cases: tuple[Sequence[Act], ...]
    as_of: datetime
    known_by: datetime | None = None


class Kept(NamedTuple):
    """A batch in a store, with the rules over it."""

    rules: Rules
    store: store.Store
    as_of: int


class Country(NamedTuple):
    """The law of Peru with the whole vocabulary of acts, as offices use it."""

    clock: Clock


COUNTRY = Country(Clock(rulebook.default(), vocabulary.counts_as()))
EXAMPLES = [e for wording in COUNTRY.clock.rulebook.wordings.values() for e in wording.examples]
INSTANTS = sorted({example.as_of for example in EXAMPLES})


@cache
def country(cases: int) -> Batch:
    """Cases of the simulator, read when it stops."""
    until = datetime(2026, 11, 21, 17, tzinfo=UTC)
    offices = [
        Office(f"{kind}-{n:02d}", kind, str(n), str(n), f"{n:02d}0101")
        for kind in TYPES.split()
        for n in range(1, 26)
    ]
    known = {office.id: office for office in offices}
    stream = simulate(cases=cases, seed=30364, until=until, offices=offices)
    return Batch(tuple(_plain(filling.acts_of(case, known)) for case in stream), until)


def _plain(acts: list[Act]) -> list[Act]:
    """Acts without the facts that are lists, of which no condition is made."""
    said = [{k: v for k, v in act.facts.items() if not isinstance(v, list | dict)} for act in acts]
    return [act._replace(facts=facts) for act, facts in zip(acts, said, strict=True)]


def drawn(strategy: st.SearchStrategy[Question], count: int) -> list[Question]:
    """So many random questions, always the same."""
    found: list[Question] = []

    @settings(max_examples=count, derandomize=True, deadline=None, database=None)
    @given(strategy)
    def draw(question: Question) -> None:
        found.append(question)

    draw()
    return found


def batches(questions: Sequence[Question], size: int) -> Iterator[Batch]:
    """
    Questions by when they are read, so many at a time, read when one of them is.

    Every other batch also leaves out what was not known by then.
    """
    ordered = sorted(questions, key=lambda q: (q.as_of, len(q.acts)))
    for first in range(0, len(ordered), size):
        some = ordered[first : first + size]
        middle = some[len(some) // 2]
        known_by = middle.known_by if first // size % 2 else None
        yield Batch(tuple(q.acts for q in some), middle.as_of, known_by)


def kept(engines: Engines | Country, batch: Batch, folder: Path, *, together: int = 1000) -> Kept:
    """Write a batch as a store, so many cases to each part of the file."""
    plans = engines.clock.plans
    table = literal.written(batch.cases, plans, known_by=batch.known_by)
    with store.Writer(folder) as writer:
        for first in range(0, len(batch.cases), together):
            part = (table.acts.case >= first) & (table.acts.case < first + together)
            writer.add(table.acts.take(part))
        writer.finish(table.dictionaries, zone=str(plans.rulebook.zone), about={})
    opened = store.opened(folder)
    return Kept(Rules(engines.clock, opened.dictionaries), opened, microseconds(batch.as_of))


def by_clock(engines: Engines | Country, batch: Batch, rules: Rules) -> list[Row]:
    """What the clock of one case answers, each case by itself, in the columns of `rows.table`."""
    found = []
    for number, acts in enumerate(batch.cases):
        stream = streams.arrange(acts, as_of=batch.as_of, known_by=batch.known_by).acts
        places = {act.id: place for place, act in enumerate(stream)}
        ran = engines.clock.run(acts, as_of=batch.as_of, known_by=batch.known_by)
        found += [_row(o, number, places, rules, batch.as_of) for o in ran]
    return sorted(found, key=repr)


def rows(answers: Iterator[pa.Table]) -> list[Row]:
    """What an engine answers, put in order."""
    return sorted((tuple(row.values()) for part in answers for row in part.to_pylist()), key=repr)


def _row(o: Obligation, case: int, places: dict[str, int], rules: Rules, as_of: datetime) -> Row:
    seconds = (o.met_at - o.started_at).total_seconds() if o.met_at else None
    instants = [
        None if at is None else microseconds(at)
        for at in (o.started_at, o.due_at, o.met_at, o.discharged_at, o.breached_at)
    ]
    return (
        case, rules.wordings.index(o.wording.id), places[o.start.id], o.period, *instants,
        o.voided, STATUSES.index(o.status(as_of)), seconds, _office(o, rules),
    )  # fmt: skip


def _office(o: Obligation, rules: Rules) -> int | None:
    """The code of the office that owes; two offices of one name differ by their type."""
    if o.holder is None:
        return None
    meanings = rules.dictionaries
    known = list(zip(meanings.offices, meanings.office_types, strict=True))
    return known.index((o.holder.id, o.holder.type))
