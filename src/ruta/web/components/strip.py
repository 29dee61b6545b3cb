"""
The clock strip: a duty drawn along its own time, from its start to its due instant and beyond.

Positions are text percentages of the width, so the drawing keeps its shapes at any size.
A part so late that it would crush the term is shortened, and a break says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from . import clock_words, lima, statuses
from .statuses import Status

BREAK_AFTER = 2  # a late part longer than this many terms is shortened
BROKEN_DUE = 0.34  # where the due mark stands then
SOON_AT_MOST = timedelta(days=3)
LABELS = {
    "es": {
        "due": "vence {when}",
        "due past": "venció {when}",
        "until": "hasta {when}",
        "now": "ahora",
    },
    "en": {
        "due": "due {when}",
        "due past": "was due {when}",
        "until": "until {when}",
        "now": "now",
    },
}


@dataclass(frozen=True, slots=True)
class Duty:
    """
    What a strip is drawn from: one duty of one case, its labels already in the reader's language.

    `status` and `kind` are the words of `ruta.law`; instants are aware; `office` is empty where
    no office holds the duty.
    """

    title: str
    bearer: str
    article: str
    kind: str
    status: str
    started_at: datetime
    office: str = ""
    due_at: datetime | None = None
    met_at: datetime | None = None
    discharged_at: datetime | None = None
    breached_at: datetime | None = None
    confidence: str = "verified-text"
    notes: tuple[str, ...] = ()
    href: str = ""

    @property
    def ended_at(self) -> datetime | None:
        """When it stopped running, if it did."""
        return self.met_at or self.discharged_at or self.breached_at


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the strip; `look` is run, soon, past, done, rest, open, quiet or late."""

    look: str
    x: str
    width: str
    end: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the strip; `look` is due, now, met, met-late, stop or breach."""

    look: str
    x: str
    label: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Strip:
    """
    Everything a page prints of a duty as of `now`: words, bars, marks, the whole in one sentence.

    Each part is worked out when it is asked for: a line without a drawing needs no bars.
    """

    duty: Duty
    now: datetime
    language: str | None

    @cached_property
    def status(self) -> Status:
        """Its status, told apart when the term is nearly over."""
        return statuses.status(_refined(self.duty, self.now), self.language)

    @cached_property
    def confidence(self) -> Status:
        """How sure we are of the rule."""
        return statuses.confidence(self.duty.confidence, self.language)

    @cached_property
    def words(self) -> str:
        """How it stands, in one phrase."""
        return _words(self.duty, self.now, self.language)

    @cached_property
    def since(self) -> str:
        """When it began."""
        return lima.instant(self.duty.started_at, self.language)

    @cached_property
    def until(self) -> str:
        """Its due instant; empty where it has none."""
        return lima.instant(self.duty.due_at, self.language) if self.duty.due_at else ""

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """From the left: what has run, then what is late or what is left."""
        return tuple(_bars(self.duty, self._scale, self.status.tone, self.now))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Its due instant, and where it has come to."""
        return tuple(_marks(self.duty, self._scale, self.now, self.language))

    @property
    def gap(self) -> str:
        """Where the break of a shortened part is drawn, or nothing."""
        return self._scale.gap

    @property
    def sentence(self) -> str:
        """The strip read aloud: who owes what, how it stands, by which rule and how sure we are."""
        duty, words = self.duty, f"{self.words[:1].upper()}{self.words[1:]}"
        until = f" ({self.until})" if self.until else ""
        who = duty.office or duty.bearer
        return f"{who}: {duty.title}. {words}{until}. {duty.article}, {self.confidence.word}."

    @cached_property
    def _scale(self) -> _Scale:
        return _Scale.of(self.duty, self.now)

    @property
    def tells(self) -> bool:
        """Whether the words already begin with the word of the status."""
        return self.words.split()[0] == self.status.word.split()[0]


def of(obligation: Any, *, now: datetime, language: str, bearer: str, office: str = "") -> Duty:
    """A duty from an obligation of the clock (`ruta.law.model.Obligation`, or alike)."""
    wording = obligation.wording
    return Duty(
        title=wording.title_en if lima.spoken(language) == "en" else wording.title_es,
        bearer=bearer,
        article=wording.article,
        kind=wording.kind,
        status=obligation.status(now),
        started_at=obligation.started_at,
        office=office,
        due_at=obligation.due_at,
        met_at=obligation.met_at,
        discharged_at=obligation.discharged_at,
        breached_at=obligation.breached_at,
        confidence=wording.confidence,
        notes=tuple(note for note in (wording.note, *wording.doubts) if note),
    )


def draw(duty: Duty, *, now: datetime, language: str | None = "es") -> Strip:
    """The strip of a duty as of `now`, an aware instant."""
    return Strip(duty, now, language)


