"""Invented countries of a few thousand cases, as exact figures: rare values, small provinces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import NamedTuple

from ruta.accountability.publish import limits
from ruta.accountability.publish.figure import Count, Figure, Grouping

DEPARTMENTS = ("17", "18", "23", "24", "25", "09", "11")
"""Of three to seven provinces each."""
QUARTERS = ("Q1", "Q2", "Q3", "Q4")


class Case(NamedTuple):
    """One case: its quarter, province, attributes by name, and whether it is counted."""

    quarter: str
    province: str
    attributes: dict[str, str]
    counted: bool


def country(seed: int) -> list[Case]:
    """A few hundred to a few thousand cases, unevenly spread over some provinces."""
    draw = Random(seed)
    departments = draw.sample(DEPARTMENTS, draw.randint(2, 3))
    provinces = [p for p in limits.places("province") if p[:2] in departments]
    spread = [draw.paretovariate(0.8) for _ in provinces]
    sizes = {name: draw.randint(2, 6) for name in ("kind", "risk")}
    common = {name: [draw.paretovariate(0.7) for _ in range(size)] for name, size in sizes.items()}
    keep = draw.uniform(0.05, 0.98)
    return [
        Case(
            draw.choice(QUARTERS),
            draw.choices(provinces, spread)[0],
            {name: f"{name}-{draw.choices(range(sizes[name]), common[name])[0]}" for name in sizes},
            draw.random() < keep,
        )
        for _ in range(draw.choice([300, 1000, 3000]))
    ]


def figure(
    cases: Iterable[Case], period: str, *, name: str = "kept", share: bool = True,
    bys: Sequence[tuple[str, ...]] = ((), ("risk",), ("kind", "risk")),
) -> Figure:  # fmt: skip
    """The exact figure of some cases: how many of how many, by some groupings at all levels."""
    cases = list(cases)
    declared = frozenset(
        Grouping(level, by)
        for by in bys
        for level in limits.LEVELS
        if limits.allowed(by=by, level=level, yearly=len(period) == 4, sensitive=False)
    )
    names = sorted({attribute for by in bys for attribute in by})
    counts = {
        (measure, grouping): {key: Count(n, n) for key, n in _counted(kept, grouping).items()}
        for measure, kept in _measured(cases, share)
        for grouping in _all(names)
    }
    measures = ("of", "n") if share else ("n",)
    departments = frozenset(case.province[:2] for case in cases)
    return Figure(
        name, period, measures, share, True, declared, counts, departments=departments
    )  # fmt: skip


def quarters(cases: list[Case], **how: object) -> list[Figure]:
    """A figure of each quarter."""
    return [
        figure([c for c in cases if c.quarter == quarter], f"2025-{quarter}", **how)  # type: ignore[arg-type]
        for quarter in QUARTERS
    ]


def _measured(cases: list[Case], share: bool) -> Iterator[tuple[str, list[Case]]]:
    yield ("of" if share else "n"), cases
    if share:
        yield "n", [case for case in cases if case.counted]


def _all(names: Sequence[str]) -> Iterator[Grouping]:
    for level in limits.LEVELS:
        for size in range(limits.ATTRIBUTES + 1):
            for by in combinations(names, size):
                yield Grouping(level, by)


def _counted(
    cases: Iterable[Case], grouping: Grouping
) -> Counter[tuple[str, tuple[str, ...]]]:  # fmt: skip
    cut = 2 * limits.LEVELS.index(grouping.level)
    return Counter(
        (case.province[:cut], tuple(case.attributes[name] for name in grouping.by))
        for case in cases
    )


def renamed(figure: Figure, period: str) -> Figure:
    """The same figure of a period under another name."""
    return replace(figure, period=period)
