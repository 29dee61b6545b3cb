"""The rules over a whole store: counts, or one row per obligation, some whole cases at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ruta.acts.columns import Acts
from ruta.acts.store import ROWS, Store
from ruta.law.status import STATUSES

from . import local
from .found import Found
from .rules import Rules

Answer = TypeVar("Answer")
THREADS = 2


def counts(
    rules: Rules, store: Store, *, as_of: int, threads: int = THREADS, rows: int = ROWS
) -> NDArray[np.int64]:
    """
    How many obligations of each wording stand in each way.

    :param rows: about how many acts each thread holds at a time
    :returns: shape (wordings, statuses), in the order of `rules.wordings` and `STATUSES`
    """
    shape = (len(rules.wordings), len(STATUSES))

    def count(acts: Acts) -> NDArray[np.int64]:
        counted = np.zeros(shape, np.int64)
        for part in local.parts(rules, acts, as_of=as_of, holders=False):
            counted[part.wording[0]] += np.bincount(part.status, minlength=shape[1])
        return counted

    total = np.zeros(shape, np.int64)
    for counted in _of_chunks(count, rules, store, threads, rows):
        total += counted
    return total


def each(
    rules: Rules,
    store: Store,
    work: Callable[[Acts, Found], Answer],
    *,
    as_of: int,
    threads: int = THREADS,
    rows: int = ROWS,
) -> Iterator[Answer]:
    """What some work makes of each chunk and of the obligations found in it, in order."""

    def one(acts: Acts) -> Answer:
        known = acts.until(as_of)
        return work(known, local.run(rules, known, as_of=as_of))

    yield from _of_chunks(one, rules, store, threads, rows)


def _of_chunks(
    one: Callable[[Acts], Answer], rules: Rules, store: Store, threads: int, rows: int
) -> Iterator[Answer]:
    with ThreadPoolExecutor(threads) as pool:
        yield from _ahead(pool, one, store.chunks(rows=rows, facts=rules.facts), threads)


def _ahead(
    pool: ThreadPoolExecutor,
    one: Callable[[Acts], Answer],
    chunks: Iterable[Acts],
    threads: int,
) -> Iterator[Answer]:
    """Answers in order, with no more chunks in memory than there are threads, and one to come."""
    waiting: list[Future[Answer]] = []
    for chunk in chunks:
        waiting.append(pool.submit(one, chunk))
        if len(waiting) > threads:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()
