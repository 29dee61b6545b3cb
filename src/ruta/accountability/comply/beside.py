"""Work on one thing while the next is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")


def beside(work: Callable[[Thing], None], things: Iterable[Thing]) -> None:
    """Do some work on each of some things, in order, in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        waiting: Future[None] | None = None
        for thing in things:
            if waiting is not None:
                waiting.result()
            waiting = pool.submit(work, thing)
        if waiting is not None:
            waiting.result()
