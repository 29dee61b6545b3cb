"""A duty's term in words, in Spanish and English: "5 días hábiles", "el mismo día"."""

from __future__ import annotations

from ruta.law.model import Wording
from ruta.law.terms_of_time import Term

from . import lima

WITHOUT_TERM = {
    "es": {
        "immediate": "de inmediato",
        "none": "sin plazo fijado",
        "recurring-unspecified": "periódico, sin intervalo fijado",
        "right-window": "mientras dure el derecho",
        "prohibition": "prohibido siempre",
        "order": "antes que otro acto",
        "entitlement": "derecho sin plazo propio",
        "same-day": "el mismo día",
    },
    "en": {
        "immediate": "at once",
        "none": "no time limit set",
        "recurring-unspecified": "periodic, no interval set",
        "right-window": "while the right lasts",
        "prohibition": "always forbidden",
        "order": "before another act",
        "entitlement": "a right without a term of its own",
        "same-day": "the same day",
    },
}
UNITS = {
    "es": {
        "hours": ("hora", "horas"),
        "days": ("día calendario", "días calendario"),
        "working": ("día hábil", "días hábiles"),
        "months": ("mes", "meses"),
        "years": ("año", "años"),
    },
    "en": {
        "hours": ("hour", "hours"),
        "days": ("calendar day", "calendar days"),
        "working": ("working day", "working days"),
        "months": ("month", "months"),
        "years": ("year", "years"),
    },
}


def term_words(wording: Wording, language: str) -> str:
    """How long a duty has, or what kind of limit it sets when it states no length."""
    spoken = lima.spoken(language)
    if wording.within is None or wording.kind == "same-day":
        return WITHOUT_TERM[spoken].get(wording.kind, "")
    length = _length(wording.within, spoken)
    if wording.kind == "recurring":
        every = length.removeprefix("1 ")
        return f"cada {every}" if spoken == "es" else f"every {every}"
    return length


def _length(term: Term, spoken: str) -> str:
    if term.hours:
        return _counted(term.hours, "hours", spoken)
    if term.months:
        years, months = divmod(term.months, 12)
        return (
            _counted(years, "years", spoken)
            if not months
            else _counted(term.months, "months", spoken)
        )
    return _counted(term.days, "working" if term.working else "days", spoken)


def _counted(number: int, unit: str, spoken: str) -> str:
    one, many = UNITS[spoken][unit]
    return f"{number} {one if number == 1 else many}"
