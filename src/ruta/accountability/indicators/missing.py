"""Figures that are asked for and that nothing recorded can feed: listed, never estimated."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruta.instruments.bilingual import Bilingual

FILE = Path(__file__).parent / "missing.toml"


@dataclass(frozen=True, slots=True)
class Missing:
    """
    A figure that there cannot be yet.

    :ivar needs: what would have to be recorded, or leave the case file, for it to exist
    :ivar nearest: the indicator that comes nearest; empty where none does
    """

    id: str
    title: Bilingual
    why: Bilingual
    needs: str
    nearest: str


@cache
def every() -> tuple[Missing, ...]:
    """Every one, in the order written."""
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))["missing"]
    return tuple(
        Missing(
            id=entry["id"],
            title=Bilingual(entry["es"], entry["en"]),
            why=Bilingual(entry["why_es"], entry["why_en"]),
            needs=entry["needs"],
            nearest=entry["nearest"],
        )
        for entry in listed
    )
