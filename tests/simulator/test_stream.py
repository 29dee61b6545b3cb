"""One seed, one country; and every case can be walked in order."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

import pytest

from ruta.simulator import stream
from ruta.simulator.assumptions import default
from ruta.simulator.country import simulate
from ruta.simulator.offices import Office, OfficesMissing
from ruta.simulator.stream import SimCase

Offices = tuple[Office, ...]
FORBIDDEN_FIRST = {"measures-decided", "executor-notified", "execution-report-sent"}


@pytest.fixture(scope="module")
def cases(offices: Offices, until: datetime) -> tuple[SimCase, ...]:
    return tuple(simulate(cases=400, seed=7, until=until, offices=offices))


def digest(found: Iterable[SimCase]) -> str:
    lines = "\n".join(stream.as_line(case) for case in found)
    return hashlib.sha256(lines.encode()).hexdigest()


def test_the_same_seed_gives_the_same_bytes(
    cases: tuple[SimCase, ...], offices: Offices, until: datetime
) -> None:
    again = simulate(cases=400, seed=7, until=until, offices=offices)
    assert digest(again) == digest(cases)


def test_another_seed_gives_another_country(
    cases: tuple[SimCase, ...], offices: Offices, until: datetime
) -> None:
    other = simulate(cases=400, seed=8, until=until, offices=offices)
    assert not {case.case_id for case in other} & {case.case_id for case in cases}


def test_slices_made_apart_are_the_same_cases(
    cases: tuple[SimCase, ...], offices: Offices, until: datetime
) -> None:
    tail = simulate(cases=50, seed=7, until=until, offices=offices, first=350)
    assert digest(tail) == digest(cases[350:])


def test_nothing_happens_before_the_case_opens(cases: tuple[SimCase, ...]) -> None:
    for case in cases:
        opening = case.acts[0].at
        assert all(act.at >= opening for act in case.acts)


def test_nothing_of_the_route_comes_before_the_complaint(cases: tuple[SimCase, ...]) -> None:
    for case in cases:
        first = {act.kind: act.at for act in reversed(case.acts) if not act.corrects}
        complaints = [at for kind, at in first.items() if kind.startswith("complaint-presented")]
        late = [at for kind, at in first.items() if kind in FORBIDDEN_FIRST]
        assert not late or min(complaints) <= min(late)


def test_nothing_is_recorded_before_it_happens(cases: tuple[SimCase, ...]) -> None:
    assert all(act.recorded_at >= act.at for case in cases for act in case.acts)


def test_some_acts_are_recorded_late(cases: tuple[SimCase, ...]) -> None:
    acts = [act for case in cases for act in case.acts]
    late = sum(act.recorded_at - act.at > timedelta(hours=1) for act in acts)
    assert late / len(acts) == pytest.approx(default().shares["recorded-late"], abs=0.03)


def test_acts_stand_in_the_order_they_were_recorded(cases: tuple[SimCase, ...]) -> None:
    for case in cases:
        recorded = [act.recorded_at for act in case.acts]
        assert recorded == sorted(recorded)


def test_nothing_is_known_after_the_end(cases: tuple[SimCase, ...], until: datetime) -> None:
    assert all(act.recorded_at <= until for case in cases for act in case.acts)


def test_a_correction_and_an_annulment_point_at_an_earlier_act(cases: tuple[SimCase, ...]) -> None:
    pointing = 0
    for case in cases:
        seen = {}
        for act in case.acts:
            if act.corrects:
                assert seen[act.corrects].kind == act.kind
            if act.annuls:
                assert act.kind == "annulment"
                assert seen[act.annuls].office == act.office
            pointing += bool(act.corrects or act.annuls)
            seen[act.act_id] = act
    assert pointing > 10


def test_every_act_belongs_to_an_office_that_was_given(
    cases: tuple[SimCase, ...], offices: Offices
) -> None:
    known = {office.id for office in offices}
    for case in cases:
        for act in case.acts:
            assert act.office in known
            assert act.to is None or act.to in known


def test_identifiers_are_never_repeated(cases: tuple[SimCase, ...]) -> None:
    ids = [act.act_id for case in cases for act in case.acts]
    assert len(set(ids)) == len(ids)


def test_a_mature_case_has_about_thirty_acts(offices: Offices, until: datetime) -> None:
    old = simulate(
        cases=600, seed=5, until=until, offices=offices, years=range(2020, 2025), recent_share=0
    )
    acts = [len(case.acts) for case in old]
    assert 27 <= sum(acts) / len(acts) <= 36


def test_the_core_route_is_shorter_and_has_no_care(offices: Offices, until: datetime) -> None:
    core = tuple(simulate(cases=200, seed=7, until=until, offices=offices, acts="core"))
    kinds = Counter(act.kind for case in core for act in case.acts)
    assert kinds["measures-decided"] > 80
    assert not kinds["appointment-given"]
    assert not kinds["file-received-prosecutor"]


def test_recent_cases_open_in_the_last_days(offices: Offices, until: datetime) -> None:
    fresh = simulate(cases=200, seed=7, until=until, offices=offices, recent_share=1)
    opened = [case.acts[0].at for case in fresh]
    assert min(opened) > until - timedelta(days=9, hours=1)
    assert sum(at > until - timedelta(hours=24) for at in opened) > 50


def test_each_person_is_marked_as_invented(cases: tuple[SimCase, ...]) -> None:
    for case in cases:
        for party in case.parties:
            assert party.facts["names"].endswith("(inventada)")
            assert party.document is None or party.document.startswith("INV-")


def test_each_account_says_that_it_is_invented(cases: tuple[SimCase, ...]) -> None:
    told = [act for case in cases for act in case.acts if "account" in act.facts]
    assert len(told) > 100
    assert all(act.facts["account"].startswith("Relato inventado") for act in told)


def test_some_accused_stand_in_several_cases(offices: Offices, until: datetime) -> None:
    lima = simulate(cases=3000, seed=7, until=until, offices=offices, departments=["Lima"])
    documents = Counter(
        party.document
        for case in lima
        for party in case.parties
        if party.role == "accused" and party.document
    )
    assert documents.most_common(1)[0][1] > 1


def test_a_line_is_json_with_aware_instants(cases: tuple[SimCase, ...]) -> None:
    line = json.loads(stream.as_line(cases[0]))
    assert line["acts"][0]["act_id"] == str(cases[0].acts[0].act_id)
    assert datetime.fromisoformat(line["acts"][0]["at"]).tzinfo is not None


def test_a_country_without_courts_is_refused(offices: Offices, until: datetime) -> None:
    without = [office for office in offices if office.type != "juzgado-familia"]
    with pytest.raises(OfficesMissing, match="juzgado-familia"):
        simulate(cases=1, seed=1, until=until, offices=without)


def test_an_instant_without_a_zone_is_refused(offices: Offices) -> None:
    with pytest.raises(ValueError, match="zone"):
        simulate(cases=1, seed=1, until=datetime(2026, 1, 1), offices=offices)  # noqa: DTZ001


def test_a_case_goes_to_the_offices_of_its_department(
    cases: tuple[SimCase, ...],
) -> None:
    for case in cases:
        if case.ubigeo != "999999":
            assert {act.office[-2:] for act in case.acts} == {case.ubigeo[:2]}


def test_until_is_read_in_any_zone(offices: Offices, until: datetime) -> None:
    in_lima = until.astimezone(timezone(timedelta(hours=-5)))
    there = simulate(cases=5, seed=7, until=in_lima, offices=offices)
    assert digest(there) == digest(simulate(cases=5, seed=7, until=until, offices=offices))


def test_a_transfer_goes_to_another_office_that_acts_from_then_on(until: datetime) -> None:
    kinds = ("pnp", "cem", "fiscalia-penal", "juzgado-familia")
    offices = [
        Office(f"{kind}-{n}", kind, "Lima", "Lima", "150101") for kind in kinds for n in "12"
    ]
    transfers = 0
    for case in simulate(cases=600, seed=2, until=until, offices=offices, departments=["Lima"]):
        for act in (act for act in case.acts if act.kind == "case-transferred"):
            later = [other for other in case.acts if other.at > act.at]
            assert act.to is not None
            assert act.to != act.office
            assert act.office not in {other.office for other in later}
            transfers += 1
    assert transfers > 5


def test_an_impediment_of_execution_names_the_duty_and_the_act_that_began_it(
    cases: tuple[SimCase, ...],
) -> None:
    named = 0
    for case in cases:
        kinds = {str(act.act_id): act.kind for act in case.acts}
        for act in case.acts:
            if act.kind == "impediment-recorded" and "duty" in act.facts:
                assert kinds[act.facts["start_act"]] == "executor-notified"
                named += 1
    assert named > 5
