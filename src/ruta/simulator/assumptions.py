"""
The numbers the invented country runs on, read from `assumptions.toml`.

Three sorts: a *share* is a probability; a *delay* is a distribution of elapsed time given by
points (share of cases, time) and read between them on a logarithmic scale; a *mix* is a set
of weights. Each says its source, or that it is an assumption and why.
"""

import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import accumulate, pairwise
from typing import Any

HOURS_IN = {"minutes": 1 / 60, "hours": 1, "days": 24}
SHORTEST_HOURS = 1 / 60  # a logarithm needs a floor: one minute


class AssumptionInvalid(ValueError):
    """A number of the file is out of range or does not say where it comes from."""


@dataclass(frozen=True, slots=True)
class Delay:
    """Elapsed hours as a quantile function: `shares` from 0 to 1, `logs` of the hours."""

    shares: tuple[float, ...]
    logs: tuple[float, ...]

    @classmethod
    def of(cls, points: Sequence[Sequence[float]], unit: str = "hours") -> "Delay":
        shares = tuple(float(share) for share, _ in points)
        hours = [max(time * HOURS_IN[unit], SHORTEST_HOURS) for _, time in points]
        rising = all(a < b for a, b in pairwise(shares)) and all(a <= b for a, b in pairwise(hours))
        if not rising or shares[0] != 0 or shares[-1] != 1:
            raise AssumptionInvalid(f"points must rise from share 0 to share 1: {points}")
        return cls(shares, tuple(math.log(h) for h in hours))

    def hours(self, u: float) -> float:
        """The delay that a share `u` of cases does not exceed."""
        i = min(bisect_right(self.shares, u), len(self.shares) - 1)
        low, high = self.shares[i - 1], self.shares[i]
        a, b = self.logs[i - 1], self.logs[i]
        return math.exp(a + (b - a) * (u - low) / (high - low))


@dataclass(frozen=True, slots=True)
class Mix:
    """Codes and their cumulative shares."""

    codes: tuple[str, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> "Mix":
        if not weights or min(weights.values()) < 0 or sum(weights.values()) <= 0:
            raise AssumptionInvalid(f"weights must be positive: {weights}")
        total = sum(weights.values())
        return cls(tuple(weights), tuple(accumulate(w / total for w in weights.values())))

    def code(self, u: float) -> str:
        return self.codes[min(bisect_right(self.cumulative, u), len(self.codes) - 1)]


@dataclass(frozen=True)
class Assumptions:
    """Every share, delay and mix by id; `entries` keeps them as written, as `share.appeal`."""

    shares: dict[str, float]
    delays: dict[str, Delay]
    mixes: dict[str, Mix]
    entries: dict[str, dict[str, Any]] = field(repr=False)


def parse(raw: Mapping[str, Any]) -> Assumptions:
    """
    Check and compile the file's three tables.

    :raises AssumptionInvalid: a value out of range, or neither a source nor a reason
    """
    for name, entry in _every(raw).items():
        if not entry.get("source") and not (entry.get("assumption") and entry.get("why")):
            raise AssumptionInvalid(f"{name} gives neither a source nor why it is assumed")
        if not 0 <= entry.get("value", 0) <= 1:
            raise AssumptionInvalid(f"{name} is not a share")
    return Assumptions(
        shares={name: float(e["value"]) for name, e in raw["share"].items()},
        delays={name: Delay.of(e["points"], e["unit"]) for name, e in raw["delay"].items()},
        mixes={name: Mix.of(e["weights"]) for name, e in raw["mix"].items()},
        entries=_every(raw),
    )


def _every(raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    sorts = ("share", "delay", "mix")
    return {f"{sort}.{name}": entry for sort in sorts for name, entry in raw[sort].items()}


@cache
def default() -> Assumptions:
    """The shipped assumptions."""
    text = resources.files("ruta.simulator").joinpath("assumptions.toml").read_text("utf-8")
    return parse(tomllib.loads(text))
