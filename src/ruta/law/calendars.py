"""Working days: weekends and holidays by rule, as the rulebook states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

ONE_DAY = timedelta(days=1)


class BadCalendar(ValueError):
    """A calendar that the rulebook states wrongly."""


@dataclass(frozen=True, slots=True)
class NonWorkingDay:
    """
    One rule: a fixed `month` and `day`, days from Easter Sunday, or a single `on` date.

    `from_year` and `to_year` are both inclusive.
    """

    name: str
    source: str
    confidence: str
    month: int = 0
    day: int = 0
    easter: int | None = None
    on: date | None = None
    from_year: int = 1
    to_year: int = 9999
    doubts: tuple[str, ...] = ()

    def in_year(self, year: int) -> date | None:
        """The date it falls on in a year, if it does."""
        if self.on is not None:
            return self.on if self.on.year == year else None
        if not self.from_year <= year <= self.to_year:
            return None
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        return date(year, self.month, self.day)


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days of those who follow it."""

    id: str
    weekend: frozenset[int]
    days: tuple[NonWorkingDay, ...]
    doubts: tuple[str, ...] = ()
    _years: dict[int, frozenset[date]] = field(default_factory=dict, repr=False)
    _ends: dict[tuple[date, int], date] = field(default_factory=dict, repr=False)

    def is_working(self, day: date) -> bool:
        """Whether a local day is a working one."""
        return day.weekday() not in self.weekend and day not in self._of_year(day.year)

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`, which is not counted."""
        end = self._ends.get((start, count))
        if end is None:
            end, left = start, count
            while left:
                end += ONE_DAY
                left -= self.is_working(end)
            self._ends[start, count] = end
        return end

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working one, else the first after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def non_working_days(self, year: int) -> dict[date, str]:
        """The holidays of a year with their names, weekends apart."""
        found = ((rule.in_year(year), rule.name) for rule in self.days)
        return {day: name for day, name in found if day is not None}

    def _of_year(self, year: int) -> frozenset[date]:
        days = self._years.get(year)
        if days is None:
            days = self._years[year] = frozenset(self.non_working_days(year))
        return days


def read_calendars(tables: Mapping[str, Any]) -> dict[str, Calendar]:
    """
    Read the calendars of a rulebook; one may extend another stated before it.

    :raises BadCalendar: naming the calendar and the rule
    """
    calendars: dict[str, Calendar] = {}
    for name, table in tables.items():
        calendars[name] = _read(name, table, calendars)
    return calendars


def _read(name: str, table: Mapping[str, Any], known: Mapping[str, Calendar]) -> Calendar:
    base = table.get("extends")
    if base is not None and base not in known:
        raise BadCalendar(f"calendar {name}: extends {base!r}, which is not stated before it")
    inherited = known[base] if base else None
    weekend = table.get("weekend", sorted(inherited.weekend) if inherited else [5, 6])
    try:
        own = tuple(_rule(rule) for rule in table.get("days", ()))
    except (TypeError, ValueError) as error:
        raise BadCalendar(f"calendar {name}: {error}") from error
    days = (inherited.days if inherited else ()) + own
    return Calendar(name, frozenset(weekend), days, tuple(table.get("doubts", ())))


def _rule(table: Mapping[str, Any]) -> NonWorkingDay:
    values = {**table, "doubts": tuple(table.get("doubts", ()))}
    values.setdefault("source", "")
    values.setdefault("confidence", "recalled-unverified")
    rule = NonWorkingDay(**values)
    if rule.on is None and rule.easter is None:
        date(2024, rule.month, rule.day)
    return rule


@lru_cache(maxsize=512)
def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's method)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, g = b // 4, b % 4, (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)
