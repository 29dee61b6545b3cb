"""What an act may state: each fact of facts.toml with its type, limits and compartment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruta.instruments.bilingual import Bilingual

from . import codes

HERE = Path(__file__).parent
CLEAR = "clear"
COMPARTMENTS = (CLEAR, "I", "C", "R", "N", "H", "L", "S", "K")
MAY_BE_CLEAR = frozenset(
    "risk instrument door duty start_act impediment reason_code close_reason"
    " consent_compartments consent_purpose consent_until".split()
)
TYPES = tuple("text identifier code codes number boolean date instant duration answers".split())
KEYS = frozenset(
    "type compartment codes unit min max max_length lines label_es label_en hint_es hint_en".split()
)


class BadVocabulary(ValueError):
    """A vocabulary file that cannot be used: the file, the key, and what is wrong with it."""

    def __init__(self, file: str, key: str, says: str) -> None:
        super().__init__(f"{file}: {key}: {says}")
        self.file, self.key = file, key


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One fact an act may state.

    :ivar compartment: `clear`, or the letter of the compartment that seals it
    :ivar codes: the list of codes it takes, for `code` and `codes`
    :ivar unit: what a number counts
    :ivar max_length: characters, after trimming
    :ivar lines: whether the text may have more than one line
    """

    name: str
    type: str
    compartment: str
    label: Bilingual
    hint: Bilingual
    codes: str = ""
    unit: str = ""
    min: int = 0
    max: int = 0
    max_length: int = 0
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every fact by name, and those that may go with any kind of act."""

    facts: Mapping[str, Fact]
    common: tuple[str, ...]


@cache
def load(path: Path = HERE / "facts.toml") -> Catalogue:
    """
    Read the facts; by default the shipped ones.

    :raises BadVocabulary: naming the file and the key
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    common = tuple(data.pop("common", ()))
    found = {name: _fact(path.name, name, entry) for name, entry in data.items()}
    for name in common:
        if name not in found:
            raise BadVocabulary(path.name, "common", f"no fact {name!r}")
    return Catalogue(MappingProxyType(found), common)


def _fact(file: str, name: str, entry: Mapping[str, Any]) -> Fact:
    def refuse(key: str, says: str) -> BadVocabulary:
        return BadVocabulary(file, f"{name}.{key}", says)

    for key in entry:
        if key not in KEYS:
            raise refuse(key, "unknown key")
    for key in ("type", "compartment", "label_es", "label_en"):
        if not entry.get(key):
            raise refuse(key, "missing")
    if entry["type"] not in TYPES:
        raise refuse("type", f"{entry['type']!r} is not one of {', '.join(TYPES)}")
    if entry["compartment"] not in COMPARTMENTS:
        raise refuse("compartment", f"not one of {', '.join(COMPARTMENTS)}")
    if entry["compartment"] == CLEAR and name not in MAY_BE_CLEAR:
        raise refuse("compartment", "this fact may not be clear")
    if wrong := _limits(entry):
        raise refuse(*wrong)
    return Fact(
        name=name,
        type=entry["type"],
        compartment=entry["compartment"],
        label=Bilingual(entry["label_es"], entry["label_en"]),
        hint=Bilingual(entry.get("hint_es", ""), entry.get("hint_en", "")),
        codes=entry.get("codes", ""),
        unit=entry.get("unit", ""),
        min=entry.get("min", 0),
        max=entry.get("max", 0),
        max_length=entry.get("max_length", 0),
        lines=entry.get("lines", False),
    )


def _limits(entry: Mapping[str, Any]) -> tuple[str, str] | None:
    """The limit that a type needs and an entry lacks: its key and what is wrong."""
    if entry["type"] in ("code", "codes") and entry.get("codes") not in codes.lists():
        return "codes", f"no list of codes {entry.get('codes')!r}"
    if entry["type"] in ("text", "identifier") and entry.get("max_length", 0) <= 0:
        return "max_length", "missing"
    if entry["type"] == "number":
        for key in ("unit", "min", "max"):
            if key not in entry:
                return key, "missing"
    return None
