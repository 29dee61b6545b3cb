"""The vocabulary: each term once, with its labels, its source and its standard code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a table of terms; `more` holds what only that table states."""

    id: str
    es: str
    en: str
    source: str = ""
    code: str = ""
    office_types: tuple[str, ...] = ()
    calendar: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """The label in a language: English where asked for, Spanish otherwise."""
        return self.en if language.startswith("en") else self.es


@dataclass(frozen=True, slots=True)
class Terms:
    """The tables of terms by name; each table maps ids to terms in the order written."""

    tables: Mapping[str, Mapping[str, Term]]

    def __getattr__(self, name: str) -> Mapping[str, Term]:
        try:
            return self.tables[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[tuple[str, Mapping[str, Term]]]:
        return iter(self.tables.items())


@lru_cache(maxsize=8)
def load(path: Path | None = None) -> Terms:
    """Read a file of terms; by default Ruta's own."""
    data = tomllib.loads((path or HERE / "terms.toml").read_text(encoding="utf-8"))
    return Terms(
        {
            name: {id_: _term(id_, entry) for id_, entry in table.items()}
            for name, table in data.items()
            if name != "meta"
        }
    )


def _term(id_: str, entry: Mapping[str, Any]) -> Term:
    own = {"es", "en", "source", "code", "office_types", "calendar"}
    return Term(
        id=id_,
        es=entry["es"],
        en=entry["en"],
        source=entry.get("source", ""),
        code=str(entry.get("code", "")),
        office_types=tuple(entry.get("office_types", ())),
        calendar=entry.get("calendar", ""),
        more=MappingProxyType({k: v for k, v in entry.items() if k not in own}),
    )
