"""A lower risk level needs a second professional of another agency."""

from contextlib import nullcontext
from dataclasses import replace
from uuid import uuid4

import pytest
from tests.cases.stage import (
    CEM,
    HOUR,
    NOW,
    OTHER_POLICE,
    POLICE,
    Stage,
    act,
    annulment,
    complaint,
    correction,
    report,
    severe_form,
)

from ruta.cases import lowering, operations, queries
from ruta.cases.derivation import ActValues
from ruta.cases.offices import Place


@pytest.mark.check("SEC-14")
def test_it_is_refused_by_one_agency_alone(file: Stage) -> None:
    file.opened(complaint(), severe_form())

    for kind, more in (
        ("risk-form-completed", {}),
        ("risk-level-lowered", {"risk_reasons": "x"}),
    ):
        with pytest.raises(operations.NeedsSecondAgency):
            file.recorded(act(kind, NOW, risk="leve", **more))


@pytest.mark.check("SEC-14")
def test_it_is_taken_when_another_agency_proposed_it(file: Stage) -> None:
    file.opened(complaint(), severe_form(), act("cem-notified", NOW, to="T-CEM-1"))
    file.recorded(act("risk-lowering-proposed", NOW, proposed_risk="moderado", risk_reasons="x"))

    file.recorded(act("risk-level-lowered", NOW, risk="moderado", risk_reasons="x"), by=CEM)

    assert queries.case_file(CEM, file.case_id, now=NOW).case.risk == "moderado"


@pytest.mark.check("SEC-14")
def test_it_needs_another_agency_and_not_another_office_of_the_same(file: Stage) -> None:
    file.opened(complaint(), severe_form(), act("case-transferred", NOW, to="T-PNP-2"))
    file.recorded(act("risk-lowering-proposed", NOW, proposed_risk="leve", risk_reasons="x"))

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(
            act("risk-level-lowered", NOW, risk="leve", risk_reasons="x"), by=OTHER_POLICE
        )


@pytest.mark.check("SEC-14")
def test_it_is_agreed_to_once_by_each_proposal(file: Stage) -> None:
    file.opened(complaint(), severe_form(), act("cem-notified", NOW, to="T-CEM-1"))
    file.recorded(act("risk-lowering-proposed", NOW, proposed_risk="leve", risk_reasons="x"))
    file.recorded(act("risk-level-lowered", NOW, risk="moderado", risk_reasons="x"), by=CEM)

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(act("risk-level-lowered", NOW, risk="leve", risk_reasons="x"), by=CEM)


@pytest.mark.check("SEC-14")
def test_it_is_not_agreed_to_before_a_new_form(file: Stage) -> None:
    file.opened(complaint(), severe_form(), act("cem-notified", NOW, to="T-CEM-1"))
    file.recorded(act("risk-lowering-proposed", NOW, proposed_risk="leve", risk_reasons="x"))
    file.recorded(severe_form(NOW))

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(act("risk-level-lowered", NOW, risk="leve", risk_reasons="x"), by=CEM)


@pytest.mark.check("SEC-14")
def test_it_needs_another_person_though_one_has_changed_agency(file: Stage) -> None:
    file.opened(complaint(), severe_form(), act("cem-notified", NOW, to="T-CEM-1"))
    file.recorded(act("risk-lowering-proposed", NOW, proposed_risk="leve", risk_reasons="x"))
    moved = replace(CEM, user_id=POLICE.user_id)

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(act("risk-level-lowered", NOW, risk="leve", risk_reasons="x"), by=moved)


@pytest.mark.check("SEC-14")
def test_it_does_not_come_by_raising_and_lowering_at_once(file: Stage) -> None:
    file.opened(complaint(), act("risk-form-completed", NOW - HOUR, risk="leve"))

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(severe_form(NOW), act("risk-form-completed", NOW, risk="leve"))


@pytest.mark.check("SEC-14")
@pytest.mark.parametrize(
    ("proposes", "lowers", "agreed"),
    [
        ("juzgado-familia", "sala-familia", False),
        ("juzgado-paz", "juzgado-penal", False),
        ("fiscalia-penal", "fiscalia-familia", False),
        ("juzgado-familia", "fiscalia-familia", True),
    ],
)
def test_it_takes_courts_for_one_agency_and_prosecutors_for_another(
    proposes: str, lowers: str, agreed: bool
) -> None:
    places = {"A": Place(proposes, "PUNO"), "B": Place(lowers, "PUNO")}

    def by(office: str, kind: str, arrival: int, **facts: str) -> ActValues:
        return ActValues(uuid4(), arrival, kind, NOW, NOW, office, uuid4(), None, None, None, facts)

    before = [
        by("A", "risk-form-completed", 1, risk="severo"), by("A", "risk-lowering-proposed", 2),
    ]  # fmt: skip
    lowered = by("B", "risk-level-lowered", 3, risk="leve")
    refusal = nullcontext() if agreed else pytest.raises(operations.NeedsSecondAgency)

    with refusal:
        lowering.check(before, [*before, lowered], new={lowered.act_id}, places=places)


@pytest.mark.check("SEC-14")
def test_it_does_not_come_by_correcting_or_annulling_a_form(file: Stage) -> None:
    form = severe_form()
    file.opened(complaint(), form)

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(correction(form, NOW - HOUR, risk="leve"))
    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(annulment(form))


@pytest.mark.check("SEC-14")
def test_it_does_not_come_by_a_form_dated_in_between(file: Stage) -> None:
    file.opened(complaint(NOW - 9 * HOUR), severe_form(NOW - 8 * HOUR), report(NOW - 4 * HOUR))

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(
            act("risk-form-completed", NOW - 5 * HOUR, risk="leve"),
            act("risk-form-completed", NOW - 3 * HOUR, risk="severo"),
        )


@pytest.mark.check("SEC-14")
def test_it_includes_falling_back_to_undetermined(file: Stage) -> None:
    file.opened(complaint(), severe_form())

    with pytest.raises(operations.NeedsSecondAgency):
        file.recorded(act("risk-form-completed", NOW, risk="indeterminado"))


@pytest.mark.check("SEC-14")
def test_it_is_not_what_a_higher_one_is(file: Stage) -> None:
    file.opened(complaint(), act("risk-form-completed", NOW - HOUR, risk="leve"))

    file.recorded(severe_form(NOW))

    assert queries.case_file(POLICE, file.case_id, now=NOW).case.risk == "severo"
