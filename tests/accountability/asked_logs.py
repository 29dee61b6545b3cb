"""What tests of `ruta law comply` share: lines of a log, the invented law, what it left to say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

NORMS = Path(__file__).parents[1] / "spec" / "probe" / "norms"
SOURCE = Path(__file__).parents[2] / "src"
TITLES = "case,act,kind,at,office,office_type"
TOLD, RULED = "1,a,told,2020-06-01T10:00:00Z,C-1,clerk", "1,b,ruled,2020-06-01T18:00:00Z,C-1,clerk"
AS_OF = ("--as-of", "2021-01-01T00:00:00Z")

Said = tuple[int, str, dict[str, Any]]
Comply = Callable[..., Said]


def odd(report: dict[str, Any]) -> dict[str, int]:
    return {one["sort"]: one["count"] for one in report["odd"]}


def rows(report: dict[str, Any], sort: str) -> list[int]:
    return next(one["rows"] for one in report["odd"] if one["sort"] == sort)


def values(report: dict[str, Any], sort: str) -> dict[str, int]:
    return next(one["values"] for one in report["odd"] if one["sort"] == sort)
