"""Peru's departments, provinces and districts, by INEI code; read from files, no database.

A code (`ubigeo`) is text and nests: `21` Puno, `2101` the province of Puno, `210103` Amantaní.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ruta.directory.geography import Point

DATA = Path(__file__).parent / "data"


class UnknownTerritory(LookupError):
    """A code that is no district, province or department of Peru."""


class Province(NamedTuple):
    """A province, and where its capital is."""

    ubigeo: str
    department: str
    name: str
    capital: str
    point: Point


class Place(NamedTuple):
    """A district; its point is its capital's. Empty `natural_region` and None are unknown."""

    ubigeo: str
    department: str
    province: str
    district: str
    natural_region: str
    point: Point | None
    altitude_m: int | None
    population: int | None
    indigenous_language_pct: float | None
    note: str


class Leg(NamedTuple):
    """A declared stretch of a journey: from this district one travels to that one."""

    from_ubigeo: str
    to_ubigeo: str
    mode: str
    minutes_min: int
    minutes_max: int


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file, in its own order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def point(row: Mapping[str, str]) -> Point | None:
    """The point of a row; None where it is not known."""
    return Point(float(row["lat"]), float(row["lon"])) if row["lat"] and row["lon"] else None


def _place(row: Mapping[str, str]) -> Place:
    share = row["indigenous_language_pct"]
    return Place(
        ubigeo=row["ubigeo"],
        department=row["department"],
        province=row["province"],
        district=row["district"],
        natural_region=row["natural_region"],
        point=point(row),
        altitude_m=int(row["altitude_m"]) if row["altitude_m"] else None,
        population=int(row["population"]) if row["population"] else None,
        indigenous_language_pct=float(share) if share else None,
        note=row["note"],
    )


@cache
def districts() -> Mapping[str, Place]:
    """The 1,893 districts by code, in the order of their codes."""
    return MappingProxyType({row["ubigeo"]: _place(row) for row in rows("districts")})


@cache
def provinces() -> Mapping[str, Province]:
    """The 196 provinces by code, in the order of their codes."""
    return MappingProxyType(
        {
            row["ubigeo"]: Province(
                ubigeo=row["ubigeo"],
                department=row["department"],
                name=row["province"],
                capital=row["capital"],
                point=Point(float(row["lat"]), float(row["lon"])),
            )
            for row in rows("provinces")
        }
    )


@cache
def departments() -> Mapping[str, str]:
    """The names of the 25 departments by code (Callao among them)."""
    return MappingProxyType({p.ubigeo[:2]: p.department for p in provinces().values()})


@cache
def legs() -> Mapping[str, tuple[Leg, ...]]:
    """Declared stretches by the district they start from."""
    found: dict[str, tuple[Leg, ...]] = {}
    for row in rows("travel_legs"):
        minutes = int(row["minutes_min"]), int(row["minutes_max"])
        leg = Leg(row["from_ubigeo"], row["to_ubigeo"], row["mode"], *minutes)
        found[leg.from_ubigeo] = (*found.get(leg.from_ubigeo, ()), leg)
    return MappingProxyType(found)


def district(ubigeo: str) -> Place:
    """
    The district of a six-figure code.

    :raises UnknownTerritory: when there is none
    """
    try:
        return districts()[ubigeo]
    except KeyError:
        raise UnknownTerritory(ubigeo) from None


def province(ubigeo: str) -> Province:
    """
    The province of a code of four or more figures.

    :raises UnknownTerritory: when there is none
    """
    try:
        return provinces()[ubigeo[:4]]
    except KeyError:
        raise UnknownTerritory(ubigeo) from None


def within(ubigeo: str) -> list[Place]:
    """The districts of a department or province (or the district itself), by code."""
    return [place for code, place in districts().items() if code.startswith(ubigeo)]
