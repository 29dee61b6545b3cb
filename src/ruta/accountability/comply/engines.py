"""The obligations of a store by the engine asked for: named rows as they come, or counts alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.acts.columns import Acts
from ruta.acts.store import Store

from . import over, rows, sql
from .answers import Answers, order
from .found import Found
from .memory import GIGABYTE, at_a_time, left, obligations_at_a_time
from .rules import Rules

LOCAL = "local"
ENGINES = (LOCAL, *sql.ENGINES)
REFUSALS = (sql.NoSuchEngine, sql.TooManyCircumstances, sql.NoSpark, sql.SparkFailed)
"""Why an engine may not answer; each says what to do."""
Part = tuple[pa.Table, NDArray[np.int64]]


class Engine(NamedTuple):
    """
    Which engine, and what it may take.

    :ivar url: of the database, for PostgreSQL
    :ivar master: of the cluster, for Spark
    :ivar memory: in bytes
    """

    name: str = LOCAL
    url: str | None = None
    master: str | None = None
    memory: int = GIGABYTE


def answered(
    engine: Engine, rules: Rules, store: Store, answers: Answers, *, as_of: int
) -> Iterator[Part]:
    """
    Some rows of `answers.schema` at a time, with their counts by wording and status.

    :param as_of: microseconds since 1970 in UTC
    """
    most = obligations_at_a_time(engine.memory)
    if engine.name == LOCAL:

        def work(acts: Acts, found: Found) -> list[Part]:
            return list(_parts(rows.table(acts, found), answers, most))

        size = at_a_time(engine.memory)
        pieces = over.each(rules, store, work, as_of=as_of, rows=size, obligations=most)
        yield from chain.from_iterable(pieces)
        return
    for table in sql.run(
        engine.name, rules, store, as_of=as_of, url=engine.url, master=engine.master,
        memory=left(engine.memory),
    ):  # fmt: skip
        yield from _parts(table, answers, most)


def counted(engine: Engine, rules: Rules, store: Store, *, as_of: int) -> NDArray[np.int64]:
    """Counts by wording and status, without making a row."""
    if engine.name == LOCAL:
        return over.counts(rules, store, as_of=as_of, rows=at_a_time(engine.memory))
    return sql.counts(
        engine.name, rules, store, as_of=as_of, url=engine.url, master=engine.master,
        memory=left(engine.memory),
    )  # fmt: skip


def _parts(found: pa.Table, answers: Answers, most: int) -> Iterator[Part]:
    """The rows of `rows.table` in their order, some at a time: names take more room than codes."""
    places = order(found)
    for begin in range(0, len(places), most):
        some = found.take(pa.array(places[begin : begin + most]))
        yield answers.table(some), answers.count(some)
