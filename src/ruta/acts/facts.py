"""Checking what an act states, and splitting it by the compartment that seals it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruta.instruments.bilingual import Bilingual

from . import assessment, catalogue, codes, values, vocabulary
from .codes import Codes

UNKNOWN_KIND = Bilingual("No existe este tipo de acto.", "There is no such kind of act.")
UNKNOWN_FACT = Bilingual(
    "Este dato no corresponde a este acto.", "This fact does not belong to this act."
)
MISSING = Bilingual("Falta este dato.", "This is missing.")


class FactsRefused(ValueError):
    """
    Facts that an act does not take; `errors` maps each field to why, in both languages.

    A message given as one text stands for both. No message repeats what was written.
    """

    def __init__(self, errors: Mapping[str, Bilingual | str]) -> None:
        super().__init__(f"facts refused: {', '.join(sorted(errors))}")
        self.errors: dict[str, Bilingual] = {
            field: Bilingual(why, why) if isinstance(why, str) else why
            for field, why in errors.items()
        }

    def messages(self, language: str) -> dict[str, str]:
        """Each field's message in one language."""
        return {field: why.text(language) for field, why in self.errors.items()}


def check(kind_id: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """
    The facts of an act, normalised to what JSON keeps; what was left blank is absent.

    Texts are trimmed and otherwise kept as written; instants become ISO 8601 in UTC. Answers to
    a known form bring their points and level.

    :raises FactsRefused: naming every field that is unknown, malformed or missing
    """
    kind = vocabulary.kinds().get(kind_id)
    if kind is None:
        raise FactsRefused({"kind": UNKNOWN_KIND})
    known = catalogue.load().facts
    errors: dict[str, Bilingual | str] = {}
    read: dict[str, Any] = {}
    for name, value in facts.items():
        if name not in kind.facts:
            errors[str(name)] = UNKNOWN_FACT
        elif not values.is_absent(value):
            try:
                read[name] = values.read(known[name], value, options(kind_id, name))
            except values.Refused as refused:
                errors[name] = refused.message
    for name in kind.required:
        if name not in read and name not in errors:
            errors[name] = MISSING
    if not errors and assessment.INSTRUMENT in read:
        errors.update(assessment.check_reasons(read))
        if assessment.ANSWERS in read:
            read, wrong = assessment.complete(read, kind.facts)
            errors.update(wrong)
    if errors:
        raise FactsRefused(errors)
    return read


def split(kind_id: str, facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """
    Checked facts by compartment: `clear` always, and the letter of each that has any.

    :raises FactsRefused: if a fact is not one of the kind's
    """
    kind = vocabulary.kinds().get(kind_id)
    if kind is None:
        raise FactsRefused({"kind": UNKNOWN_KIND})
    if strangers := [name for name in facts if name not in kind.facts]:
        raise FactsRefused(dict.fromkeys(strangers, UNKNOWN_FACT))
    parts: dict[str, dict[str, Any]] = {catalogue.CLEAR: {}}
    for name, value in facts.items():
        parts.setdefault(catalogue.load().facts[name].compartment, {})[name] = value
    return parts


def options(kind_id: str, name: str) -> Codes:
    """
    The codes that a fact takes in acts of a kind, with their labels; empty for other types.

    :raises KeyError: if there is no such kind or fact
    """
    kind, fact = vocabulary.kinds()[kind_id], catalogue.load().facts[name]
    chosen = kind.codes.get(name, fact.codes)
    return codes.lists()[chosen] if chosen else {}
