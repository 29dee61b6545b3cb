"""Due instants of terms counted on a calendar, as tables by starting day made by the law."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ruta.acts.columns import Instants
from ruta.acts.instants import EPOCH, EPOCH_DAY, MICROSECOND, microseconds
from ruta.law.plans import Plan, Plans

FOREVER = np.iinfo(np.int64).max
NEVER = np.iinfo(np.int64).min
"""The instant of what did not happen."""


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
