"""
The scorecard of essential services: what figures say of each cell, and what else is known of it.

Fifty-eight cells: 37 services and actions, 6 principles, 9 characteristics, 6 foundations. A cell
is fed by indicators where they exist, and by assessments where they do not; of neither, it is
empty and says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruta.instruments.bilingual import Bilingual

from .released import Feed, Figure, Table, feed, figures

HERE = Path(__file__).parent
KINDS = {
    "service": Bilingual("Servicios y acciones", "Services and actions"),
    "principle": Bilingual("Principios", "Principles"),
    "characteristic": Bilingual("Características", "Characteristics"),
    "foundation": Bilingual("Bases", "Foundations"),
}
SECTORS = {
    "health": Bilingual("Salud", "Health"),
    "justice": Bilingual("Justicia y policía", "Justice and policing"),
    "social": Bilingual("Servicios sociales", "Social services"),
    "coordination-national": Bilingual("Coordinación nacional", "National coordination"),
    "coordination-local": Bilingual("Coordinación local", "Local coordination"),
}
SAYS = {
    "evidence": Bilingual("Hay evidencia", "Evidence"),
    "lack": Bilingual("Falta", "Lack"),
    "mixed": Bilingual("Hay y falta", "Evidence and lack"),
    "suggestion": Bilingual("Se propone", "Suggested"),
}
FED, ASSESSED, EMPTY = "figures", "assessment", "nothing"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What somebody found of some cells, from where, and the last day it speaks of."""

    number: int
    cells: tuple[str, ...]
    says: str
    text: Bilingual
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `sector` is empty unless it is a service."""

    id: str
    kind: str
    sector: str
    name: Bilingual
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """
    A cell with what is known of it.

    :ivar figures: of released tables, by feed; a feed without any released has none
    :ivar history: the assessments of the cell, newest first
    """

    cell: Cell
    figures: tuple[Figure, ...]
    history: tuple[Assessment, ...]

    @property
    def current(self) -> Assessment | None:
        """The latest assessment."""
        return self.history[0] if self.history else None

    @property
    def standing(self) -> str:
        """What the cell stands on: `figures`, else `assessment`, else `nothing`."""
        if any(figure.known for figure in self.figures):
            return FED
        return ASSESSED if self.history else EMPTY


@cache
def cells() -> tuple[Cell, ...]:
    """
    Every cell in its order.

    :raises released.BadFeed: when one is fed by what is no figure
    """
    return tuple(_cell(entry) for entry in _said("scorecard.toml")["cell"])


@cache
def assessments() -> tuple[Assessment, ...]:
    """Every assessment in the order it was added."""
    return tuple(_assessment(entry) for entry in _said("assessments.toml")["entry"])


def score(tables: Iterable[Table]) -> tuple[Scored, ...]:
    """The whole scorecard, given released tables."""
    listed = list(tables)
    return tuple(
        Scored(cell, tuple(f for each in cell.feeds for f in figures(listed, each)), _of(cell))
        for cell in cells()
    )


def _of(cell: Cell) -> tuple[Assessment, ...]:
    found = [each for each in assessments() if cell.id in each.cells]
    return tuple(sorted(found, key=lambda each: (each.on, each.number), reverse=True))


def _cell(entry: Mapping[str, Any]) -> Cell:
    return Cell(
        id=entry["id"],
        kind=entry["kind"],
        sector=entry.get("sector", ""),
        name=Bilingual(entry["es"], entry["en"]),
        feeds=tuple(feed(text) for text in entry.get("feeds", ())),
    )


def _assessment(entry: Mapping[str, Any]) -> Assessment:
    return Assessment(
        number=entry["number"],
        cells=tuple(entry["cells"]),
        says=entry["says"],
        text=Bilingual(entry["es"], entry["en"]),
        source=entry["source"],
        on=entry["on"],
    )


def _said(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
