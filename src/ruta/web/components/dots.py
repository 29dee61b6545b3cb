"""
Dots: a country drawn from its districts, and a hundred of something with some of them marked.

A place's dots take the step of its figure, from 1 (least) to 5 (most): darker and larger, so that
neither colour nor light is needed to tell them apart. Positions are in units of the drawing, which
are tenths of a degree of latitude.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import cos, radians

STEPS = 5
UNITS_PER_DEGREE = 10
MARGIN = 2.0
HUNDRED, PER_ROW, APART = 100, 20, 10


@dataclass(frozen=True, slots=True)
class Area:
    """A place of the map: its points (degrees north, east), its step (0: no figure), its words."""

    name: str
    text: str
    points: tuple[tuple[float, float], ...]
    step: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """Places drawn together; `says` reads the drawing aloud."""

    says: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn of the earth: equirectangular about its middle latitude."""

    north: float
    west: float
    width: float
    height: float
    squeeze: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point stands: units from the left and from the top."""
        x = (lon - self.west) * self.squeeze * UNITS_PER_DEGREE + MARGIN
        return x, (self.north - lat) * UNITS_PER_DEGREE + MARGIN


def frame(areas: Iterable[Area]) -> Frame:
    """
    The smallest frame around the points of some places.

    :raises ValueError: if there is no point
    """
    points = [point for area in areas for point in area.points]
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    north, south, west, east = max(lats), min(lats), min(lons), max(lons)
    squeeze = cos(radians((north + south) / 2))
    return Frame(
        north=north,
        west=west,
        width=(east - west) * squeeze * UNITS_PER_DEGREE + 2 * MARGIN,
        height=(north - south) * UNITS_PER_DEGREE + 2 * MARGIN,
        squeeze=squeeze,
    )


def step(value: Decimal, among: Sequence[Decimal]) -> int:
    """Which of five equal steps between the least and the most of `among` a value is in."""
    least, most = min(among), max(among)
    if least == most:
        return (STEPS + 1) // 2
    return min(STEPS, 1 + int(STEPS * (value - least) / (most - least)))


def whole(share: Decimal) -> int:
    """A share of a hundred as that many dots, the half upwards."""
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
