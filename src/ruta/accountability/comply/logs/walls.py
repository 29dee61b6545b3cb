"""The wall clock of a zone, its changes of hour included, for many instants at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from functools import cached_property

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
        instants: Instants = wall - _held(self._on_the_wall, wall)
        return instants

    def ahead(self, at: Instants) -> Instants:
        """How far the wall is before UTC at some instants of UTC, in microseconds."""
        return _held(self._in_utc, at)

    @cached_property
    def _on_the_wall(self) -> tuple[Instants, Instants]:
        return _changes(lambda wall: _ahead((EPOCH + wall * MICROSECOND).replace(tzinfo=self.zone)))

    @cached_property
    def _in_utc(self) -> tuple[Instants, Instants]:
        return _changes(lambda at: _ahead((EPOCH + at * MICROSECOND).astimezone(self.zone)))


def _ahead(local: datetime) -> int:
    ahead = local.utcoffset()
    return 0 if ahead is None else ahead // MICROSECOND


def _changes(offset: Callable[[int], int]) -> tuple[Instants, Instants]:
    """From when on each offset holds; the first holds before as well, the last ever after."""
    begins, offsets = [FIRST * DAY], [offset(FIRST * DAY)]
    for day in range(FIRST, LAST):
        before, after = offsets[-1], offset((day + 1) * DAY)
        if after != before:
            start = day * DAY
            begins.append(start + _first(start, before, offset))
            offsets.append(after)
    return np.array(begins, np.int64), np.array(offsets, np.int64)


def _first(start: int, before: int, offset: Callable[[int], int]) -> int:
    """The microsecond of a day from which its offset is another."""
    return bisect_left(range(DAY), True, key=lambda later: offset(start + later) != before)


def _held(changes: tuple[Instants, Instants], at: Instants) -> Instants:
    begins, offsets = changes
    place = np.searchsorted(begins, at, side="right") - 1
    held: Instants = offsets[np.maximum(place, 0)]
    return held
