"""Instants as texts of ISO 8601 with the offset of a zone, many at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.acts.columns import Instants, Mask
from ruta.acts.instants import DAY

from .logs.walls import Walls

SECOND, MINUTE, HOUR = 1_000_000, 60, 3600
Bytes = NDArray[np.uint8]


def texts(at: Instants, absent: Mask, walls: Walls) -> pa.Array:
    """
    Each instant as `2024-03-04T10:00:00-05:00`, with six decimals where it is no whole second.

    :param at: microseconds since 1970 in UTC
    :param absent: which are none; null in the answer
    """
    at = np.where(absent, 0, at)
    ahead = walls.ahead(at)
    day, of_day = np.divmod(at + ahead, DAY)
    second, fraction = np.divmod(of_day, SECOND)
    parts = [_days(day), _times()[second], _decimals(fraction), _offsets(ahead)]
    letters = np.concatenate(parts, axis=1)
    kept = np.ones(letters.shape, bool)
    kept[:, 19:26] = (fraction != 0)[:, None]
    kept[:, 32:] = (ahead // SECOND % MINUTE != 0)[:, None]
    kept[absent] = False
    ends = np.concatenate(([0], np.cumsum(kept.sum(axis=1)))).astype(np.int32)
    valid = pa.array(~absent).buffers()[1]
    data = pa.py_buffer(letters[kept].tobytes())
    return pa.Array.from_buffers(
        pa.string(), len(at), [valid, pa.py_buffer(ends.tobytes()), data], int(absent.sum())
    )


def _days(day: NDArray[np.int64]) -> Bytes:
    if not len(day):
        return np.zeros((0, 10), np.uint8)
    low = int(day.min())
    all_days = np.arange(low, int(day.max()) + 1).astype("datetime64[D]").astype("S10")
    return _bytes(all_days, 10)[day - low]


def _times() -> Bytes:
    """Every second of a day as `T10:00:00`."""
    second = np.arange(DAY // SECOND)
    digits = [second // HOUR, second % HOUR // MINUTE, second % MINUTE]
    return _numbers([("T", digits[0]), (":", digits[1]), (":", digits[2])])


def _decimals(fraction: NDArray[np.int64]) -> Bytes:
    """Microseconds as `.000001`."""
    pairs = [fraction // 10_000, fraction // 100 % 100, fraction % 100]
    return np.concatenate(
        (np.full((len(fraction), 1), ord("."), np.uint8), *(_two(pair) for pair in pairs)), axis=1
    )


def _offsets(ahead: Instants) -> Bytes:
    """Offsets as `-05:08:36`: zones once had seconds."""
    met, places = np.unique(ahead, return_inverse=True)
    second = np.abs(met) // SECOND
    digits = [second // HOUR, second % HOUR // MINUTE, second % MINUTE]
    found = _numbers([("+", digits[0]), (":", digits[1]), (":", digits[2])])
    found[met < 0, 0] = ord("-")
    return found[places]


def _numbers(parts: list[tuple[str, NDArray[np.int64]]]) -> Bytes:
    """Numbers of two digits, each after a mark."""
    count = len(parts[0][1])
    marked = [(np.full((count, 1), ord(mark), np.uint8), _two(number)) for mark, number in parts]
    return np.concatenate([column for pair in marked for column in pair], axis=1)


def _two(number: NDArray[np.int64]) -> Bytes:
    return np.stack((number // 10 + ord("0"), number % 10 + ord("0")), axis=1).astype(np.uint8)


def _bytes(texts_: NDArray[np.bytes_], width: int) -> Bytes:
    return np.frombuffer(texts_.tobytes(), np.uint8).reshape(-1, width)
