"""Every office Ruta ships, as rows: those published, and those made by rule for the demonstration.

Read from files, no database: the simulator uses the same rows that `loading` stores.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ruta.directory import generated, territory
from ruta.directory.geography import Point

ONLY_BY_REFERRAL = "hogar-refugio"


class ShelterFound(Exception):
    """A row of the data speaks of a shelter; its place must never enter Ruta."""


class OfficeRow(NamedTuple):
    """
    An office; grain: one counter where something may be reported, decided or asked for.

    `languages` empty means unknown. `phone_doubtful`: two published lists disagree.
    """

    id: str
    type: str
    name: str
    ubigeo: str
    department: str
    province: str
    district: str
    address: str
    phone: str
    phone_doubtful: bool
    hours: str
    languages: str
    lat: float | None
    lon: float | None
    national: bool
    demonstration: bool
    source: str

    @property
    def point(self) -> Point | None:
        """Where it is; None where not known."""
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


def _office(type_: str, row: Mapping[str, str], *, made: bool = False) -> OfficeRow:
    place = territory.district(row["ubigeo"])
    where = territory.point(row) or place.point
    if row.get("coordinate_quality") == "doubtful":
        where = place.point
    return OfficeRow(
        id=row["id"],
        type=type_,
        name=row["name"],
        ubigeo=row["ubigeo"],
        department=place.department,
        province=place.province,
        district=place.district,
        address=row.get("address", ""),
        phone=row.get("phone", ""),
        phone_doubtful=bool(row.get("phone_changed_2025")),
        hours=row.get("hours", ""),
        languages=row.get("languages", ""),
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        national=bool(row.get("national")),
        demonstration=made,
        source=row["source"],
    )


def _read() -> Iterator[OfficeRow]:
    for row in territory.rows("services"):
        yield _office(row["type"], row)
    for row in territory.rows("police_stations"):
        yield _office("pnp", row)
    for row in territory.rows("hospitals"):
        yield _office("ipress", row)
    yield _office("linea100", generated.line_100())
    for made in generated.offices():
        yield _office(made["type"], made, made=True)


def refuse_shelters(row: OfficeRow) -> OfficeRow:
    """
    The same row, when it is not a shelter's.

    :raises ShelterFound: naming the row's identifier and nothing else of it
    """
    words = f"{row.type} {row.name} {row.id}".lower()
    if row.type == ONLY_BY_REFERRAL or "refugio" in words or "hrt" in words.split():
        raise ShelterFound(row.id)
    return row


@cache
def every() -> tuple[OfficeRow, ...]:
    """All offices in the order of the files; about 4,100 rows."""
    return tuple(refuse_shelters(row) for row in _read())


@cache
def by_type() -> Mapping[str, tuple[OfficeRow, ...]]:
    """The same rows grouped by type of office."""
    groups: dict[str, list[OfficeRow]] = {}
    for row in every():
        groups.setdefault(row.type, []).append(row)
    return {type_: tuple(rows) for type_, rows in groups.items()}
