"""Scoring a form: from answers to points, and from points to a level or a positive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .bilingual import Bilingual
from .levels import UNDETERMINED
from .model import LEVEL, POSITIVE, Cutoff, Form, Item, Recommendation

BLANK = ("", "unknown", None)
NO_LABEL = Bilingual("", "")
NOT_ANSWERED = Bilingual("Sin respuestas", "No answers")


class Contribution(NamedTuple):
    """A question whose answer gave points: its code, the answer, the points."""

    item: str
    answer: str
    points: int


class Result(NamedTuple):
    """
    What a form says of some answers.

    :ivar points: total of the scored answers; blanks give none
    :ivar computed_level: the level of those points; a floor while `missing` is not empty;
        `indeterminado` without a single scored answer; `None` where the form gives no level
    :ivar label: the finer step inside the level (severe 1, severe 2)
    :ivar contributions: the answers that gave points, in the order of the form
    :ivar missing: codes of questions asked and not answered, those that may stay blank left out
    :ivar highest_possible: the level if every blank were answered with its highest points
    :ivar positive: for a screening; `None` while the answers given decide neither way
    :ivar recommendations: what the answers suggest to the professional, who decides
    """

    form: str
    points: int
    computed_level: str | None
    label: Bilingual
    contributions: tuple[Contribution, ...]
    missing: tuple[str, ...]
    highest_possible: str | None
    positive: bool | None
    recommendations: tuple[Recommendation, ...]


class AnswersRefused(ValueError):
    """Answers that the form does not accept; `errors` maps each question's code to why."""

    def __init__(self, errors: Mapping[str, Bilingual]) -> None:
        super().__init__(f"answers refused: {', '.join(sorted(errors))}")
        self.errors = dict(errors)


UNKNOWN_ITEM = Bilingual(
    "Esta pregunta no es parte de la ficha.", "This question is not part of the form."
)
UNKNOWN_ANSWER = Bilingual(
    "Elige una de las respuestas que se ofrecen.", "Choose one of the answers offered."
)
NOT_ASKED = Bilingual(
    "Deje esta pregunta en blanco: según lo que respondió antes, no corresponde.",
    "Leave this question blank: after an earlier answer, it does not apply.",
)


def score(form: Form, answers: Mapping[str, str | None]) -> Result:
    """
    Score the answers to a form, by question code; a missing key, "" or "unknown" is a blank.

    :raises AnswersRefused: for an unknown question or answer, or an answer to a question that
        an earlier answer rules out: points are never dropped in silence
    """
    given = {code: value for code, value in answers.items() if value not in BLANK}
    _check(form, given)
    contributions = tuple(_contributions(form, given))
    points = sum(c.points for c in contributions)
    blank = [i for i in form.items if _asked(i, given) and i.code not in given and not i.annex]
    cutoff = _cutoff(form, points)
    answered = any(i.scored and i.code in given for i in form.items)
    level, label = _level(cutoff, answered=answered)
    highest = _cutoff(form, points + _points_left(form, given))
    return Result(
        form=form.id,
        points=points,
        computed_level=level,
        label=label,
        contributions=contributions,
        missing=tuple(item.code for item in blank if not item.may_be_blank),
        highest_possible=highest.level if highest else None,
        positive=_positive(form, given, points, complete=not blank),
        recommendations=tuple(
            r for r in form.recommendations if any(given.get(code) == "yes" for code in r.when_any)
        ),
    )


def _check(form: Form, given: Mapping[str, str | None]) -> None:
    items = {item.code: item for item in form.items}
    errors: dict[str, Bilingual] = {}
    for code, value in given.items():
        item = items.get(code)
        if item is None:
            errors[code] = UNKNOWN_ITEM
        elif value not in [choice.value for choice in item.choices]:
            errors[code] = UNKNOWN_ANSWER
        elif not _asked(item, given):
            errors[code] = NOT_ASKED
    if errors:
        raise AnswersRefused(errors)


def _asked(item: Item, given: Mapping[str, str | None]) -> bool:
    return not item.ask_if or given.get(item.ask_if) == "yes"


def _contributions(form: Form, given: Mapping[str, str | None]) -> Iterator[Contribution]:
    for item in form.items:
        value = given.get(item.code)
        if value is not None and item.scored and item.points(value):
            yield Contribution(item.code, value, item.points(value))


def _cutoff(form: Form, points: int) -> Cutoff | None:
    if form.gives != LEVEL:
        return None
    return next(cutoff for cutoff in form.cutoffs if cutoff.min <= points <= cutoff.max)


def _level(cutoff: Cutoff | None, *, answered: bool) -> tuple[str | None, Bilingual]:
    if cutoff is None:
        return None, NO_LABEL
    return (cutoff.level, cutoff.label) if answered else (UNDETERMINED, NOT_ANSWERED)


def _points_left(form: Form, given: Mapping[str, str | None]) -> int:
    """The points that the blanks could still give, those behind a blank filter included."""
    return sum(
        item.most_points
        for item in form.items
        if item.scored
        and item.code not in given
        and (_asked(item, given) or item.ask_if not in given)
    )


def _positive(
    form: Form, given: Mapping[str, str | None], points: int, *, complete: bool
) -> bool | None:
    """Positive as soon as the rule is reached; negative only once all is answered."""
    if form.gives != POSITIVE or form.positive is None:
        return None
    rule = form.positive
    triggered = any(
        form.item(code).points(value) >= rule.trigger_from
        for code in rule.triggers
        if (value := given.get(code)) is not None
    )
    if points > rule.above or triggered:
        return True
    return False if complete else None
