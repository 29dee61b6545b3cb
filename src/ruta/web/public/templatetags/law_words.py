"""The law in the reader's language: titles, terms and labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.law.conditions import Condition
from ruta.law.model import Obligation, Wording
from ruta.law.terms import Term
from ruta.web.components import strip
from ruta.web.components.labels import label
from ruta.web.components.term_words import term_words

register = template.Library()


def _language() -> str:
    return get_language() or "es"


@register.filter
def title(wording: Wording) -> str:
    """A duty's title."""
    return wording.title_en if _language().startswith("en") else wording.title_es


@register.filter
def term(wording: Wording) -> str:
    """A duty's term in words."""
    return term_words(wording, _language())


@register.filter
def word(entry: Term) -> str:
    """A term's label."""
    return entry.label(_language())


@register.filter
def says(entry: Any) -> str:
    """What a norm is about, or what a conflict says."""
    spoken = "en" if _language().startswith("en") else "es"
    return str(getattr(entry, f"says_{spoken}", "") or getattr(entry, f"about_{spoken}", ""))


@register.filter
def as_duty(worked: Mapping[str, Any]) -> strip.Duty:
    """A worked example's answer, ready to be drawn as a strip."""
    found: Obligation = worked["obligation"]
    return strip.Duty(
        title=title(found.wording),
        bearer=label("bearer", found.wording.bearer),
        article=found.wording.article,
        kind=found.wording.kind,
        status=worked["status"],
        started_at=found.started_at,
        due_at=found.due_at,
        met_at=found.met_at,
        discharged_at=found.discharged_at,
        breached_at=found.breached_at,
        confidence=found.wording.confidence,
    )


@register.filter
def condition(given: Condition) -> str:
    """A condition in words: "riesgo leve o moderado"."""
    values = given.value if isinstance(given.value, tuple) else (given.value,)
    joined = _(" o ").join(label("level", str(value)).lower() for value in values)
    return _("el riesgo es {levels}").format(levels=joined) if given.fact == "risk" else str(given)
