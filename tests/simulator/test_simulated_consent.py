"""What invented women let others see: most agree, some refuse, a few take it back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from ruta.simulator.country import simulate
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimAct, SimCase

CONSENTS = {"consent-given", "consent-refused", "consent-revoked"}


@pytest.fixture(scope="module")
def cases(offices: tuple[Office, ...], until: datetime) -> tuple[SimCase, ...]:
    return tuple(simulate(cases=600, seed=7, until=until, offices=offices))


def acts_of(cases: tuple[SimCase, ...], kind: str) -> Iterator[tuple[SimCase, SimAct]]:
    return ((case, act) for case in cases for act in case.acts if act.kind == kind)


def age_of(case: SimCase) -> int:
    return int(case.parties[0].facts["age"])


def test_four_in_five_agree_that_the_centre_reads_it(cases: tuple[SimCase, ...]) -> None:
    told = {
        case.case_id
        for case in cases
        for act in case.acts
        if act.kind in ("cem-notified", "case-known-cem") and age_of(case) >= 18
    }
    agreed = {
        case.case_id
        for case, act in acts_of(cases, "consent-given")
        if "contact" in act.facts["consent_compartments"]
    }
    assert agreed <= told
    assert len(agreed) / len(told) == pytest.approx(0.8, abs=0.05)


def test_some_refuse_and_some_take_it_back(cases: tuple[SimCase, ...]) -> None:
    assert len(list(acts_of(cases, "consent-refused"))) > 10
    assert len(list(acts_of(cases, "consent-revoked"))) > 3


def test_nobody_under_eighteen_is_asked(cases: tuple[SimCase, ...]) -> None:
    asked = {case.case_id for case in cases for act in case.acts if act.kind in CONSENTS}
    assert asked.isdisjoint(case.case_id for case in cases if age_of(case) < 18)


def test_none_outlasts_ninety_days(cases: tuple[SimCase, ...]) -> None:
    for _, act in acts_of(cases, "consent-given"):
        last = datetime.fromisoformat(act.facts["consent_until"]).date()
        assert last - (act.at - timedelta(hours=5)).date() <= timedelta(days=90)


def test_what_is_taken_back_was_given_before(cases: tuple[SimCase, ...]) -> None:
    for case, act in acts_of(cases, "consent-revoked"):
        given = [one for one in case.acts if one.kind == "consent-given" and one.to == act.to]
        assert given
        assert given[0].recorded_at < act.recorded_at
