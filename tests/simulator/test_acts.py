"""Each act of the stream is of a known kind, by an office that may record it, with good facts."""

from datetime import datetime

import pytest

from ruta.acts import facts, vocabulary
from ruta.simulator.country import simulate
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimAct

Offices = tuple[Office, ...]


@pytest.fixture(scope="module")
def acts(offices: Offices, until: datetime) -> tuple[SimAct, ...]:
    cases = simulate(cases=200, seed=30364, until=until, offices=offices)
    return tuple(act for case in cases for act in case.acts)


@pytest.fixture(scope="module")
def types(offices: Offices) -> dict[str, str]:
    return {office.id: office.type for office in offices}


def test_the_facts_of_every_act_pass_the_check(acts: tuple[SimAct, ...]) -> None:
    for act in acts:
        facts.check(act.kind, act.facts)


def test_every_kind_is_in_the_vocabulary(acts: tuple[SimAct, ...]) -> None:
    assert {act.kind for act in acts} <= set(vocabulary.kinds())


def test_every_act_is_recorded_by_an_office_that_may(
    acts: tuple[SimAct, ...], types: dict[str, str]
) -> None:
    for act in acts:
        allowed = vocabulary.kinds()[act.kind].recorded_by
        assert "any" in allowed or types[act.office] in allowed, act.kind


def test_every_act_is_addressed_to_an_office_that_may_receive_it(
    acts: tuple[SimAct, ...], types: dict[str, str]
) -> None:
    for act in acts:
        if act.to is not None:
            allowed = vocabulary.kinds()[act.kind].addressed_to
            assert "any" in allowed or types[act.to] in allowed, act.kind
