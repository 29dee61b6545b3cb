"""
The legal clock as one SQL text, for DuckDB, PostgreSQL and Apache Spark.

It answers everything that the local engine answers, for every rulebook whose conditions tell apart
no more circumstances than tables can list (`classes.MOST`), and refuses the others. The law comes
as tables made by `ruta.law`; the text knows windows, joins and sums, and no law.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.accountability.comply.rules import Rules
from ruta.acts.store import Store

from . import asked as asking
from .asked import Asked
from .classes import TooManyCircumstances
from .on_spark import NoSpark, SparkFailed

ENGINES = ("duckdb", "postgres", "spark")


class NoSuchEngine(ValueError):
    """An engine that is not one of `ENGINES`, or one without what it needs."""


def run(
    engine: str,
    rules: Rules,
    store: Store,
    *,
    as_of: int,
    url: str | None = None,
    master: str | None = None,
    memory: int | None = None,
) -> Iterator[pa.Table]:
    """
    One row per obligation, as `rows.table` has them, in no stated order.

    :param engine: one of `ENGINES`
    :param as_of: microseconds since 1970 in UTC
    :param url: of the database, for PostgreSQL
    :param master: of the cluster, for Spark; by default this machine
    :param memory: bytes that the engine may take
    :raises NoSuchEngine: for an unknown engine, or PostgreSQL without a URL
    :raises TooManyCircumstances: when the conditions of the rules are too many for tables
    :raises NoSpark: when Spark is not installed, with how to
    :raises BadStore: when the store cannot be read
    """
    asked = asking.asked(rules, store, as_of=as_of)
    if asked is not None:
        answers = _answers(engine, asked, asked.text, store, url, master, memory)
        yield from map(asking.shaped, answers)


def counts(
    engine: str,
    rules: Rules,
    store: Store,
    *,
    as_of: int,
    url: str | None = None,
    master: str | None = None,
    memory: int | None = None,
) -> NDArray[np.int64]:
    """
    How many obligations of each wording stand in each way, as `over.counts` has them.

    Parameters and errors are those of `run`.
    """
    asked = asking.asked(rules, store, as_of=as_of)
    if asked is None:
        return asking.counted((), rules)
    return asking.counted(_answers(engine, asked, asked.counts, store, url, master, memory), rules)


def _answers(
    engine: str,
    asked: Asked,
    text: str,
    store: Store,
    url: str | None,
    master: str | None,
    memory: int | None,
) -> Iterator[pa.Table]:
    """Each engine is imported when it is asked: most installations use one."""
    if engine == "duckdb":
        from . import on_duckdb

        return on_duckdb.answers(asked, text, memory=memory)
    if engine == "postgres" and url is not None:
        from . import on_postgres

        return on_postgres.answers(asked, text, store, url=url, memory=memory)
    if engine == "spark":
        from . import on_spark

        return on_spark.answers(asked, text, master=master, memory=memory)
    raise NoSuchEngine(
        "PostgreSQL needs the address of a database"
        if engine == "postgres"
        else f"no engine {engine!r}; one of: {', '.join(ENGINES)}"
    )


__all__ = [
    "ENGINES",
    "NoSpark",
    "NoSuchEngine",
    "SparkFailed",
    "TooManyCircumstances",
    "counts",
    "run",
]
