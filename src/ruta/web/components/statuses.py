"""
How a status looks: one shape and one tone for each; its word is the one of `law/terms.toml`.

Colour never alone carries meaning, so a status is always shape, tone and word together. The codes
are those of `ruta.law`, and `due-soon`, which only a page distinguishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ruta.law import terms

from . import lima


@dataclass(frozen=True, slots=True)
class Status:
    """A status as a page shows it; `shape` and `tone` name a drawing and a colour."""

    code: str
    shape: str
    tone: str
    word: str

    @property
    def drawing(self) -> SafeString:
        """Its shape alone, silent to screen readers."""
        return drawing(self.shape)

    @property
    def mark(self) -> SafeString:
        """Its shape and its word."""
        return _mark(self)


LOOKS = {
    "overdue": ("full", "late"),
    "due-soon": ("half", "soon"),
    "pending": ("ring", "calm"),
    "open": ("ring", "calm"),
    "met": ("check", "done"),
    "met-late": ("check", "late"),
    "discharged": ("dash", "quiet"),
    "voided": ("dash", "quiet"),
    "used": ("check", "done"),
    "lapsed": ("dash", "quiet"),
    "kept": ("check", "done"),
    "breached": ("full", "late"),
    "broken": ("full", "late"),
}
DUE_SOON = {"es": "vence pronto", "en": "due soon"}

UNVERIFIED = "recalled-unverified"
CONFIDENCES = {
    "verified-text": ("check", "done"),
    "secondary": ("half", "soon"),
    UNVERIFIED: ("question", "soon"),
}

# Levels are shown with as many bars as steps, so that they read without colour.
UNASSESSED = "indeterminado"
RISKS = {
    "leve": ("level-1", "calm"),
    "moderado": ("level-2", "soon"),
    "severo": ("level-3", "late"),
    UNASSESSED: ("question", "quiet"),
}
RISK = {"es": "riesgo {level}", "en": "{level} risk"}


@cache
def drawing(shape: str) -> SafeString:
    """A shape of `components/shape.html`, drawn once."""
    return render_to_string("components/shape.html", {"shape": shape})


@cache
def _mark(status: Status) -> SafeString:
    return format_html(
        '<span class="status status--{}">{}<span>{}</span></span>',
        status.tone,
        status.drawing,
        status.word,
    )


@cache
def status(code: str, language: str | None = "es") -> Status:
    """
    The look of a status.

    :raises KeyError: if the code is none of the law's words
    """
    shape, tone = LOOKS[code]
    word = (
        DUE_SOON[lima.spoken(language)] if code == "due-soon" else _word("statuses", code, language)
    )
    return Status(code, shape, tone, word)


@cache
def confidence(code: str, language: str | None = "es") -> Status:
    """The look of how sure we are of a rule; what we do not know reads as unverified."""
    known = code if code in CONFIDENCES else UNVERIFIED
    return Status(known, *CONFIDENCES[known], _word("confidences", known, language))


@cache
def risk(level: str | None, language: str | None = "es") -> Status:
    """The look of a risk level; none, or one we do not know, reads as not assessed."""
    known = level if level in RISKS else UNASSESSED
    word = RISK[lima.spoken(language)].format(level=_word("levels", known, language))
    return Status(known, *RISKS[known], word)


def _word(table: str, code: str, language: str | None) -> str:
    """A term as it stands inside a sentence: without its capital."""
    text = terms.load().tables[table][code].label(lima.spoken(language))
    return text[:1].lower() + text[1:]
