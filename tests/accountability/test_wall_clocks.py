"""Instants of a wall clock and instants written as text are those of Python, zone by zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruta.accountability.comply.iso import texts
from ruta.accountability.comply.logs.walls import Walls
from ruta.acts.instants import EPOCH, microseconds

ZONES = (
    "America/Lima",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Caracas",
)
# Near a change of hour of some of these zones, and anywhere.
NEAR = ("1994-01-01T00:00", "2020-03-08T02:30", "2020-11-01T01:30", "2016-05-01T02:45",
        "2021-04-04T01:45", "2021-05-16T02:30", "1999-12-31T23:59", "1901-06-01T00:00")  # fmt: skip
ANY = st.datetimes(datetime(1901, 1, 2), datetime(2199, 12, 30))  # noqa: DTZ001 - a wall clock
SEAMS = st.builds(
    lambda near, step: datetime.fromisoformat(near) + timedelta(microseconds=step),
    st.sampled_from(NEAR),
    st.sampled_from([0, 1, -1, 1_800_000_000, -1_800_000_000, 86_400_000_000, 37]),
)
WALLS = st.lists(ANY | SEAMS, max_size=20)


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(zone=st.sampled_from(ZONES), walls=WALLS)
def test_a_wall_clock_is_read_as_python_reads_it(zone: str, walls: list[datetime]) -> None:
    shown = np.array([microseconds(wall.replace(tzinfo=UTC)) for wall in walls], np.int64)
    found = Walls(ZoneInfo(zone)).utc(shown)
    assert [EPOCH + timedelta(microseconds=int(at)) for at in found] == [
        wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for wall in walls
    ]


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(zone=st.sampled_from(ZONES), walls=WALLS, seed=st.integers(0, 3))
def test_an_instant_is_written_as_python_writes_it(
    zone: str, walls: list[datetime], seed: int
) -> None:
    at = np.array([microseconds(wall.replace(tzinfo=UTC)) for wall in walls], np.int64)
    absent = np.array([(n + seed) % 4 == 0 for n in range(len(walls))], bool)
    expected = [
        None if gone else wall.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).isoformat()
        for wall, gone in zip(walls, absent, strict=True)
    ]
    assert texts(at, absent, Walls(ZoneInfo(zone))).to_pylist() == expected


@pytest.mark.parametrize("zone", ZONES)
def test_there_and_back_is_the_same_instant(zone: str) -> None:
    walls = Walls(ZoneInfo(zone))
    at = np.arange(1_400_000_000, 1_700_000_000, 86_400 * 3 + 7, dtype=np.int64) * 1_000_000
    assert (walls.utc(at + walls.ahead(at)) == at).all()
