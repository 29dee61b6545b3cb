"""The levels of risk, and who may change one to another."""

from __future__ import annotations

from typing import NamedTuple

from .bilingual import Bilingual

UNDETERMINED = "indeterminado"
ORDER = (UNDETERMINED, "leve", "moderado", "severo")


class Verdict(NamedTuple):
    """Whether a change of level may be recorded, and if not, why: a code and a message."""

    allowed: bool
    code: str = ""
    why: Bilingual = Bilingual("", "")


ALLOWED = Verdict(True)
UNKNOWN_LEVEL = Verdict(
    False,
    "unknown-level",
    Bilingual("Elige un nivel de riesgo.", "Choose a risk level."),
)
REASON_NEEDED = Verdict(
    False,
    "reason-needed",
    Bilingual("Escribe por qué cambia el nivel.", "Write why the level changes."),
)
SECOND_AGENCY_NEEDED = Verdict(
    False,
    "second-agency-needed",
    Bilingual(
        "Para bajar el riesgo hace falta un profesional de otra institución que lo confirme.",
        "To lower the risk, a professional of another institution must confirm it.",
    ),
)


def may_change(
    from_: str | None,
    to: str,
    *,
    by_agency: str,
    proposed_by_agency: str | None = None,
    reason: str = "",
) -> Verdict:
    """
    Whether an agency may record a level.

    A first assessment, or one after an undetermined level, is free. Raising needs a reason.
    Lowering (also to undetermined) needs a reason and a proposal by another agency: the one
    who confirms is never of the agency that proposed.
    """
    if to not in ORDER or (from_ is not None and from_ not in ORDER):
        return UNKNOWN_LEVEL
    if from_ in (None, UNDETERMINED, to):
        return ALLOWED
    if not reason.strip():
        return REASON_NEEDED
    if is_lower(to, than=from_) and proposed_by_agency in (None, "", by_agency):
        return SECOND_AGENCY_NEEDED
    return ALLOWED


def is_lower(level: str, *, than: str | None) -> bool:
    """Whether a level is lower than another; nothing is lower than no level."""
    return than is not None and ORDER.index(level) < ORDER.index(than)


def raised(level: str, *, steps: int) -> str:
    """The level some steps above, severe at most; undetermined stays as it is."""
    if level == UNDETERMINED:
        return level
    return ORDER[min(ORDER.index(level) + steps, len(ORDER) - 1)]
