"""
The times there are figures of: quarters that do not overlap, and years. Never a month.

An id is `2026-Q2` or `2026`; a correction adds a number, as in `2026-Q2.1`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LAG = timedelta(days=90)
"""How long after its end a period stays unpublished."""
BETWEEN_REVISIONS = timedelta(days=365)
ID = re.compile(r"(\d{4})(?:-Q([1-4]))?(?:\.([1-9]\d*))?")


class BadPeriod(ValueError):
    """A text that names no quarter and no year."""


class TooEarly(ValueError):
    """A period whose lag is not over, or a revision within a year of the last."""


@dataclass(frozen=True)
class Period:
    """A quarter or a year: its first local day, and the first day after it."""

    name: str
    from_: date
    until: date

    @property
    def yearly(self) -> bool:
        return len(self.name) == 4

    @property
    def year(self) -> int:
        return self.from_.year

    @property
    def open_on(self) -> date:
        """The first day on which it may be published."""
        return self.until + LAG

    def check_lag(self, on: date) -> None:
        """:raises TooEarly: on a day before the lag is over"""
        if on < self.open_on:
            raise TooEarly(f"{self.name} may be published from {self.open_on} on, not on {on}")

    def quarters(self) -> tuple[Period, ...]:
        """The quarters of a year; nothing for a quarter."""
        return tuple(period(f"{self.name}-Q{q}") for q in range(1, 5)) if self.yearly else ()


def period(name: str) -> Period:
    """
    The period of a name.

    :raises BadPeriod: for a month, a week, or any other text
    """
    found = ID.fullmatch(name)
    if not found or found[3]:
        raise BadPeriod(f"{name!r} is no quarter (2026-Q2) and no year (2026)")
    year, quarter = int(found[1]), int(found[2] or 0)
    if not quarter:
        return Period(name, date(year, 1, 1), date(year + 1, 1, 1))
    end = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return Period(name, date(year, 3 * quarter - 2, 1), end)


def of_release(id_: str) -> Period:
    """The period of a release, whether or not it is a correction."""
    return period(id_.partition(".")[0])


def correction_of(name: str, ids: Sequence[str]) -> str:
    """The id of the next correction of a period."""
    taken = [int(id_.partition(".")[2] or 0) for id_ in ids if id_.partition(".")[0] == name]
    return f"{name}.{max(taken, default=0) + 1}"
