"""How many distinct cases a person, an office and everybody together opened in the last hour.

Pure counting in memory, by the database's clock; `watch` fills it from the audit at the start.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ruta.access.keyd.limits import Limits

HOUR = timedelta(hours=1)
TIMES_USUAL = 3
ZONE = ZoneInfo("America/Lima")


@dataclass(frozen=True)
class Opening:
    """Somebody opens a case, at an instant of the database."""

    person: UUID
    office: str
    case: UUID
    at: datetime


@dataclass(frozen=True)
class Verdict:
    """`stop` names the cap that is reached, or is empty; `tell` lists kinds of alert to raise."""

    stop: str = ""
    tell: tuple[str, ...] = ()


@dataclass
class Window:
    """The distinct things seen in the last hour, oldest first."""

    seen: OrderedDict[Hashable, datetime] = field(default_factory=OrderedDict)

    def forget(self, now: datetime) -> None:
        """Drop what is an hour old."""
        while self.seen and next(iter(self.seen.values())) <= now - HOUR:
            self.seen.popitem(last=False)

    def full_for(self, thing: Hashable, limit: int) -> bool:
        """Whether one more would be over the limit; what is counted already never is."""
        return thing not in self.seen and len(self.seen) >= limit

    def note(self, thing: Hashable, at: datetime) -> None:
        """Count it, now last."""
        self.seen[thing] = max(at, self.seen.get(thing, at))
        self.seen.move_to_end(thing)


@dataclass
class Day:
    """What a person opened on one day in Lima; `bound` is above what is unusual, once known."""

    on: date
    cases: set[UUID] = field(default_factory=set)
    bound: int | None = None
    told: bool = False


class Ledger:
    """The counts; `usual(person)` is the median of their days of the last thirty, or 0."""

    def __init__(self, limits: Limits, usual: Callable[[UUID], float]) -> None:
        self.limits = limits
        self.staff = 1
        self._usual = usual
        self._lock = threading.Lock()
        self._people: dict[UUID, Window] = {}
        self._offices: dict[str, Window] = {}
        self._total = Window()
        self._days: dict[UUID, Day] = {}

    @property
    def total_limit(self) -> int:
        """
        How many cases everybody together may open in an hour.

        Whoever opened something and went home still counts, or the last ones there could not work.
        """
        people = max(1, self.staff, len(self._people))
        return self.limits.total_hour or self.limits.person_hour * people

    def _caps(self, opening: Opening) -> list[tuple[str, Window, int]]:
        person = self._people.setdefault(opening.person, Window())
        office = self._offices.setdefault(opening.office, Window())
        return [
            ("person", person, self.limits.person_hour),
            ("office", office, self.limits.office_hour),
            ("total", self._total, self.total_limit),
        ]

    def open(self, opening: Opening) -> Verdict:
        """Count an opening, unless a cap stops it; whoever is stopped once is told of once."""
        with self._lock:
            caps = self._caps(opening)
            for _, window, _ in caps:
                window.forget(opening.at)
            for name, window, limit in caps:
                if window.full_for(opening.case, limit):
                    return Verdict(name, ("cap",))
            for _, window, _ in caps:
                window.note(opening.case, opening.at)
            day = self._day(opening)
        return Verdict("", ("cap-near",) if self._is_unusual(day, opening.person) else ())

    def _day(self, opening: Opening) -> Day:
        on = opening.at.astimezone(ZONE).date()
        day = self._days.get(opening.person)
        if day is None or day.on != on:
            day = self._days[opening.person] = Day(on)
        day.cases.add(opening.case)
        return day

    def _is_unusual(self, day: Day, person: UUID) -> bool:
        """Whether this day has just become one to tell of; the usual is asked for once a day."""
        if day.told or len(day.cases) <= self.limits.alert_day:
            return False
        if day.bound is None:
            usual = self._usual(person)
            day.bound = max(self.limits.alert_day, int(TIMES_USUAL * usual))
        day.told = len(day.cases) > day.bound
        return day.told

    def recall(self, opening: Opening, *, now: datetime) -> None:
        """Count what was opened before the keeper started; of a full day it was told then."""
        with self._lock:
            if opening.at > now - HOUR:
                for _, window, _ in self._caps(opening):
                    window.note(opening.case, opening.at)
            if opening.at.astimezone(ZONE).date() == now.astimezone(ZONE).date():
                self._day(opening)

    def tidy(self, now: datetime) -> None:
        """Forget whoever opened nothing in the last hour, and the days that are over."""
        with self._lock:
            for window in (*self._people.values(), *self._offices.values(), self._total):
                window.forget(now)
            self._people = {of: window for of, window in self._people.items() if window.seen}
            self._offices = {of: window for of, window in self._offices.items() if window.seen}
            today = now.astimezone(ZONE).date()
            self._days = {who: day for who, day in self._days.items() if day.on == today}

    def counts(self) -> dict[str, int]:
        """How many people opened how many cases, in the last hour as far as it was looked at."""
        with self._lock:
            people, cases = len(self._people), len(self._total.seen)
            return {"people": people, "cases": cases, "total_limit": self.total_limit}


class Rate:
    """So many a minute, evenly, with a minute's worth at once."""

    def __init__(self, a_minute: int) -> None:
        self.a_minute = a_minute
        self._lock = threading.Lock()
        self._left, self._at = float(a_minute), 0.0

    def take(self, now_s: float) -> bool:
        """Whether one more is allowed at this second of any steady clock."""
        with self._lock:
            gained = max(0.0, now_s - self._at) * self.a_minute / 60
            self._left, self._at = min(float(self.a_minute), self._left + gained), now_s
            if self._left < 1:
                return False
            self._left -= 1
            return True
