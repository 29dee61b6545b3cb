"""Long work that puts files aside ends as by Ctrl-C when it is told to end, and removes them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ASKED = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def ending_well() -> Iterator[None]:
    """Meanwhile SIGTERM and SIGHUP raise `KeyboardInterrupt`; for the main thread."""
    before = {number: signal.signal(number, _stop) for number in ASKED}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
