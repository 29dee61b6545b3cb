"""When to assess the risk again, by level: an assumption, kept out of legal compliance."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from .bilingual import Bilingual
from .levels import ORDER

HERE = Path(__file__).parent


class BadSchedule(ValueError):
    """A schedule file that does not give every level a number of days."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What another country's public practice asks, for the reader to judge ours."""

    level: Bilingual
    within_hours: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Calendar days to the next assessment by level, the rank of the rule and where it is from."""

    rank: str
    confidence: str
    source: str
    note: Bilingual
    within_days: Mapping[str, int]
    comparisons: tuple[Comparison, ...]

    def reassess_on(self, level: str, *, assessed_on: date) -> date:
        """
        The last day to assess again.

        :raises KeyError: if the level is none of the law's
        """
        return assessed_on + timedelta(days=self.within_days[level])


@lru_cache(maxsize=4)
def load(path: Path = HERE / "schedule.toml") -> Schedule:
    """
    Read the schedule.

    :raises BadSchedule: naming the file, if a level is missing or unknown
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    days = {entry["level"]: entry["within_days"] for entry in data["level"]}
    if set(days) != set(ORDER):
        raise BadSchedule(f"{path.name}: level: expected exactly {', '.join(ORDER)}")
    head = data["schedule"]
    return Schedule(
        rank=head["rank"],
        confidence=head["confidence"],
        source=head["source"],
        note=Bilingual(head["note_es"], head["note_en"]),
        within_days=MappingProxyType(days),
        comparisons=tuple(
            Comparison(Bilingual(entry["level_es"], entry["level_en"]), entry["within_hours"])
            for entry in data["comparison"]
        ),
    )
