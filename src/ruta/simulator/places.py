"""
Where invented people live and which language they speak.

Source: the directory's districts, with their population and share of indigenous mother tongue
(INEI; `directory/data/SOURCES.md`). Within a department, homes are spread by population.
"""

from bisect import bisect_right
from collections import defaultdict
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ruta.directory import territory

UNKNOWN_UBIGEO = "999999"
UNKNOWN_DEPARTMENT = "No especificado"
AIMARA_SHARE = {"Puno": 0.42, "Tacna": 0.75, "Moquegua": 0.45}
AMAZONIAN = {"Amazonas": "awajun", "Ucayali": "shipibo-konibo"}
OTHER_AMAZONIAN = {"Loreto", "Madre de Dios"}


class District(NamedTuple):
    """A district. `indigenous` is the share of people with an indigenous mother tongue."""

    ubigeo: str
    indigenous: float


class Homes:
    """The districts of one department, drawn by population."""

    def __init__(self, districts: list[District], population: list[int]) -> None:
        self._districts = districts
        self._cumulative = list(accumulate(population))

    def district(self, u: float) -> District:
        return self._districts[bisect_right(self._cumulative, u * self._cumulative[-1])]


@cache
def by_department() -> dict[str, Homes]:
    """The homes of each department, by its name in Spanish."""
    districts: defaultdict[str, list[District]] = defaultdict(list)
    population: defaultdict[str, list[int]] = defaultdict(list)
    for row in territory.rows("districts"):
        share = float(row["indigenous_language_pct"] or 0) / 100
        districts[row["department"]].append(District(row["ubigeo"], share))
        population[row["department"]].append(int(row["population"] or 0))
    homes = {name: Homes(districts[name], population[name]) for name in districts}
    return homes | {UNKNOWN_DEPARTMENT: Homes([District(UNKNOWN_UBIGEO, 0.0)], [1])}


def language(department: str, district: District, u: float, v: float) -> str:
    """
    A mother tongue, by its code in the law's terms.

    How often Aimara rather than Quechua: AIMARA_SHARE, an assumption. Amazonian departments
    speak many languages: each is given its largest, or `other-indigenous`.
    """
    if u >= district.indigenous:
        return "spanish"
    if department in OTHER_AMAZONIAN:
        return "other-indigenous"
    if department in AMAZONIAN:
        return AMAZONIAN[department]
    return "aymara" if v < AIMARA_SHARE.get(department, 0.0) else "quechua"
