"""The rules over a whole store: counts, or one row per obligation, as many at a time as fit."""

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
from .pieces import Piece, pieces
from .rules import Rules

Answer = TypeVar("Answer")
Thing = TypeVar("Thing")
THREADS = 2
OBLIGATIONS = 1 << 22
"""About how many obligations each thread holds at a time."""


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
    for counted in _ahead(count, store.chunks(rows=rows, facts=rules.facts), threads):
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
    obligations: int = OBLIGATIONS,
) -> Iterator[Answer]:
    """
    What some work makes of each piece of the store and of the obligations found in it, in order.

    :param rows: about how many acts to read at a time
    :param obligations: about how many of them a piece has at the most
    """

    def one(piece: Piece) -> Answer:
        return work(piece.acts, local.run(rules, piece.acts, as_of=as_of, starts=piece.starts))

    known = (acts.until(as_of) for acts in store.chunks(rows=rows, facts=rules.facts))
    cut = (piece for acts in known for piece in pieces(rules, acts, as_of=as_of, most=obligations))
    yield from _ahead(one, cut, threads)


def _ahead(
    one: Callable[[Thing], Answer], things: Iterable[Thing], threads: int
) -> Iterator[Answer]:
    """Answers in order, with no more things in memory than there are threads, and one to come."""
    waiting: list[Future[Answer]] = []
    with ThreadPoolExecutor(threads) as pool:
        for thing in things:
            waiting.append(pool.submit(one, thing))
            if len(waiting) > threads:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
