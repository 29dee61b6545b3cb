"""The wall clock of a zone, its changes of hour included, for many instants at once."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, tzinfo
from functools import lru_cache

import numpy as np

from ruta.acts.columns import Instants
from ruta.acts.instants import DAY, EPOCH, EPOCH_DAY, MICROSECOND
from ruta.law.literals import FIRST_YEAR, LAST_YEAR

FIRST = date(FIRST_YEAR, 1, 1).toordinal() - EPOCH_DAY
LAST = date(LAST_YEAR + 1, 1, 1).toordinal() - EPOCH_DAY


class Walls:
    """
    The wall clock of a zone: the instants it showed, and what it shows at an instant.

    An hour that came twice is the first of the two, one that never came is read with the offset
    before the change: as `datetime` reads them.
    """

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def utc(self, wall: Instants) -> Instants:
        """Microseconds since 1970 in UTC, from microseconds since 1970 on the wall."""
        instants: Instants = wall - self._held(wall, on_the_wall=True)
        return instants

    def ahead(self, at: Instants) -> Instants:
        """How far the wall is before UTC at some instants of UTC, in microseconds."""
        return self._held(at, on_the_wall=False)

    def _held(self, at: Instants, *, on_the_wall: bool) -> Instants:
        if not len(at):
            return np.zeros(0, np.int64)
        low, high = (int(min(max(one // DAY, FIRST), LAST)) for one in (at.min(), at.max()))
        years = range(_year_of(low), _year_of(high) + 1)
        changes = [change for year in years for change in _of_year(self.zone, on_the_wall, year)]
        begins, offsets = np.array(changes, np.int64).T
        place = np.searchsorted(begins, at, side="right") - 1
        held: Instants = offsets[np.maximum(place, 0)]
        return held


def _year_of(day: int) -> int:
    return date.fromordinal(day + EPOCH_DAY).year


@lru_cache(maxsize=4096)
def _of_year(zone: tzinfo, on_the_wall: bool, year: int) -> tuple[tuple[int, int], ...]:
    """From when on in a year each offset holds, the first from its beginning, in microseconds."""

    def offset(at: int) -> int:
        instant = EPOCH + at * MICROSECOND
        local = instant.replace(tzinfo=zone) if on_the_wall else instant.astimezone(zone)
        ahead = local.utcoffset()
        return 0 if ahead is None else ahead // MICROSECOND

    first, last = (date(y, 1, 1).toordinal() - EPOCH_DAY for y in (year, year + 1))
    changes = [(first * DAY, offset(first * DAY))]
    for day in range(first, last):
        before, after = changes[-1][1], offset((day + 1) * DAY)
        if after != before:
            start = day * DAY
            later = bisect_left(range(DAY), True, key=lambda m: offset(start + m) != before)
            changes.append((start + later, after))
    return tuple(changes)
