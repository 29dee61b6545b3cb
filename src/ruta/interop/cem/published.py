"""
The published counts of the registry, 2020-2025, and how an imported file compares with them.

They are those the simulator is fitted to (`simulator/data`, with their sources). Year, department
and risk add up to 936,811 of the 936,835 published cases: the source left out 24 in cells under
five, all with no department stated. Those are not restored, here or anywhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ruta.directory import territory
from ruta.simulator import population

from . import dates, values
from .checking import Cell

NOT_STATED = "No especificado"
SUPPRESSED = 24
RISKS: Mapping[str, str] = {"1": "leve", "2": "moderado", "3": "severo"}
BY = ("year", "department", "risk")
OTHER = "(none or unknown)"


class Group(NamedTuple):
    """What published counts are grouped by."""

    year: str
    department: str
    risk: str


class Line(NamedTuple):
    """One published count beside a file's."""

    by: str
    value: str
    published: int
    in_file: int

    @property
    def equal(self) -> bool:
        return self.published == self.in_file


def groups() -> dict[Group, int]:
    """The published counts by year, department and risk: 457 cells."""
    return {
        Group(str(cell.year), cell.department, cell.risk): count
        for cell, count in population.counts().items()
    }


def cases_by_year() -> dict[str, int]:
    """The published totals of each year, the suppressed cells included."""
    sexes = population.margins()["sex_by_year"]
    return {year: women + sexes["men"][year] for year, women in sexes["women"].items()}


def department_name(code: str) -> str:
    """The name of a department by its code; `NOT_STATED` for 99."""
    if code == values.NOT_STATED:
        return NOT_STATED
    return territory.departments().get(code, OTHER)


def groups_of(cells: Mapping[Cell, int], *, today: date) -> dict[Group, int]:
    """The counted cells of a file in the published groups; what fits none is `OTHER`."""
    days = dates.Days.of((cell[0] for cell in cells), today=today).by_text
    found: Counter[Group] = Counter()
    for (text, department, risk, _form), count in cells.items():
        day = days.get(text)
        year = str(day.year) if day else OTHER
        found[Group(year, department_name(department), RISKS.get(risk, OTHER))] += count
    return dict(found)


def margins(counts: Mapping[Group, int]) -> dict[str, dict[str, int]]:
    """Counts by year alone, by department alone, by risk alone."""
    found: dict[str, Counter[str]] = {name: Counter() for name in BY}
    for group, count in counts.items():
        for name, value in zip(BY, group, strict=True):
            found[name][value] += count
    return {name: dict(sorted(counter.items())) for name, counter in found.items()}


def compared(counts: Mapping[Group, int]) -> Iterator[Line]:
    """Each published margin beside the file's, and what the file has besides."""
    published, found = margins(groups()), margins(counts)
    for name in BY:
        for value in sorted({*published[name], *found[name]}):
            yield Line(name, value, published[name].get(value, 0), found[name].get(value, 0))


def cells_that_differ(counts: Mapping[Group, int]) -> int:
    """How many of the published cells, and of the file's, are not equal."""
    published = groups()
    every = {*published, *counts}
    return sum(published.get(group, 0) != counts.get(group, 0) for group in every)
