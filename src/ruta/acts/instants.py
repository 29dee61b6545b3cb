"""Instants as whole numbers since 1970 in UTC, and the local days they fall on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .columns import Instants

EPOCH_DAY = date(1970, 1, 1).toordinal()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY = 86_400_000_000


def microseconds(instant: datetime) -> int:
    """An aware instant as microseconds since 1970 in UTC, exactly."""
    return (instant - EPOCH) // MICROSECOND


class LocalDays:
    """The legal days of instants: those of a zone, its changes of hour included."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._midnight = lru_cache(maxsize=None)(self._midnight_of)

    def of(self, at: Instants) -> NDArray[np.int32]:
        """For each instant in microseconds, its local day in days since 1970."""
        guess = at // DAY
        low, high = (int(guess.min()) - 2, int(guess.max()) + 3) if len(at) else (0, 0)
        midnights = np.array([self._midnight(day) for day in range(low, high + 1)], np.int64)
        return (np.searchsorted(midnights, at, side="right") + (low - 1)).astype(np.int32)

    def _midnight_of(self, day: int) -> int:
        local = date.fromordinal(day + EPOCH_DAY)
        return microseconds(datetime(local.year, local.month, local.day, tzinfo=self.zone))
