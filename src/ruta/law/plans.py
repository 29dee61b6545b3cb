"""What the clock looks up: for a day, an act and the known facts, the wordings that start."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .calendars import Calendar
from .model import Wording
from .rulebook import Rulebook
from .status import WITHOUT_OBLIGATION
from .terms_of_time import Term, end_of_day


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A wording made ready to run: its elapsed time or its counted term, who may hold it."""

    wording: Wording
    elapsed: timedelta | None
    counted: Term | None
    calendar: Calendar
    office_types: tuple[str, ...]
    recurring: bool
    plain: bool
    breaks: tuple[str, ...]


class Plans:
    """
    The wordings of a rulebook by starting act, day in force and facts.

    Answers are remembered: cases repeat the same few days, acts and facts.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.by_start = self._by_start(rulebook)
        self._changes = rulebook.changes
        self._answers: dict[tuple[int, str, tuple[Any, ...]], tuple[Plan, ...]] = {}
        self._dues: dict[tuple[date, Term, str], datetime] = {}

    def starting(self, kind: str, day: date, facts: tuple[Any, ...]) -> tuple[Plan, ...]:
        """The plans that an act of a kind sets running on a local day, given the case's facts."""
        if kind not in self.by_start:
            return ()
        key = (bisect_right(self._changes, day), kind, facts)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = self._find(kind, day, facts)
        return answer

    def due(self, plan: Plan, started_at: datetime, day: date) -> datetime | None:
        """
        The last instant in time of a term that starts at an instant of a local day.

        Hours elapse from the instant; anything else is good until the end of its last local day.
        """
        if plan.elapsed is not None:
            return started_at + plan.elapsed
        if plan.counted is None:
            return None
        key = (day, plan.counted, plan.calendar.id)
        due = self._dues.get(key)
        if due is None:
            end = plan.counted.end_day(day, plan.calendar)
            due = self._dues[key] = end_of_day(end, self.rulebook.zone)
        return due

    def local_day(self, instant: datetime) -> date:
        """The legal day of an instant."""
        return instant.astimezone(self.rulebook.zone).date()

    def _find(self, kind: str, day: date, facts: tuple[Any, ...]) -> tuple[Plan, ...]:
        """Of a norm's several wordings of one duty, the first that matches holds."""
        known = dict(zip(self.rulebook.facts, facts, strict=True))
        found: dict[object, Plan] = {}
        for plan in self.by_start[kind]:
            wording = plan.wording
            if not wording.in_force_on(day) or not _hold(wording, known):
                continue
            one = wording if wording.starts_if else (wording.norm.id, duty_key(wording))
            found.setdefault(one, plan)
        return tuple(found.values())

    def _by_start(self, rulebook: Rulebook) -> dict[str, list[Plan]]:
        starts: dict[str, list[Plan]] = {}
        for wording in rulebook.wordings.values():
            if wording.starts and wording.kind not in WITHOUT_OBLIGATION:
                starts.setdefault(wording.starts, []).append(_plan(wording, rulebook))
        return starts


def duty_key(wording: Wording) -> tuple[object, ...]:
    """What makes two wordings wordings of one duty: who, from which act to which, what kind."""
    acts = (wording.starts, wording.ends, wording.breached_by, wording.precedes)
    return (wording.bearer, *acts, wording.kind, wording.regime)


def _hold(wording: Wording, known: Mapping[str, Any]) -> bool:
    return all(condition.holds(known) for condition in wording.given)


def _plan(wording: Wording, rulebook: Rulebook) -> Plan:
    term = wording.within
    elapsed = timedelta(hours=term.hours) if term and term.elapses else None
    breaks = wording.breached_by if wording.kind == "prohibition" else wording.precedes
    return Plan(
        wording=wording,
        elapsed=elapsed,
        counted=None if elapsed is not None else term,
        calendar=rulebook.calendars[wording.calendar],
        office_types=rulebook.office_types(wording.bearer),
        recurring=wording.kind == "recurring" and term is not None,
        plain=not (wording.starts_if or wording.standing or wording.discharged_by or breaks),
        breaks=breaks,
    )


def utc(instant: datetime) -> datetime:
    """The same instant in UTC."""
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)
