"""A text in the two languages of this release."""

from __future__ import annotations

from typing import NamedTuple


class Bilingual(NamedTuple):
    """A text in plain Spanish and in English."""

    es: str
    en: str

    def text(self, language: str) -> str:
        """The text in a language: English where asked for, Spanish otherwise."""
        return self.en if language.startswith("en") else self.es
