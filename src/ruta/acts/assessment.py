"""What answers to a form bring to an act: points and level are computed here, never typed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ruta.instruments import forms, levels, scoring
from ruta.instruments.bilingual import Bilingual
from ruta.instruments.model import PROFESSIONAL_LEVEL

from . import codes

INSTRUMENT, ANSWERS, RISK, REASONS = "instrument", "answers", "risk", "risk_reasons"
DIFFERS = Bilingual(
    "No coincide con las respuestas de la ficha.", "It does not match the answers to the form."
)
BELOW_THE_FORM = Bilingual(
    "El nivel no puede ser menor que el que da la ficha. Si cree que el riesgo es menor, "
    "propóngalo y otra institución lo confirmará.",
    "The level cannot be lower than the form gives. If you believe the risk is lower, propose it "
    "and another institution will confirm it.",
)
WHY_ABOVE = Bilingual(
    "Escribe por qué el nivel es mayor que el de la ficha.",
    "Write why the level is higher than the form gives.",
)

WHY_THIS_LEVEL = Bilingual(
    "Escribe por qué elegiste este nivel.", "Write why you chose this level."
)


def complete(
    facts: Mapping[str, Any], allowed: Collection[str]
) -> tuple[dict[str, Any], dict[str, Bilingual]]:
    """
    Add what the answers give to the facts of an act: points, level, step, or positive.

    :param allowed: the facts that the kind of act takes
    :returns: the facts, and why any of them is refused
    """
    form = forms.load()[facts[INSTRUMENT]]
    try:
        result = scoring.score(form, facts[ANSWERS])
    except scoring.AnswersRefused as refused:
        return dict(facts), {f"{ANSWERS}.{code}": why for code, why in refused.errors.items()}
    computed = {
        "score": result.points if form.items else None,
        "computed_risk": result.computed_level,
        "risk_step": _step(result.label),
        "screening_positive": result.positive,
    }
    given = {name: v for name, v in computed.items() if v is not None and name in allowed}
    errors = {name: DIFFERS for name, v in given.items() if facts.get(name, v) != v}
    errors.update(_check_stated(facts, result))
    return {**facts, **given}, errors


def check_reasons(facts: Mapping[str, Any]) -> dict[str, Bilingual]:
    """Why a level decided by the professional is refused: nothing says why it was chosen."""
    form = forms.load().get(facts.get(INSTRUMENT, ""))
    decided = form is not None and form.gives == PROFESSIONAL_LEVEL
    if decided and facts.get(RISK) in levels.ORDER[1:] and REASONS not in facts:
        return {REASONS: WHY_THIS_LEVEL}
    return {}


def _check_stated(facts: Mapping[str, Any], result: scoring.Result) -> dict[str, Bilingual]:
    """The level stated is the form's, or higher with reasons, or undetermined while unfinished."""
    stated, computed = facts.get(RISK), result.computed_level
    if stated is None or computed in (None, stated):
        return {}
    unfinished = bool(result.missing) and computed != levels.ORDER[-1]
    if stated == levels.UNDETERMINED and unfinished:
        return {}
    if levels.is_lower(stated, than=computed):
        return {RISK: BELOW_THE_FORM}
    if computed != levels.UNDETERMINED and REASONS not in facts:
        return {REASONS: WHY_ABOVE}
    return {}


def _step(label: Bilingual) -> str | None:
    """The code of the finer step that a form names, where it is one of ours."""
    steps = codes.lists()["risk_steps"]
    return next((code for code, known in steps.items() if known == label), None)
