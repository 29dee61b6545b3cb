"""Terms: how long a duty has, and the instant at which a term that began on a day ends."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .calendars import Calendar

_DATE_PART = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$")
_TIME_PART = re.compile(r"^PT(\d+)H$")
INSTANT = timedelta(microseconds=1)


class BadTerm(ValueError):
    """A duration that is not one of the forms the law uses."""


@dataclass(frozen=True, slots=True)
class Term:
    """
    A length of time: `hours` elapse; `days`, `months` and `years` are counted on a calendar.

    `working` counts working days of the calendar; `roll` moves an end that falls on a
    non-working day to the next working one.
    """

    text: str
    hours: int = 0
    days: int = 0
    months: int = 0
    working: bool = False
    roll: bool = False

    @property
    def elapses(self) -> bool:
        """Whether it is counted in elapsed hours rather than on the calendar."""
        return self.hours > 0

    def end_day(self, start: date, calendar: Calendar) -> date:
        """The last local day of a term that starts on a local day, which is not counted."""
        if self.working:
            return calendar.add_working_days(start, self.days)
        end = add_months(start, self.months) + timedelta(days=self.days)
        return calendar.next_working_day(end) if self.roll else end


def parse(text: str, *, basis: str = "calendar", roll: str = "none") -> Term:
    """
    Read an ISO 8601 duration of hours, or of days, months and years.

    :raises BadTerm: for anything else, working months, or working hours
    """
    if basis not in ("calendar", "working") or roll not in ("none", "next-working-day"):
        raise BadTerm(f"basis {basis!r} or roll {roll!r} is unknown")
    working, rolls = basis == "working", roll == "next-working-day"
    if hours := _TIME_PART.match(text):
        if working or rolls or int(hours[1]) == 0:
            raise BadTerm(f"{text!r}: hours elapse; they are not counted in working days")
        return Term(text, hours=int(hours[1]))
    parts = _DATE_PART.match(text)
    if parts is None or text == "P":
        raise BadTerm(f"{text!r} is not a duration such as PT24H, P5D, P6M or P1Y")
    years, months, days = (int(part or 0) for part in parts.groups())
    if working and (years or months or days == 0 or rolls):
        raise BadTerm(f"{text!r}: only a number of days from one up can be working days")
    return Term(text, days=days, months=12 * years + months, working=working, roll=rolls)


def add_months(day: date, months: int) -> date:
    """The same date so many months later, or the last of that month where it has no such date."""
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=65536)
def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last microsecond of a local day, in UTC: until then a term of days is good."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return midnight.astimezone(UTC) - INSTANT
