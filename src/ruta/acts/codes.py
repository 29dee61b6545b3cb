"""Lists of codes a fact may take: the law's terms, the forms, and the lists of codes.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ruta.instruments import forms
from ruta.instruments.bilingual import Bilingual
from ruta.law import terms

HERE = Path(__file__).parent
INSTRUMENTS = "instruments"

Codes = Mapping[str, Bilingual]


@cache
def lists() -> Mapping[str, Codes]:
    """Every list of codes by name; each maps codes to labels in the order written."""
    own = tomllib.loads((HERE / "codes.toml").read_text(encoding="utf-8"))
    tables: dict[str, Codes] = {
        name: {code: Bilingual(entry["es"], entry["en"]) for code, entry in table.items()}
        for name, table in own.items()
    }
    law = {
        name: {id_: Bilingual(term.es, term.en) for id_, term in table.items()}
        for name, table in terms.load()
    }
    titles = {form.id: form.title for form in forms.load().values()}
    return MappingProxyType({**tables, **law, INSTRUMENTS: titles})


@cache
def office_types() -> frozenset[str]:
    """Every type of office that the terms name."""
    bearers = terms.load().bearers.values()
    return frozenset(type_ for bearer in bearers for type_ in bearer.office_types)
