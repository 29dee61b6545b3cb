"""The places a figure may be of: Peru, its departments and provinces, by the code of INEI."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.translation import gettext as _

from ruta.directory import territory

COUNTRY, DEPARTMENT, PROVINCE = "country", "department", "province"
LEVELS = {0: COUNTRY, 2: DEPARTMENT, 4: PROVINCE}
PERU = ""


def level(place: str) -> str:
    """
    Which kind of place a code is.

    :raises KeyError: if it is as long as none of them
    """
    return LEVELS[len(place)]


def name(place: str) -> str:
    """The name of a place; its code where it is unknown, so that no figure is lost for a name."""
    if not place:
        return _("Perú")
    if len(place) == len("21"):
        return territory.departments().get(place, place)
    found = territory.provinces().get(place)
    return found.name if found else place


def full_name(place: str) -> str:
    """A province with its department: "Melgar (Puno)"."""
    if level(place) != PROVINCE:
        return name(place)
    return f"{name(place)} ({name(place[:2])})"


def above(place: str) -> list[str]:
    """The places around a place, the widest first: the country, then its department."""
    return [place[:length] for length in LEVELS if length < len(place)]


def under(place: str, published: Iterable[str]) -> list[str]:
    """The places of the next level inside one, of those a table holds, by name."""
    inside = len(place) + 2
    found = {each for each in published if len(each) == inside and each.startswith(place)}
    return sorted(found, key=name)


@cache
def points(department: str) -> tuple[tuple[float, float], ...]:
    """Where the districts of a department are: degrees north and east."""
    found = (place.point for place in territory.within(department))
    return tuple((point.lat, point.lon) for point in found if point)
