"""Instants written without an offset: the wall clock of a zone, its changes of hour included."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta, tzinfo
from functools import cached_property

import numpy as np

from ruta.acts.columns import Instants
from ruta.acts.instants import DAY, EPOCH, EPOCH_DAY, MICROSECOND
from ruta.law.literals import FIRST_YEAR, LAST_YEAR

FIRST = date(FIRST_YEAR, 1, 1).toordinal() - EPOCH_DAY
LAST = date(LAST_YEAR + 1, 1, 1).toordinal() - EPOCH_DAY


class Walls:
    """
    The instants that a zone's wall clock showed.

    An hour that came twice is the first of the two, one that never came is read with the offset
    before the change: as `datetime` reads them.
    """

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def utc(self, wall: Instants) -> Instants:
        """
        Microseconds since 1970 in UTC, from microseconds since 1970 on the wall.

        Those of years no term is counted in come back as they are.
        """
        begins, offsets = self._changes
        place = np.searchsorted(begins, wall, side="right") - 1
        instants: Instants = wall - offsets[np.clip(place, 0, len(offsets) - 1)]
        return instants

    def offset(self, wall: int) -> int:
        """How far the wall is before UTC, in microseconds."""
        naive = EPOCH + timedelta(microseconds=wall)
        ahead = naive.replace(tzinfo=self.zone).utcoffset()
        return 0 if ahead is None else ahead // MICROSECOND

    def offsets(self, low: int, high: int) -> set[int]:
        """The offsets of the zone between two instants of UTC, in microseconds."""
        found = set()
        for at in range(low, high + 30 * DAY, 30 * DAY):
            ahead = (EPOCH + timedelta(microseconds=at)).astimezone(self.zone).utcoffset()
            found.add(0 if ahead is None else ahead // MICROSECOND)
        return found

    @cached_property
    def _changes(self) -> tuple[Instants, Instants]:
        """From when on, on the wall, each offset holds; the first holds before as well."""
        begins, offsets = [FIRST * DAY], [self.offset(FIRST * DAY)]
        for day in range(FIRST, LAST):
            after = self.offset((day + 1) * DAY)
            if after != offsets[-1]:
                begins.append(self._change(day * DAY, offsets[-1]))
                offsets.append(after)
        return np.array(begins, np.int64), np.array(offsets, np.int64)

    def _change(self, wall: int, before: int) -> int:
        """The microsecond of a day from which its offset is another."""
        return wall + bisect_left(range(DAY), True, key=lambda m: self.offset(wall + m) != before)