def soon(started_at: datetime, due_at: datetime, now: datetime) -> bool:
    """Whether a running term is near its end: its last quarter, at most three days."""
    return now <= due_at and due_at - now <= min((due_at - started_at) / 4, SOON_AT_MOST)


def _refined(duty: Duty, now: datetime) -> str:
    """The law's status, or `due-soon` for a term that is nearly over."""
    if duty.status == "pending" and duty.due_at and soon(duty.started_at, duty.due_at, now):
        return "due-soon"
    return duty.status


def _words(duty: Duty, now: datetime, language: str | None) -> str:
    return clock_words.standing(
        duty.status,
        kind=duty.kind,
        started_at=duty.started_at,
        now=now,
        due_at=duty.due_at,
        met_at=duty.met_at,
        discharged_at=duty.discharged_at,
        breached_at=duty.breached_at,
        language=language,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Instants to the width: `start` at the left, `end` at the right, `due` fixed if broken."""

    start: datetime
    end: datetime
    due: datetime | None
    broken: bool

    @classmethod
    def of(cls, duty: Duty, now: datetime) -> _Scale:
        reached = max(duty.ended_at or now, duty.started_at)
        end = max(reached, duty.due_at) if duty.due_at else reached
        term = duty.due_at - duty.started_at if duty.due_at else None
        broken = term is not None and end - duty.started_at - term > BREAK_AFTER * term
        return cls(duty.started_at, end, duty.due_at, broken)

    def share(self, moment: datetime) -> float:
        """Where an instant stands, 0 to 1."""
        if not self.broken or self.due is None:
            return _ratio(moment - self.start, self.end - self.start)
        if moment <= self.due:
            return BROKEN_DUE * _ratio(moment - self.start, self.due - self.start)
        late = _ratio(moment - self.due, self.end - self.due)
        return BROKEN_DUE + (1 - BROKEN_DUE) * late

    def percent(self, moment: datetime) -> float:
        return 100 * self.share(moment)

    def at(self, moment: datetime) -> str:
        return _text(self.percent(moment))

    @property
    def gap(self) -> str:
        """Where the break is drawn, or nothing."""
        return _text(50 * (BROKEN_DUE + 1)) if self.broken else ""

    def bar(self, look: str, start: datetime, end: datetime) -> Bar:
        low, high = self.percent(start), self.percent(end)
        return Bar(look, _text(low), _text(max(high - low, 0.0)), _text(high))


def _ratio(part: timedelta, whole: timedelta) -> float:
    return min(max(part / whole, 0.0), 1.0) if whole else 1.0


def _text(percent: float) -> str:
    return f"{percent:.2f}%"


def _bars(duty: Duty, scale: _Scale, tone: str, now: datetime) -> list[Bar]:
    """From the left: what has run, then what is late or what is left."""
    start, due = duty.started_at, duty.due_at
    reached = max(duty.ended_at or now, start)
    if due is None:
        return [scale.bar("done" if duty.met_at else "open", start, scale.end)]
    if reached <= due:
        look = {"done": "done", "soon": "soon", "quiet": "quiet"}.get(tone, "run")
        return [scale.bar("rest", start, due), scale.bar(look, start, reached)]
    late = "late" if duty.kind != "right-window" else "quiet"
    return [scale.bar("past", start, due), scale.bar(late, due, reached)]


def _marks(duty: Duty, scale: _Scale, now: datetime, language: str | None) -> list[Mark]:
    marks = []
    if duty.due_at:
        marks.append(_due(duty, duty.due_at, scale, now, language))
    if duty.status != "voided":
        marks.append(_reached(duty, scale, now, language))
    return marks


def _reached(duty: Duty, scale: _Scale, now: datetime, language: str | None) -> Mark:
    """Where the duty has come to: its end, told by its instant, or now."""
    at, look = duty.ended_at or now, "now"
    if duty.breached_at:
        at, look = duty.breached_at, "breach"
    elif duty.met_at:
        look = "met-late" if duty.due_at and duty.met_at > duty.due_at else "met"
    elif duty.discharged_at:
        look = "stop"
    words = LABELS[lima.spoken(language)]["now"]
    label = words if look == "now" else lima.instant(at, language, year=False)
    edge = 8 if look == "now" else 24
    return Mark(look, scale.at(at), label, _anchor(scale.percent(at), edge=edge))


def _due(duty: Duty, due_at: datetime, scale: _Scale, now: datetime, language: str | None) -> Mark:
    past = due_at < now
    key = "until" if duty.kind == "right-window" else "due past" if past else "due"
    when = lima.instant(due_at, language, year=False)
    label = LABELS[lima.spoken(language)][key].format(when=when)
    x = scale.percent(due_at)
    return Mark("due", scale.at(due_at), label, _anchor(x, edge=36))


def _anchor(percent: float, *, edge: float) -> str:
    """How a label hangs on its mark, so that it stays inside the strip."""
    return "start" if percent < edge else "end" if percent > 100 - edge else "middle"
