"""The obligations of a store by the engine asked for: named rows as they come, or counts alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.acts.columns import Acts
from ruta.acts.store import Store

from . import over, rows, sql
from .answers import Answers
from .found import Found
from .memory import GIGABYTE, at_a_time
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
    if engine.name == LOCAL:

        def work(acts: Acts, found: Found) -> Part:
            return _part(rows.table(acts, found), answers)

        size = at_a_time(engine.memory)
        yield from over.each(rules, store, work, as_of=as_of, rows=size)
        return
    for table in sql.run(
        engine.name, rules, store, as_of=as_of, url=engine.url, master=engine.master,
        memory=engine.memory,
    ):  # fmt: skip
        yield _part(table, answers)


def counted(engine: Engine, rules: Rules, store: Store, *, as_of: int) -> NDArray[np.int64]:
    """Counts by wording and status, without making a row."""
    if engine.name == LOCAL:
        return over.counts(rules, store, as_of=as_of, rows=at_a_time(engine.memory))
    return sql.counts(
        engine.name, rules, store, as_of=as_of, url=engine.url, master=engine.master,
        memory=engine.memory,
    )  # fmt: skip


def _part(table: pa.Table, answers: Answers) -> Part:
    return answers.table(table), answers.count(table)
