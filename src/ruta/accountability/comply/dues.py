"""Due instants of terms counted on a calendar, as tables by starting day made by the law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ruta.law.plans import Plan, Plans

from .acts import Instants

EPOCH_DAY = date(1970, 1, 1).toordinal()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FOREVER = np.iinfo(np.int64).max
NEVER = np.iinfo(np.int64).min
"""The instant of what did not happen."""


def microseconds(instant: datetime) -> int:
    """An aware instant as microseconds since 1970 in UTC, exactly."""
    return (instant - EPOCH) // MICROSECOND


class Dues:
    """The due instants of a rulebook's plans, remembered by term, calendar and day."""

    def __init__(self, plans: Plans) -> None:
        self.plans = plans
        self._tables: dict[tuple[object, str], tuple[int, Instants]] = {}

    def of(self, plan: Plan, started_at: Instants, day: NDArray[np.integer[Any]]) -> Instants:
        """For each start, the last instant in time; `FOREVER` where the plan has no term."""
        if plan.elapsed is not None:
            due: Instants = started_at + plan.elapsed // MICROSECOND
            return due
        if plan.counted is None or not len(day):
            return np.full(len(started_at), FOREVER)
        first, table = self._table(plan, int(day.min()), int(day.max()))
        counted: Instants = table[day - first]
        return counted

    def _table(self, plan: Plan, low: int, high: int) -> tuple[int, Instants]:
        """The due instants of every day of a span, which grows as it is asked for."""
        key = (plan.counted, plan.calendar.id)
        first, table = self._tables.get(key, (low, np.zeros(0, np.int64)))
        if low < first or high >= first + len(table):
            last = max(high, first + len(table) - 1)
            first = min(low, first)
            table = np.array([self._due(plan, day) for day in range(first, last + 1)], np.int64)
            self._tables[key] = first, table
        return first, table

    def _due(self, plan: Plan, day: int) -> int:
        local = date.fromordinal(day + EPOCH_DAY)
        due = self.plans.due(plan, EPOCH, local)
        assert due is not None
        return microseconds(due)


class LocalDays:
    """Legal days of instants: the days of the rulebook's zone, its changes of hour included."""

    def __init__(self, plans: Plans) -> None:
        self.plans = plans
        self._midnight = lru_cache(maxsize=None)(self._midnight_of)

    def of(self, at: Instants) -> NDArray[np.int32]:
        """For each instant, its local day in days since 1970."""
        guess = at // 86_400_000_000
        low, high = (int(guess.min()) - 2, int(guess.max()) + 3) if len(at) else (0, 0)
        midnights = np.array([self._midnight(day) for day in range(low, high + 1)], np.int64)
        return (np.searchsorted(midnights, at, side="right") + (low - 1)).astype(np.int32)

    def _midnight_of(self, day: int) -> int:
        local = date.fromordinal(day + EPOCH_DAY)
        zone = self.plans.rulebook.zone
        return microseconds(datetime(local.year, local.month, local.day, tzinfo=zone))
