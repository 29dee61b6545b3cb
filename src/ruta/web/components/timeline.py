"""The timeline: the acts of a case down the page, by Lima day, the latest day first or last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from . import lima

LATE = {
    "es": ("registrado al día siguiente", "registrado {days} días después"),
    "en": ("recorded the next day", "recorded {days} days later"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing an act says: its label and its value, both ready to read."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One act. A version that no longer holds stays in its place, struck, and names its successor.

    `anchor` is its id on the page; `corrected_by`, `corrects` and `annulled_by` are anchors of
    others. `to` is the office it is addressed to, `href` where all of it is read, and `seen_by` who
    opened it, for those who may know.
    """

    anchor: str
    kind: str
    at: datetime
    recorded_at: datetime
    office: str = ""
    summary: str = ""
    facts: tuple[Fact, ...] = ()
    corrects: str = ""
    corrected_by: str = ""
    annulled_by: str = ""
    seen_by: tuple[str, ...] = ()
    href: str = ""
    to: str = ""

    @property
    def superseded(self) -> bool:
        """Whether a correction or an annulment took its place."""
        return bool(self.corrected_by or self.annulled_by)

    @property
    def late_days(self) -> int:
        """Lima days between the act and its recording."""
        return (lima.day_of(self.recorded_at) - lima.day_of(self.at)).days


@dataclass(frozen=True, slots=True)
class Day:
    """One Lima day and its acts, in order."""

    on: date
    entries: tuple[Entry, ...]


def by_day(entries: Iterable[Entry]) -> tuple[Day, ...]:
    """The entries grouped by Lima day, in the order given; order them by instant first."""
    days = groupby(entries, key=lambda entry: lima.day_of(entry.at))
    return tuple(Day(on, tuple(acts)) for on, acts in days)


def lateness(entry: Entry, language: str | None = "es") -> str:
    """ "registrado 2 días después", or nothing when recorded the same day."""
    one, many = LATE[lima.spoken(language)]
    if entry.late_days <= 0:
        return ""
    return one if entry.late_days == 1 else many.format(days=entry.late_days)
