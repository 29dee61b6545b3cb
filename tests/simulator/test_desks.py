"""A country made for a demonstration: every desk has work, and nothing in it breaks a rule."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from ruta import law
from ruta.acts import vocabulary
from ruta.law.clock import Clock
from ruta.law.model import Act, Obligation
from ruta.law.model import Office as LawOffice
from ruta.simulator.country import simulate
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimAct, SimCase

Offices = tuple[Office, ...]
CLEAR = {"risk", "door", "instrument"}
ORDER = {"indeterminado": 0, "leve": 1, "moderado": 2, "severo": 3}
SETS_RISK = {"risk-form-completed", "risk-level-raised"}


@pytest.fixture(scope="module")
def cases(offices: Offices, until: datetime) -> tuple[SimCase, ...]:
    return tuple(simulate(cases=250, seed=3, until=until, offices=offices, recent_share=0.4))


@pytest.fixture(scope="module")
def obligations(
    cases: tuple[SimCase, ...], offices: Offices, until: datetime
) -> tuple[Obligation, ...]:
    types = {office.id: LawOffice(office.id, office.type) for office in offices}
    clock = Clock(law.rulebook.default(), vocabulary.counts_as())
    return tuple(
        obligation
        for case in cases
        for obligation in clock.run(as_law_sees(case, types), as_of=until)
    )


def as_law_sees(case: SimCase, types: dict[str, LawOffice]) -> Iterator[Act]:
    for arrival, act in enumerate(case.acts):
        yield Act(
            id=str(act.act_id),
            kind=act.kind,
            at=act.at,
            arrival=arrival,
            recorded_at=act.recorded_at,
            facts={name: value for name, value in act.facts.items() if name in CLEAR},
            office=types[act.office],
            to=types[act.to] if act.to else None,
            corrects=str(act.corrects) if act.corrects else None,
            annuls=str(act.annuls) if act.annuls else None,
        )


@pytest.mark.parametrize("desk", ["pnp", "juzgado-familia", "fiscalia-penal"])
def test_a_desk_has_work_overdue_and_due_within_a_day(
    desk: str, obligations: tuple[Obligation, ...], until: datetime
) -> None:
    terms = [o for o in obligations if o.holder and o.holder.type == desk and o.due_at]
    statuses = Counter(o.status(until) for o in terms)
    soon = [
        o
        for o in terms
        if o.status(until) == "pending" and o.due_at and o.due_at < until + timedelta(days=1)
    ]
    assert statuses["overdue"] > 5
    assert len(soon) > 2


def test_a_centre_has_new_cases_to_attend(cases: tuple[SimCase, ...], until: datetime) -> None:
    told = {"case-known-cem", "cem-notified"}
    fresh = [
        act
        for case in cases
        for act in case.acts
        if act.kind in told and act.at > until - timedelta(days=1)
    ]
    assert len(fresh) > 5


def test_terms_are_met_missed_and_met_late(
    obligations: tuple[Obligation, ...], until: datetime
) -> None:
    statuses = Counter(o.status(until) for o in obligations if o.due_at)
    assert min(statuses["met"], statuses["met-late"], statuses["overdue"]) > 100


def test_prohibitions_are_kept_and_breached(
    obligations: tuple[Obligation, ...], until: datetime
) -> None:
    statuses = Counter(o.status(until) for o in obligations if o.wording.kind == "prohibition")
    assert statuses["kept"] > statuses["breached"] > 0


def test_no_risk_level_falls_without_a_second_agency(cases: tuple[SimCase, ...]) -> None:
    for case in cases:
        levels = [act for act in case.acts if act.kind in SETS_RISK]
        ranks = [ORDER[act.facts["risk"]] for act in sorted(levels, key=lambda act: act.at)]
        assert ranks == sorted(ranks)


def test_a_level_is_lowered_only_after_another_agency_proposed_it(
    offices: Offices, until: datetime
) -> None:
    old = simulate(cases=1500, seed=9, until=until, offices=offices, years=[2021, 2022])
    lowered = [(case, act) for case in old for act in case.acts if act.kind == "risk-level-lowered"]
    assert lowered
    for case, act in lowered:
        assert any(_proposes(earlier, act) for earlier in case.acts)


def _proposes(earlier: SimAct, lowered: SimAct) -> bool:
    return (
        earlier.kind == "risk-lowering-proposed"
        and earlier.at < lowered.at
        and earlier.office != lowered.office
        and earlier.facts["proposed_risk"] == lowered.facts["risk"]
    )
