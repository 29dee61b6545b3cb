"""A case's state, folded from its acts as of any date and as known by any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.acts import fold, stages, table
from ruta.acts.catalogue import BadVocabulary
from ruta.law.model import Act, Office

START = datetime(2024, 3, 8, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICE = Office("PNP-0001", "pnp")
COURT = Office("PJ-FAM-1501", "juzgado-familia")
CEM = Office("MIMP-CEM-1", "cem")


def act(
    kind: str,
    hour: int,
    *,
    id_: str = "",
    office: Office | None = POLICE,
    to: Office | None = None,
    risk: str = "",
    recorded: int | None = None,
    corrects: str | None = None,
    annuls: str | None = None,
) -> Act:
    return Act(
        id=id_ or f"{kind}@{hour}",
        kind=kind,
        at=START + hour * HOUR,
        arrival=hour if recorded is None else recorded,
        recorded_at=START + (hour if recorded is None else recorded) * HOUR,
        facts={"risk": risk} if risk else {},
        office=office,
        to=to,
        corrects=corrects,
        annuls=annuls,
    )


ROUTE = (
    act("complaint-presented-pnp", 0),
    act("risk-form-completed", 1, risk="moderado"),
    act("police-report-sent-court", 5, to=COURT),
    act("measures-decided", 20, office=COURT),
    act("executor-notified", 21, office=COURT, to=POLICE),
    act("measure-executed", 24),
    act("visit-made", 100),
)


@pytest.mark.parametrize(
    ("hour", "stage"),
    [
        (0, "reported"),
        (1, "risk-assessed"),
        (5, "known-to-court"),
        (20, "decided"),
        (21, "notified"),
        (24, "executed"),
        (100, "followed-up"),
    ],
)
def test_the_stage_as_of_each_hour_of_the_route(hour: int, stage: str) -> None:
    assert fold.state(ROUTE, as_of=START + hour * HOUR).stage == stage


def test_the_state_of_a_whole_route() -> None:
    state = fold.state(ROUTE)

    assert state.opened_at == START
    assert state.last_at == START + 100 * HOUR
    assert (state.risk, state.risk_at) == ("moderado", START + HOUR)
    assert state.acts_count == 7
    assert state.offices == (POLICE, COURT)
    assert state.sanction == "not-investigated"
    assert state.closed_at is None


def test_a_denial_of_measures_is_a_decision() -> None:
    assert fold.state([act("measures-denied", 1, office=COURT)]).stage == "decided"


def test_a_visit_before_any_measure_follows_nothing_up() -> None:
    assert fold.state([*ROUTE[:2], act("visit-made", 2)]).stage == "risk-assessed"


def test_a_case_first_heard_by_a_service_is_open() -> None:
    assert fold.state([act("victim-attended", 0, office=CEM)]).stage == "opened"


def test_an_earlier_stage_never_returns() -> None:
    assert fold.state([*ROUTE, act("risk-form-completed", 200, risk="leve")]).stage == "followed-up"


def test_the_sanction_runs_beside_the_protection() -> None:
    track = [
        ("investigation-opened", "investigated"),
        ("accusation-filed", "accused"),
        ("sentence-issued", "sentenced"),
        ("reparation-paid", "repaired"),
    ]

    acts: list[Act] = [act("complaint-presented-pnp", 0)]
    for hour, (kind, stage) in enumerate(track, 1):
        acts.append(act(kind, hour))
        assert fold.state(acts).sanction == stage
    assert fold.state(acts).stage == "reported"


def test_a_closed_case_keeps_the_stage_it_had_reached() -> None:
    state = fold.state([*ROUTE[:4], act("case-closed", 30)])

    assert (state.stage, state.protection) == ("closed", "decided")
    assert state.closed_at == START + 30 * HOUR


@pytest.mark.parametrize("kind", ["case-reopened", "complaint-presented-pnp", "breach-known"])
def test_new_violence_or_an_express_act_reopens_a_closed_case(kind: str) -> None:
    state = fold.state([*ROUTE[:4], act("case-closed", 30), act(kind, 40)])

    assert state.stage == "decided"


@pytest.mark.parametrize(
    "kind",
    [
        "withdrawal-recorded",
        "retraction-recorded",
        "absence-recorded",
        "private-agreement-recorded",
        "case-archived-prosecutor",
    ],
)
def test_what_takes_cases_off_the_route_is_noted_and_closes_nothing(kind: str) -> None:
    state = fold.state([*ROUTE[:2], act(kind, 3)])

    assert state.stage == "risk-assessed"
    assert state.attrition == (fold.Loss(kind, START + 3 * HOUR),)


def test_a_transfer_names_both_offices_and_the_new_one_joins() -> None:
    other = Office("MIMP-CEM-2", "cem")

    state = fold.state([*ROUTE[:1], act("case-transferred", 2, office=CEM, to=other)])

    assert state.transfers == (fold.Transfer(START + 2 * HOUR, CEM, other),)
    assert state.offices == (POLICE, CEM, other)


def test_the_risk_is_the_one_last_recorded_to_have_happened() -> None:
    late = act("risk-level-raised", 3, risk="severo", recorded=50)

    assert fold.state([*ROUTE, late]).risk == "severo"
    assert fold.state([*ROUTE, late], as_of=START + 2 * HOUR).risk == "moderado"
    assert fold.state([*ROUTE, late], known_by=START + 49 * HOUR).risk == "moderado"


def test_a_correction_takes_the_place_of_its_target() -> None:
    correction = act(
        "risk-form-completed", 1, id_="fix", risk="severo", recorded=30, corrects=ROUTE[1].id
    )

    state = fold.state([*ROUTE, correction])

    assert state.risk == "severo"
    assert state.acts_count == len(ROUTE)


def test_before_it_is_recorded_a_correction_is_unknown() -> None:
    correction = act(
        "risk-form-completed", 1, id_="fix", risk="severo", recorded=30, corrects=ROUTE[1].id
    )

    assert fold.state([*ROUTE, correction], known_by=START + 29 * HOUR).risk == "moderado"


def test_a_correction_holds_even_as_of_before_it_was_made() -> None:
    correction = act(
        "risk-form-completed", 1, id_="fix", risk="severo", recorded=30, corrects=ROUTE[1].id
    )

    assert fold.state([*ROUTE, correction], as_of=START + 2 * HOUR).risk == "severo"


def test_an_annulled_act_says_nothing_whatever_the_date_asked_for() -> None:
    annulment = act("annulment", 40, office=COURT, annuls=ROUTE[3].id)

    assert fold.state([*ROUTE[:4], annulment]).stage == "known-to-court"
    assert fold.state([*ROUTE[:4], annulment], as_of=START + 21 * HOUR).stage == "known-to-court"
    assert fold.state([*ROUTE[:4], annulment], known_by=START + 39 * HOUR).stage == "decided"


def test_an_annulment_is_not_an_act_of_the_route() -> None:
    state = fold.state([*ROUTE[:4], act("annulment", 40, annuls=ROUTE[3].id)])

    assert state.acts_count == 3
    assert state.last_at == START + 5 * HOUR


def test_a_case_with_every_act_annulled_is_closed() -> None:
    state = fold.state([ROUTE[0], act("annulment", 2, annuls=ROUTE[0].id)])

    assert state.stage == "closed"
    assert state.acts_count == 0
    assert state.opened_at == START


def test_nothing_is_known_before_the_first_act() -> None:
    with pytest.raises(fold.NothingKnown):
        fold.state(ROUTE, as_of=START - HOUR)
    with pytest.raises(fold.NothingKnown):
        fold.state([])


@given(st.permutations(ROUTE))
def test_the_order_in_which_acts_are_given_changes_nothing(acts: Sequence[Act]) -> None:
    assert fold.state(acts) == fold.state(ROUTE)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('kinds = ["measure-executed"]', 'kinds = ["unheard-of"]', "executed.kinds"),
        ('needs = "notified"', 'needs = "elsewhere"', "followed-up.needs"),
        ('kinds = ["measure-executed"]', 'kinds = ["executor-notified"]', "executed.kinds"),
    ],
)
def test_a_broken_stage_names_its_file_and_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    text = Path(stages.__file__).with_name("stages.toml").read_text(encoding="utf-8")
    path = tmp_path / "stages.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(BadVocabulary) as refused:
        stages.load(path)

    assert refused.value.key == key


def test_the_table_for_figures_has_no_column_for_who_or_where_exactly() -> None:
    names = {column.name for column in (*table.ACTS, *table.CASES)}

    assert not names & {"name", "document", "address", "district", "age", "birth_date", "account"}
    assert names >= {"case", "act", "kind", "occurred_at", "recorded_at", "arrival", "risk"}


def test_every_column_says_what_it_means_in_both_languages() -> None:
    for columns in (table.ACTS, table.CASES):
        assert len({column.name for column in columns}) == len(columns)
        for column in columns:
            assert column.meaning.es
            assert column.meaning.en
