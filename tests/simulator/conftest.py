"""Offices enough for every stretch of the route: one of each type in each department."""

from datetime import UTC, datetime

import pytest

from ruta.simulator.offices import Office

TYPES = (
    "pnp cem fiscalia-penal fiscalia-familia fiscalia-superior-familia juzgado-familia "
    "juzgado-penal sala-familia ipress iml defensa-publica"
).split()


@pytest.fixture(scope="session")
def offices() -> tuple[Office, ...]:
    return tuple(
        Office(f"{kind}-{code:02d}", kind, str(code), str(code), f"{code:02d}0101")
        for kind in TYPES
        for code in range(1, 26)
    )


@pytest.fixture(scope="session")
def until() -> datetime:
    return datetime(2026, 11, 21, 17, tzinfo=UTC)
