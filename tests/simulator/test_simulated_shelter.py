"""A few women go to a service of protection: after they agree, and it has no place."""

from datetime import datetime

import pytest

from ruta.simulator.country import simulate
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimCase

SERVICE = Office("SP-001", "hogar-refugio", "", "", "")


@pytest.fixture(scope="module")
def cases(offices: tuple[Office, ...], until: datetime) -> tuple[SimCase, ...]:
    return tuple(simulate(cases=900, seed=7, until=until, offices=(*offices, SERVICE)))


@pytest.fixture(scope="module")
def placed(cases: tuple[SimCase, ...]) -> list[SimCase]:
    return [case for case in cases if any(act.kind == "shelter-admitted" for act in case.acts)]


def test_some_are_placed_and_most_are_not(
    cases: tuple[SimCase, ...], placed: list[SimCase]
) -> None:
    assert 5 < len(placed) < len(cases) / 10


def test_nobody_is_admitted_before_she_agreed(placed: list[SimCase]) -> None:
    for case in placed:
        agreed = [a for a in case.acts if a.kind == "consent-given" and a.to == "SP-001"]
        admitted = next(act for act in case.acts if act.kind == "shelter-admitted")
        assert agreed[0].at < admitted.at
        assert admitted.office == "SP-001"


def test_who_is_placed_is_a_grown_woman(placed: list[SimCase]) -> None:
    for case in placed:
        her = case.parties[0].facts
        assert (her["sex"], int(her["age"]) >= 18) == ("mujer", True)


def test_a_country_without_services_is_the_same_in_everything_else(
    cases: tuple[SimCase, ...], offices: tuple[Office, ...], until: datetime
) -> None:
    without = simulate(cases=900, seed=7, until=until, offices=offices)

    for one, other in zip(cases, without, strict=True):
        assert one.parties == other.parties
        assert {act.act_id for act in other.acts} <= {act.act_id for act in one.acts}
