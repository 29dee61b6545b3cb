"""
Who comes: year, department, risk, type of violence, sex, age and bond of an invented case.

Year, department and risk follow the published counts cell by cell. The other traits of a year
are drawn from one table fitted to that year's published totals by iterative proportional
fitting; how traits go together comes from published pairs, or is stated as assumed
(`data/margins.toml`). Years after the last published one repeat it: an assumption.
"""

import csv
import tomllib
from bisect import bisect_right
from collections.abc import Collection
from datetime import datetime
from functools import cache
from importlib import resources
from itertools import accumulate, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ruta.simulator.draw import Draw

Table = NDArray[np.float64]

RISKS = ("leve", "moderado", "severo")
TYPES = ("economica-patrimonial", "psicologica", "fisica", "sexual")
SEXES = ("mujer", "hombre")
AGES = ("0-17", "18-29", "30-44", "45-59", "60+")
BONDS = ("partner", "family", "none")
AGE_BOUNDS = {
    "0-17": (1, 17),
    "18-29": (18, 29),
    "30-44": (30, 44),
    "45-59": (45, 59),
    "60+": (60, 88),
}
LAST_PUBLISHED = 2025
FIT_ROUNDS = 60


class Cell(NamedTuple):
    """What the published counts say together."""

    year: int
    department: str
    risk: str


class Traits(NamedTuple):
    """What is drawn given the year and the risk."""

    violence: str
    sex: str
    age_group: str
    bond: str


@cache
def margins() -> dict[str, Any]:
    """The published totals as written in `data/margins.toml`."""
    return tomllib.loads(_text("margins.toml"))


def _text(name: str) -> str:
    return resources.files("ruta.simulator").joinpath("data", name).read_text("utf-8")


@cache
def counts() -> dict[Cell, int]:
    """Case files by year, department and risk, as published."""
    lines = (line for line in _text("risk_by_department.csv").splitlines() if line[0] != "#")
    return {
        Cell(int(row["year"]), row["department"], row["risk_level"].lower()): int(row["cases"])
        for row in csv.DictReader(lines)
    }


class Country:
    """The weights of the years up to an instant (a Lima wall clock without zone)."""

    def __init__(
        self, *, until: datetime, years: Collection[int] | None, departments: Collection[str] | None
    ) -> None:
        self._months = {y: _months(y, until) for y in range(2020, until.year + 1)}
        cells: dict[Cell, float] = {}
        for year, months in self._months.items():
            if years is not None and year not in years:
                continue
            share = sum(months) / sum(_published_months(year))
            for cell, count in counts().items():
                wanted = departments is None or cell.department in departments
                if cell.year == min(year, LAST_PUBLISHED) and wanted and share > 0:
                    cells[cell._replace(year=year)] = count * share
        if not cells:
            raise ValueError("no published case in these years and departments")
        self._cells = tuple(cells)
        self._cumulative = list(accumulate(cells.values()))
        newest = max(cell.year for cell in cells)
        start = next(i for i, cell in enumerate(self._cells) if cell.year == newest)
        self._newest_from = self._cumulative[start - 1] if start else 0.0

    def cell(self, u: float) -> Cell:
        return self._cells[bisect_right(self._cumulative, u * self._cumulative[-1])]

    def newest_cell(self, u: float) -> Cell:
        """A cell of the last year only."""
        spread = self._cumulative[-1] - self._newest_from
        return self._cells[bisect_right(self._cumulative, self._newest_from + u * spread)]

    def month(self, year: int, u: float) -> int:
        """A month of the year, 1 to 12, by the published months up to `until`."""
        cumulative = list(accumulate(self._months[year]))
        return bisect_right(cumulative, u * cumulative[-1]) + 1


def _published_months(year: int) -> list[float]:
    published: list[float] = margins()["monthly"][str(min(year, LAST_PUBLISHED))]
    return published


def _months(year: int, until: datetime) -> list[float]:
    months = _published_months(year)
    if year < until.year:
        return list(months)
    part = (until.day - 1) / 31
    return [
        w if m < until.month else w * part if m == until.month else 0.0
        for m, w in enumerate(months, start=1)
    ]


def traits(draw: Draw, cell: Cell) -> Traits:
    """The other traits of a case, given its year and risk."""
    combinations, cumulative = _joint(min(cell.year, LAST_PUBLISHED), cell.risk)
    return combinations[bisect_right(cumulative, draw.unit() * cumulative[-1])]


@cache
def _joint(year: int, risk: str) -> tuple[tuple[Traits, ...], list[float]]:
    table = fitted(year)[RISKS.index(risk)]
    combinations = tuple(Traits(*codes) for codes in product(TYPES, SEXES, AGES, BONDS))
    return combinations, list(accumulate(table.ravel().tolist()))


@cache
def fitted(year: int) -> Table:
    """The table risk x type x sex x age x bond of a year, of total 1."""
    table = _associations()
    for _ in range(FIT_ROUNDS):
        for axis, target in enumerate(_targets(year)):
            others = tuple(i for i in range(table.ndim) if i != axis)
            shape = [-1 if i == axis else 1 for i in range(table.ndim)]
            table = table * (target / table.sum(axis=others)).reshape(shape)
    return table


def _targets(year: int) -> tuple[Table, ...]:
    """Each trait's shares in a year, in the order of the table's axes."""
    book = margins()
    risks = [sum(n for c, n in counts().items() if c.year == year and c.risk == r) for r in RISKS]
    sexes = [book["sex_by_year"][group][str(year)] for group in ("women", "men")]
    ages = [book["age_group"][age] for age in AGES]
    bonds = [book["bond"][bond] for bond in BONDS]
    types = book["violence_type_by_year"][str(year)]
    return tuple(np.array(t, float) / sum(t) for t in (risks, types, sexes, ages, bonds))


def _associations() -> Table:
    """The product of the published pairs: how traits go together, before the totals."""
    pairs = {name: np.array(t, float) for name, t in margins()["pairs"].items() if _is_table(t)}
    coarse = pairs["sex_by_age"]
    by_age = np.column_stack([coarse[:, 0], coarse[:, 1], coarse[:, 1], coarse[:, 1], coarse[:, 2]])
    joint: Table = np.einsum(
        "rt,st,sb,sa,ab,at->rtsab",
        *(_odds(pairs[name]) for name in ("risk_by_type", "sex_by_type", "sex_by_bond")),
        *(_odds(table) for table in (by_age, pairs["age_by_bond"], pairs["age_by_type"])),
    )
    return joint


def _is_table(value: object) -> bool:
    return isinstance(value, list)


def _odds(table: Table) -> Table:
    """A pair relative to independence, so that multiplying pairs does not square the totals."""
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    return np.asarray(table / expected, dtype=np.float64)
