"""Distances over the ground as the crow flies; a boat or a road is always longer."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088


class Point(NamedTuple):
    """Degrees, WGS 84; Peru lies between latitudes -18.5 and 0.1."""

    lat: float
    lon: float


def great_circle_km(one: Point, other: Point) -> float:
    """Kilometres between two points along the surface of the sphere (haversine)."""
    lat_1, lat_2 = radians(one.lat), radians(other.lat)
    across = sin((lat_2 - lat_1) / 2) ** 2
    along = sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(across + cos(lat_1) * cos(lat_2) * along))
