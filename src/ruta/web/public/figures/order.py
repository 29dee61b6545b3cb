"""In which order the values of an attribute are read: their own where they have one, or by size."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ruta import law

from . import names, reading
from .reading import Figure

OWN_ORDER = frozenset({"risk", "area", "implication", "age_group", "step", "leg", "lost_at"})
"""Attributes whose values have an order of their own: that of their list."""


def values(attribute: str, found: Collection[str]) -> list[str]:
    """Values in their own order, or by what they are called."""
    if attribute not in OWN_ORDER:
        return sorted(found, key=lambda code: names.value(attribute, code))
    known = {code: place for place, code in enumerate(names.values(attribute))}
    return sorted(found, key=lambda code: (known.get(code, len(known)), code))


def ordered(attribute: str, figures: Sequence[Figure]) -> list[Figure]:
    """Figures by their value of an attribute: in its own order, or from most to least."""
    if attribute not in OWN_ORDER:
        return reading.by_value(figures)
    place = values(attribute, {each.row[attribute] for each in figures})
    return sorted(figures, key=lambda each: place.index(each.row[attribute]))


def implications() -> list[tuple[str, list[str]]]:
    """Each area of the law with its implications, in the order of the terms: all sixteen."""
    terms = law.rulebook.default().terms
    return [
        (area, [code for code, term in terms.implications.items() if term.more["area"] == area])
        for area in terms.areas
    ]
