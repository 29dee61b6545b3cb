"""
The texts she is told before she consents: one file for each language and version, never edited.

Only texts that a person has reviewed are here. In any other language an interpreter reads one.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

SPANISH = "es"


class ConsentText(NamedTuple):
    """A text by its id, such as `es-2026-11`: its language, first day, title and sentences."""

    id: str
    language: str
    since: date
    title: str
    told: tuple[str, ...]


@cache
def load() -> Mapping[str, ConsentText]:
    """Every text by id, oldest first."""
    found = [_read(path) for path in sorted(Path(__file__).parent.glob("*.toml"))]
    found.sort(key=lambda text: text.since)
    return MappingProxyType({text.id: text for text in found})


def in_use(language: str, *, on: date) -> ConsentText:
    """The newest text of a language on a day; in Spanish where there is none of that language."""
    texts = [text for text in load().values() if text.since <= on] or list(load().values())[:2]
    spoken = [text for text in texts if text.language == language]
    return (spoken or [text for text in texts if text.language == SPANISH])[-1]


def _read(path: Path) -> ConsentText:
    entry = tomllib.loads(path.read_text(encoding="utf-8"))
    return ConsentText(
        path.stem, entry["language"], entry["since"], entry["title"], tuple(entry["told"])
    )
