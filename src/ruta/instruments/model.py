"""What a form is: its questions, its cut-offs, and the worked examples that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .bilingual import Bilingual

YES_NO = "yes-no"
ONE_TO_THREE = "one-to-three"
NONE = "none"
LEVEL = "level"
POSITIVE = "positive"
PROFESSIONAL_LEVEL = "professional-level"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a question accepts, its label and its points."""

    value: str
    label: Bilingual
    points: int


@dataclass(frozen=True, slots=True)
class Item:
    """
    One question.

    `ask_if` is the code of the question that must be answered yes for this one to be asked.
    `annex` is empty for the questions of the form itself; annexes never add points.
    """

    code: str
    ask: Bilingual
    hint: Bilingual
    choices: tuple[Choice, ...]
    scored: bool
    may_be_blank: bool
    ask_if: str
    annex: str

    @property
    def most_points(self) -> int:
        """The most points that any answer to it gives."""
        return max(choice.points for choice in self.choices)

    def points(self, value: str) -> int:
        """The points of an accepted answer."""
        return next(choice.points for choice in self.choices if choice.value == value)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The points, both ends included, that give a level; `label` names the finer step."""

    level: str
    min: int
    max: int
    label: Bilingual


@dataclass(frozen=True, slots=True)
class PositiveRule:
    """Positive above a total, or when a trigger question reaches some points."""

    above: int
    triggers: tuple[str, ...]
    trigger_from: int


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What some answers suggest to the professional, who decides: nothing is raised by itself."""

    when_any: tuple[str, ...]
    raise_steps: int
    confidence: str
    says: Bilingual


@dataclass(frozen=True, slots=True)
class Incident:
    """One step of the severity scale of the calendar of incidents."""

    value: int
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: literal answers, and what scoring them must give."""

    says: str
    answers: Mapping[str, str]
    points: int
    level: str | None
    label_es: str
    positive: bool | None
    highest_possible: str | None
    contributions: tuple[tuple[str, str, int], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """
    One instrument, as its file states it.

    `gives` is `level` (computed from points), `positive` (a screening) or `professional-level`
    (no known items: the professional decides, with reasons). `official` says whether the wording
    is that of the official annex.
    """

    id: str
    title: Bilingual
    population: Bilingual
    norm: str
    gives: str
    official: bool
    notice: Bilingual
    applied_by: Bilingual
    opening: Bilingual
    confidence: str
    source: str
    doubts: tuple[str, ...]
    items: tuple[Item, ...]
    cutoffs: tuple[Cutoff, ...]
    positive: PositiveRule | None
    positive_means: Bilingual
    support: tuple[Bilingual, ...]
    guide: tuple[Bilingual, ...]
    recommendations: tuple[Recommendation, ...]
    incidents: tuple[Incident, ...]
    examples: tuple[Example, ...]

    @property
    def max_points(self) -> int:
        """The most points that the form can give."""
        return sum(item.most_points for item in self.items if item.scored)

    def item(self, code: str) -> Item:
        """
        The question with a code.

        :raises KeyError: if the form has no such question
        """
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)
