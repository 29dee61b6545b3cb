"""Which office of a kind serves a district: the nearest, but first by where the law looks.

Order: the district itself; the district its declared journey leads to (the boat from Amantaní goes
to Puno, though Ácora is nearer as the crow flies); its province; its department; an office of the
whole country. Within each, the nearest; equal distances, by identifier. It is a default a person
may change, not a statement of jurisdiction.
"""

from collections.abc import Iterable
from functools import cache
from typing import Protocol, TypeVar

from ruta.directory import offices, territory
from ruta.directory.geography import Point, great_circle_km

NOWHERE = 6
FAR_KM = 20_100.0


class Located(Protocol):
    """What choosing needs of an office: a row of the files or of the database."""

    @property
    def id(self) -> str: ...
    @property
    def ubigeo(self) -> str: ...
    @property
    def national(self) -> bool: ...
    @property
    def point(self) -> Point | None: ...


Some = TypeVar("Some", bound=Located)


def tier(office: Located, ubigeo: str) -> int:
    """How far the law has to look to find this office from that district: 0 is its own."""
    hubs = {leg.to_ubigeo for leg in territory.legs().get(ubigeo, ())}
    tests = (
        office.ubigeo == ubigeo and not office.national,
        office.ubigeo in hubs and not office.national,
        office.ubigeo[:4] == ubigeo[:4] and not office.national,
        office.ubigeo[:2] == ubigeo[:2] and not office.national,
        office.national,
    )
    return tests.index(True) if True in tests else NOWHERE


def distance_km(office: Located, ubigeo: str) -> float:
    """Kilometres from the district's capital; half the Earth when either point is unknown."""
    here = territory.district(ubigeo).point
    return great_circle_km(here, office.point) if here and office.point else FAR_KM


def nearest(candidates: Iterable[Some], ubigeo: str) -> Some | None:
    """
    The one that serves the district, or None when no candidate is of its department or national.

    :raises UnknownTerritory: when the code is no district
    """
    return next(iter(ranked(candidates, ubigeo)), None)


def ranked(candidates: Iterable[Some], ubigeo: str) -> list[Some]:
    """
    Those of the district's department or national, the one that serves it first.

    :raises UnknownTerritory: when the code is no district
    """
    territory.district(ubigeo)
    placed = ((tier(office, ubigeo), office) for office in candidates)
    reachable = [(rank, office) for rank, office in placed if rank < NOWHERE]
    reachable.sort(key=lambda pair: (pair[0], distance_km(pair[1], ubigeo), pair[1].id))
    return [office for _, office in reachable]


@cache
def shipped(type_: str, ubigeo: str) -> offices.OfficeRow | None:
    """The same choice among the offices Ruta ships, without a database; for bulk work."""
    return nearest(offices.by_type().get(type_, ()), ubigeo)
