"""The result of the risk form as it is shown: the level, and every answer that gave it."""

from typing import NamedTuple

from ruta.instruments import model, scoring


class Line(NamedTuple):
    """An answer that gave points: the question, the answer, the points."""

    question: str
    answer: str
    points: int


class Told(NamedTuple):
    """A result in one language; `missing` are the questions left without an answer."""

    level: str
    step: str
    points: int
    most: int
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    highest: str
    advice: tuple[str, ...]
    notice: str


def tell(form: model.Form, result: scoring.Result, language: str) -> Told:
    """A result in words; `highest` is the level the blanks could still give, when it is another."""
    could = result.highest_possible if result.missing else None
    return Told(
        level=result.computed_level or "",
        step=result.label.text(language),
        points=result.points,
        most=form.max_points,
        lines=tuple(_line(form, gave, language) for gave in result.contributions),
        missing=tuple(form.item(code).ask.text(language) for code in result.missing),
        highest=could if could and could != result.computed_level else "",
        advice=tuple(advice.says.text(language) for advice in result.recommendations),
        notice="" if form.official else form.notice.text(language),
    )


def _line(form: model.Form, gave: scoring.Contribution, language: str) -> Line:
    item = form.item(gave.item)
    answer = next(c.label.text(language) for c in item.choices if c.value == gave.answer)
    return Line(item.ask.text(language), answer, gave.points)
