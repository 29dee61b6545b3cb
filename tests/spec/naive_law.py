"""
The law as a second, naive reader reads it: norm files, working days and terms.

Nothing of `ruta.law` is used. Wordings are plain dicts with the keys of the norm files, and
`norm`, `from_` and `until` worked out; days are counted one by one.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
NOT_NORMS = {"rulebook.toml", "terms.toml", "conflicts.toml"}


class Law(NamedTuple):
    """What the files say, as plain values."""

    zone: ZoneInfo
    wordings: list[dict[str, Any]]
    calendars: dict[str, dict[str, Any]]
    bearers: dict[str, dict[str, Any]]
    default_calendar: str
    default_facts: dict[str, Any]
    transfers: set[str]

    @classmethod
    def read(cls, folder: Path) -> Law:
        """Read a folder of norms; its settings and terms stand in it or beside it."""
        settings = _toml(_settings_file(folder, "rulebook.toml"))
        facts = settings.get("facts", {})
        return cls(
            zone=ZoneInfo(settings["zone"]),
            wordings=read_wordings(folder),
            calendars=settings["calendars"],
            bearers=_toml(_settings_file(folder, "terms.toml")).get("bearers", {}),
            default_calendar=settings.get("calendar") or next(iter(settings["calendars"])),
            default_facts={n: f["default"] for n, f in facts.items() if "default" in f},
            transfers=set(settings.get("transfers", ())),
        )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _settings_file(folder: Path, name: str) -> Path:
    return folder / name if (folder / name).exists() else folder.parent / name


def read_wordings(folder: Path) -> list[dict[str, Any]]:
    """Every wording of a folder of norms, with its first day and the first day without it."""
    norms = [_toml(p) for p in sorted(folder.glob("*.toml")) if p.name not in NOT_NORMS]
    return [
        {
            **wording,
            "norm": norm["norm"]["id"],
            "from_": norm["norm"]["in_force"],
            "until": _until(wording, norm, norms),
        }
        for norm in norms
        for wording in norm.get("wording", ())
    ]


def _until(
    wording: dict[str, Any], norm: dict[str, Any], norms: list[dict[str, Any]]
) -> date | None:
    days = [norm["norm"].get("ceases"), wording.get("ceases")]
    for other in norms:
        gone = {e["wording"] for e in other.get("ends", ())}
        for later in other.get("wording", ()):
            gone |= set(later.get("replaces", ()))
        if wording["id"] in gone:
            days.append(other["norm"]["in_force"])
    return min((day for day in days if day is not None), default=None)


def is_working_day(law: Law, name: str, day: date) -> bool:
    """Whether a calendar works on a day: it follows `extends` and reads each rule by hand."""
    here: dict[str, Any] | None = law.calendars[name]
    weekend = None
    while here is not None:
        if weekend is None:
            weekend = here.get("weekend")
        if any(_falls_on(rule, day) for rule in here.get("days", ())):
            return False
        here = law.calendars[here["extends"]] if here.get("extends") else None
    return day.weekday() not in (weekend if weekend is not None else [5, 6])


def _falls_on(rule: dict[str, Any], day: date) -> bool:
    if not rule.get("from_year", day.year) <= day.year <= rule.get("to_year", day.year):
        return False
    if "on" in rule:
        return bool(rule["on"] == day)
    if "easter" in rule:
        return day == easter(day.year) + timedelta(days=rule["easter"])
    return (day.month, day.day) == (rule["month"], rule["day"])


def easter(year: int) -> date:
    """Easter Sunday by epacts: the Sunday after the full moon on or after 21 March."""
    golden = year % 19 + 1
    century = year // 100 + 1
    skipped, moon = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + moon - skipped) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = 44 - epact if 44 - epact >= 21 else 74 - epact
    day = date(year, 3, 1) + timedelta(days=full - 1) + ONE_DAY
    while day.weekday() != 6:
        day += ONE_DAY
    return day


def due(law: Law, wording: dict[str, Any], started_at: datetime) -> datetime | None:
    """The last instant in time of a term that starts at an instant; `None` without a term."""
    if not wording.get("within"):
        return None
    if hours := re.fullmatch(r"PT(\d+)H", wording["within"]):
        return started_at + timedelta(hours=int(hours[1]))
    parts = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", wording["within"])
    assert parts, f"{wording['id']}: {wording['within']}"
    years, months, days = (int(part or 0) for part in parts.groups())
    day = local_day(law, started_at)
    if wording.get("basis") == "working":
        last = _working_days_later(law, calendar_of(law, wording), day, days)
    else:
        last = _months_later(day, 12 * years + months) + timedelta(days=days)
        if wording.get("roll") == "next-working-day":
            while not is_working_day(law, calendar_of(law, wording), last):
                last += ONE_DAY
    return _last_instant(law, last)


def local_day(law: Law, instant: datetime) -> date:
    return instant.astimezone(law.zone).date()


def calendar_of(law: Law, wording: dict[str, Any]) -> str:
    """The calendar a wording counts by: its own, else its bearer's, else the rulebook's."""
    bearer = law.bearers.get(wording["bearer"], {})
    return wording.get("calendar") or bearer.get("calendar") or law.default_calendar


def _working_days_later(law: Law, name: str, day: date, days: int) -> date:
    counted = 0
    while counted < days:
        day += ONE_DAY
        counted += is_working_day(law, name, day)
    return day


def _months_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _last_instant(law: Law, day: date) -> datetime:
    after = day + ONE_DAY
    return datetime(after.year, after.month, after.day, tzinfo=law.zone).astimezone(UTC) - INSTANT
