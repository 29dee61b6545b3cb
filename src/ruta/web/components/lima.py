"""Days and instants as people in Lima read them: "lun 3 mar 2025, 14:05"."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Lima")
LAST_INSTANT = time(23, 59, 59, 999999)
DAYS = {
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
END_OF_DAY = {"es": "fin del día", "en": "end of day"}


def spoken(language: str | None) -> str:
    """The language we have words for, of a tag like `es-pe`: `es` unless it is English."""
    return "en" if (language or "").startswith("en") else "es"


def local(instant: datetime) -> datetime:
    """
    The same instant on the wall clock of Lima.

    :raises ValueError: if the instant has no zone, because guessing one moves a legal day
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no day in Lima")
    return instant if instant.tzinfo is ZONE else instant.astimezone(ZONE)


def day_of(moment: date | datetime) -> date:
    """The local day of an instant; a date is its own day."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def day(moment: date | datetime, language: str | None = "es", *, year: bool = True) -> str:
    """A day in words: "lun 3 mar 2025", or "lun 3 mar" without its year."""
    on, words = day_of(moment), spoken(language)
    text = f"{DAYS[words][on.weekday()]} {on.day} {MONTHS[words][on.month - 1]}"
    return f"{text} {on.year}" if year else text


def clock(instant: datetime) -> str:
    """The hour on 24 hours: "14:05"."""
    here = local(instant)
    return f"{here.hour:02}:{here.minute:02}"


def instant(moment: datetime, language: str | None = "es", *, year: bool = True) -> str:
    """An instant in words: "lun 3 mar 2025, 14:05"; the last of a day reads "fin del día"."""
    here = local(moment)
    at = END_OF_DAY[spoken(language)] if closes_a_day(here) else clock(here)
    return f"{day(here, language, year=year)}, {at}"


def closes_a_day(moment: datetime) -> bool:
    """Whether this is the last microsecond of a Lima day: how a term of days ends."""
    return local(moment).time() == LAST_INSTANT
