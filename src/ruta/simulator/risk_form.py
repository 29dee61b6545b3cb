"""
Risk forms filled in so that their answers score to the level the case was drawn with.

Which form is for whom, and what answers are worth, is the instruments' to say. A form without
known items gets a level and a reason: the professional decides it.
"""

from functools import cache
from typing import Any

import numpy as np

from ruta import instruments
from ruta.instruments.model import LEVEL, Form
from ruta.simulator.journey import Journey

UNDETERMINED = "indeterminado"
NEXT_LEVEL = {"leve": "moderado", "moderado": "severo", "severo": "severo"}
YES_SHARE = {"leve": 0.1, "moderado": 0.3, "severo": 0.55}
POOL = 64
REASON = "Razón inventada para la demostración."


def complete(journey: Journey, by: str, at: int) -> int:
    """The first assessment; it may come out undetermined, or not be made. Returns its instant."""
    if not journey.chance("risk-form-filled"):
        return at
    level = UNDETERMINED if journey.chance("risk-undetermined") else journey.person.risk
    journey.act("risk-form-completed", by, at, **assessed(journey, level))
    return at


def reassess(journey: Journey, by: str, at: int) -> None:
    """After a breach: the level goes up where it can."""
    level = NEXT_LEVEL[journey.person.risk]
    journey.act("risk-form-completed", by, at, **assessed(journey, level))
    if level != journey.person.risk:
        journey.act("risk-level-raised", by, at + 300, risk=level, risk_reasons=REASON)


def assessed(journey: Journey, level: str) -> dict[str, Any]:
    """The facts of a form completed at a level."""
    form_id = form_for(journey)
    facts = {"risk": level, "instrument": form_id}
    if instruments.forms.load()[form_id].gives == LEVEL and level != UNDETERMINED:
        pool = answers_for(form_id, level)
        answers, score = pool[journey.draw.below(len(pool))]
        return facts | {"answers": answers, "score": score, "computed_risk": level}
    return facts | {"risk_reasons": REASON}


def form_for(journey: Journey) -> str:
    """The form the instruments prescribe for her sex, age and bond."""
    person = journey.person
    return instruments.branch.branch(sex=person.sex, age=person.age, bond=person.bond).form


@cache
def answers_for(form_id: str, level: str) -> tuple[tuple[dict[str, str], int], ...]:
    """Complete answers that score to a level and their points, always the same ones."""
    form = instruments.forms.load()[form_id]
    rng = np.random.default_rng(list(level.encode()))
    found: list[tuple[dict[str, str], int]] = []
    while len(found) < POOL:
        answers = _answers(form, rng, YES_SHARE[level])
        result = instruments.scoring.score(form, answers)
        if result.computed_level == level and not result.missing:
            found.append((answers, result.points))
    return tuple(found)


def _answers(form: Form, rng: np.random.Generator, share: float) -> dict[str, str]:
    answers: dict[str, str] = {}
    for item in form.items:
        asked = not item.ask_if or answers.get(item.ask_if) == "yes"
        if asked and not item.annex:
            values = [choice.value for choice in item.choices]
            yes = rng.random() < share
            other = values[int(rng.integers(len(values)))]
            answers[item.code] = other if "yes" not in values else "yes" if yes else "no"
    return answers
