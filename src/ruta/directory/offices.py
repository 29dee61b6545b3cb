"""Every office Ruta ships, as rows: those published, and those made by rule for the demonstration.

Read from files, no database: the simulator uses the same rows that `loading` stores.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ruta.directory import generated, shelters, territory
from ruta.directory.geography import Point


class ShelterFound(Exception):
    """A row of the data says more of a shelter than its number; that must never enter Ruta."""


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
    for service in shelters.offices():
        yield _nowhere(service)


def _nowhere(row: Mapping[str, str]) -> OfficeRow:
    """A service of protection: what tells where something is stays empty."""
    return OfficeRow(
        id=row["id"], type=row["type"], name=row["name"],
        ubigeo="", department="", province="", district="", address="", phone="",
        phone_doubtful=False, hours="", languages="", lat=None, lon=None,
        national=False, demonstration=False, source="",
    )  # fmt: skip


def refuse_placed_shelters(row: OfficeRow) -> OfficeRow:
    """
    The same row, when it is no shelter's or says nothing but a number.

    :raises ShelterFound: naming the row's identifier and nothing else of it
    """
    if row.type == shelters.TYPE:
        if row != _nowhere({"id": row.id, "type": shelters.TYPE, "name": shelters.NAME}):
            raise ShelterFound(row.id)
    elif shelters.says_shelter(f"{row.type} {row.name} {row.id}"):
        raise ShelterFound(row.id)
    return row


@cache
def every() -> tuple[OfficeRow, ...]:
    """All offices in the order of the files; about 4,100 rows."""
    return tuple(refuse_placed_shelters(row) for row in _read())


@cache
def by_type() -> Mapping[str, tuple[OfficeRow, ...]]:
    """The same rows grouped by type of office."""
    groups: dict[str, list[OfficeRow]] = {}
    for row in every():
        groups.setdefault(row.type, []).append(row)
    return {type_: tuple(rows) for type_, rows in groups.items()}
