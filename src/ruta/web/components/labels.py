"""
The label of a code in the reader's language: one registry of tables, read from their rooms.

A table is a function that returns `{code: (Spanish, English)}`; it is read once. Every table of
`law/terms.toml` is one already, and those most used have a singular alias. A code without a label
is shown as it is: a page about a case is never refused for a missing word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from django.utils.translation import get_language

from ruta.access import roles
from ruta.acts import vocabulary
from ruta.law import terms

from . import lima

Pairs = Mapping[str, tuple[str, str]]
_SOURCES: dict[str, Callable[[], Pairs]] = {}


def register(table: str, source: Callable[[], Pairs]) -> None:
    """Name a table of labels, or replace it."""
    _SOURCES[table] = source
    pairs.cache_clear()


@cache
def pairs(table: str) -> Pairs:
    """
    All the labels of a table.

    :raises KeyError: if it is neither registered nor a table of `law/terms.toml`
    """
    return _SOURCES.get(table, partial(_terms, table))()


def label(table: str, code: str | None, language: str | None = None) -> str:
    """The label of a code in a language, by default the reader's; the code itself if unknown."""
    if not code:
        return ""
    es, en = pairs(table).get(code, (code, code))
    return en if lima.spoken(language or get_language()) == "en" else es


def choices(table: str, language: str | None = None) -> list[tuple[str, str]]:
    """A table as the choices of a form field, in its own order."""
    return [(code, label(table, code, language)) for code in pairs(table)]


def _terms(table: str) -> Pairs:
    """A table of `law/terms.toml`."""
    return {code: (term.es, term.en) for code, term in terms.load().tables[table].items()}


def _kinds() -> Pairs:
    """The kinds of act."""
    return {code: (kind.label_es, kind.label_en) for code, kind in vocabulary.kinds().items()}


def _roles() -> Pairs:
    """The roles a person may hold."""
    return {code: (role.es, role.en) for code, role in roles.every().items()}


ALIASES = {
    "bearer": "bearers",
    "office_type": "bearers",
    "level": "levels",
    "measure": "measures",
    "area": "areas",
    "implication": "implications",
    "violence_type": "violence_types",
    "modality": "modalities",
    "language": "languages",
    "door": "doors",
    "bond": "bonds",
}

register("kind", _kinds)
register("role", _roles)
for _alias, _table in ALIASES.items():
    register(_alias, partial(_terms, _table))
