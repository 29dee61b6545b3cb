"""The stages a case goes through: protection, and the sanction that runs beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruta.instruments.bilingual import Bilingual

from . import vocabulary
from .catalogue import BadVocabulary

HERE = Path(__file__).parent
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a track, the kinds of act that reach it, and the place of the one it needs."""

    id: str
    label: Bilingual
    kinds: tuple[str, ...]
    needs: int


@dataclass(frozen=True, slots=True)
class Track:
    """
    Stages in order; the first is where every case stands before any act reaches another.

    `reached_by` gives each kind of act the place of the stage that it reaches.
    """

    stages: tuple[Stage, ...]
    reached_by: Mapping[str, int]

    def after(self, place: int, kinds: Iterable[str]) -> int:
        """The place reached from a place by an act of some kinds; never an earlier one."""
        reached = (self.reached_by.get(kind, 0) for kind in kinds)
        return max([place, *(p for p in reached if place >= self.stages[p].needs)])


@cache
def load(path: Path = HERE / "stages.toml") -> Mapping[str, Track]:
    """
    The tracks by name: `protection` and `sanction`.

    :raises BadVocabulary: naming the file and the stage
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _track(path.name, entries) for name, entries in data.items()}


def _track(file: str, entries: list[dict[str, Any]]) -> Track:
    stages: list[Stage] = []
    reached_by: dict[str, int] = {}
    for place, entry in enumerate(entries):
        for kind in entry["kinds"]:
            if kind not in vocabulary.kinds():
                raise BadVocabulary(file, f"{entry['id']}.kinds", f"{kind!r} is not known")
            if kind in reached_by:
                raise BadVocabulary(file, f"{entry['id']}.kinds", f"{kind!r} reaches two stages")
            reached_by[kind] = place
        earlier = {stage.id: at for at, stage in enumerate(stages)}
        needs = entry.get("needs", entries[0]["id"])
        if needs not in earlier and place:
            raise BadVocabulary(file, f"{entry['id']}.needs", f"no earlier stage {needs!r}")
        label = Bilingual(entry["label_es"], entry["label_en"])
        stages.append(Stage(entry["id"], label, tuple(entry["kinds"]), earlier.get(needs, 0)))
    return Track(tuple(stages), MappingProxyType(reached_by))
