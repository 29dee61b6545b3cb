"""How far long work is, on a terminal; nothing where nobody looks."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

EVERY_SECONDS = 0.5


class Progress:
    """
    Called with how many are done so far, writes that and how many a second, on standard error.

    :param what: what is counted
    """

    def __init__(self, what: str) -> None:
        self.what, self.shown = what, sys.stderr.isatty()
        self.started = self.said = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if self.shown and now - self.said >= EVERY_SECONDS:
            self.said = now
            rate = done / (now - self.started)
            print(f"\r\033[K{done:,} {self.what}, {rate:,.0f} a second", end="", file=sys.stderr)
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self.shown and self.said > self.started:
            print("\r\033[K", end="", file=sys.stderr)
