"""What an act says, ready to read: each fact with its label and its value in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruta.acts import catalogue, facts
from ruta.acts.catalogue import Fact
from ruta.law import rulebook
from ruta.web.components import lima, timeline
from ruta.web.desk import duties

KEPT = "\u00a0"  # a space at which no line ends
HIDDEN = frozenset({"start_act", "answers", "consent_text"})


def facts_in_words(kind: str, stated: Mapping[str, Any]) -> tuple[timeline.Fact, ...]:
    """The facts of an act, each with its label; what has no words of its own is left out."""
    known = catalogue.load().facts
    return tuple(
        timeline.Fact(known[name].label.text(spoken()), value_in_words(kind, known[name], value))
        for name, value in stated.items()
        if name in known and name not in HIDDEN
    )


def value_in_words(kind: str, fact: Fact, value: Any) -> str:
    """The value of a fact as the reader says it."""
    if fact.type == "code":
        return code_in_words(kind, fact.name, value)
    if fact.type == "codes":
        return ", ".join(code_in_words(kind, fact.name, code) for code in value)
    if fact.type == "boolean":
        return _("Sí") if value else _("No")
    if fact.type == "date":
        return lima.day(date.fromisoformat(value), get_language())
    if fact.type == "instant":
        return lima.instant(datetime.fromisoformat(value), get_language())
    if fact.type == "number":
        return number_in_words(value, fact.unit)
    if fact.name == "duty" and value in rulebook.default().wordings:
        return duties.title_of(rulebook.default().wordings[value])
    return str(value)


def number_in_words(value: int | float, unit: str) -> str:
    """A number with what it counts: "300 m", "1 mes", "S/ 500"."""
    number = f"{value:,}"
    if unit == "days":
        told = ngettext("%(number)s día", "%(number)s días", int(value)) % {"number": number}
    elif unit == "months":
        told = ngettext("%(number)s mes", "%(number)s meses", int(value)) % {"number": number}
    else:
        told = {"metres": f"{number} m", "soles": f"S/ {number}"}.get(unit, number)
    return told.replace(" ", KEPT)


def code_in_words(kind: str, name: str, code: str) -> str:
    """The label of a code; of an old one no longer in its list, the code."""
    option = facts.options(kind, name).get(code)
    return option.text(spoken()) if option else code


def spoken() -> str:
    """The reader's language, of those the vocabulary has."""
    return lima.spoken(get_language())
