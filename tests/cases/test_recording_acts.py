"""Recording: what is stored, what is refused, and what a correction or annulment changes."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import (
    CEM,
    COURT,
    HEALTH,
    HOUR,
    NOW,
    OTHER_POLICE,
    POLICE,
    PROSECUTOR,
    Stage,
    act,
    annulment,
    complaint,
    correction,
    report,
    severe_form,
    shared,
    survivor,
)

from ruta.cases import accounts, facts, operations, queries
from ruta.cases.models import Act, Case, Obligation, SealedItem

DECIDE = "court-measures-severe-24h-2023"


def decision_duty(file: Stage) -> Obligation:
    return Obligation.objects.get(case_id=file.case_id, wording__startswith="court-measures-severe")


def test_opening_a_case_folds_it_and_starts_its_duties(file: Stage) -> None:
    case = file.opened(complaint(), severe_form(), report())

    assert (case.act_count, case.risk, case.open) == (3, "severo", True)
    assert case.code.startswith("PUN-")
    assert case.next_due_at is not None
    duty = decision_duty(file)
    assert (duty.holder_id, duty.due_at) == ("T-COURT-1", NOW + 24 * HOUR)


def test_the_same_act_sent_twice_is_stored_once_and_answered_the_same(file: Stage) -> None:
    file.opened()
    form = act("account-told", NOW, account="Relato inventado")

    first = file.recorded(form)
    second = file.recorded(form, now=NOW + HOUR)

    assert Act.objects.filter(case_id=file.case_id, act_id=form.act_id).count() == 1
    assert [vars(a) | {"_state": 0} for a in first] == [vars(a) | {"_state": 0} for a in second]


@pytest.mark.parametrize(
    "other",
    [
        {"at": NOW - HOUR},
        {"facts": {"account": "Otro relato inventado"}},
        {"facts": {"account": "Relato inventado", "account_language": "quechua"}},
        {"kind": "note-added", "facts": {"note": "Relato inventado"}},
    ],
    ids=["instant", "sealed fact", "one more fact", "kind"],
)
def test_the_same_id_with_other_content_is_a_conflict(file: Stage, other: dict) -> None:
    told = act("account-told", NOW, account="Relato inventado")
    file.opened(complaint(), told)

    with pytest.raises(operations.Conflict):
        file.recorded(replace(told, **other))

    assert (
        accounts.read_account(POLICE, file.case_id, "test").tellings[0].text == "Relato inventado"
    )


def test_the_same_id_by_another_author_is_a_conflict(file: Stage) -> None:
    told = act("account-told", NOW, account="Relato inventado")
    file.opened(complaint(), told, act("cem-notified", NOW, to="T-CEM-1"))

    with pytest.raises(operations.Conflict):
        file.recorded(told, by=CEM)


def test_one_request_with_the_same_act_twice_stores_it_once(file: Stage) -> None:
    told = act("account-told", NOW, account="Relato inventado")
    file.opened(complaint(), told, told)

    assert Act.objects.filter(case_id=file.case_id).count() == 2


def test_one_request_with_an_id_for_two_contents_is_a_conflict(file: Stage) -> None:
    told = act("account-told", NOW, account="Relato inventado")

    for other in ({"account": "Otro relato inventado"}, {"account_language": "quechua"}):
        with pytest.raises(operations.Conflict):
            file.opened(complaint(), told, replace(told, facts={**told.facts, **other}))
    assert not Case.objects.filter(case_id=file.case_id).exists()


def test_opening_under_the_id_of_a_case_of_others_finds_nothing(file: Stage) -> None:
    file.opened()

    with pytest.raises(operations.NotFound):
        file.opened(complaint(), by=OTHER_POLICE)
    with pytest.raises(operations.NotFound):
        operations.open_case(
            case_id=file.case_id, acts=[], parties=[survivor()], by=OTHER_POLICE, now=NOW
        )
    assert Act.objects.filter(case_id=file.case_id).count() == 1


def test_opening_twice_opens_once(file: Stage) -> None:
    first, her = complaint(), survivor()

    file.opened(first, parties=(her,))
    case = file.opened(first, parties=(her,), now=NOW + HOUR)

    assert (case.act_count, case.revision) == (1, 1)
    assert len(queries.case_file(POLICE, file.case_id, now=NOW).parties) == 1


def test_nothing_happens_in_the_future(file: Stage) -> None:
    file.opened()

    with pytest.raises(operations.InTheFuture):
        file.recorded(act("account-told", NOW + timedelta(microseconds=1), account="x"))

    file.recorded(act("account-told", NOW, account="x"))


def test_an_act_of_a_year_that_is_a_slip_is_refused_at_its_field(file: Stage) -> None:
    file.opened()

    for year in (1, 26, 1899):
        with pytest.raises(operations.FactsRefused) as refused:
            file.recorded(act("note-added", NOW.replace(year=year), note="x"))
        assert set(refused.value.errors) == {"at"}


def test_an_office_records_only_what_its_kind_may(file: Stage) -> None:
    file.opened(complaint(), report())

    with pytest.raises(operations.NotYours):
        file.recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=POLICE)


def test_wrong_facts_are_refused_by_name(file: Stage) -> None:
    file.opened()

    with pytest.raises(operations.FactsRefused) as refused:
        file.recorded(act("account-told", NOW, account="x" * 50_000))
    with pytest.raises(operations.FactsRefused) as unknown:
        file.recorded(act("account-told", NOW, account="x", surname="y"))

    assert set(refused.value.errors) == {"account"}
    assert set(unknown.value.errors) == {"surname"}


def test_nothing_of_a_refused_request_is_stored(file: Stage) -> None:
    file.opened()

    with pytest.raises(operations.InTheFuture):
        file.recorded(severe_form(), act("account-told", NOW + HOUR, account="x"))

    assert Act.objects.filter(case_id=file.case_id).count() == 1


def test_an_act_goes_to_an_office_that_exists_and_receives_such_acts(file: Stage) -> None:
    file.opened()

    with pytest.raises(operations.FactsRefused) as nowhere:
        file.recorded(report(to="T-NOWHERE"))
    with pytest.raises(operations.FactsRefused) as wrong:
        file.recorded(report(to="T-CEM-1"))

    assert set(nowhere.value.errors) == set(wrong.value.errors) == {"to"}


def test_a_correction_takes_its_targets_place_and_moves_the_due_instant(file: Stage) -> None:
    sent = report(NOW - HOUR)
    file.opened(complaint(NOW - 4 * HOUR), severe_form(NOW - 3 * HOUR), sent)
    before = decision_duty(file).due_at

    file.recorded(correction(sent, NOW - 2 * HOUR))

    after = decision_duty(file).due_at
    assert (before, after) == (NOW + 23 * HOUR, NOW + 22 * HOUR)
    rows = {row.act_id: row for row in queries.case_file(POLICE, file.case_id, now=NOW).acts}
    assert not rows[sent.act_id].stands
    assert rows[rows[sent.act_id].corrected_by].corrects == sent.act_id


def test_a_correction_needs_a_target_of_its_kind_in_this_case(file: Stage) -> None:
    sent = report()
    file.opened(complaint(), sent)

    with pytest.raises(operations.UnknownTarget):
        file.recorded(correction(report(), NOW))
    with pytest.raises(operations.UnknownTarget):
        file.recorded(
            replace(correction(sent, NOW), kind="account-told", to=None, facts={"account": "x"})
        )
    with pytest.raises(operations.UnknownTarget):
        file.recorded(act("annulment", NOW, reason_code="duplicate"))


def test_only_the_office_that_recorded_an_act_corrects_or_annuls_it(file: Stage) -> None:
    sent = report()
    file.opened(complaint(), severe_form(), sent)

    with pytest.raises(operations.NotYours):
        file.recorded(annulment(sent), by=COURT)


def test_annulling_the_start_voids_the_duty_and_the_address(file: Stage) -> None:
    sent = report()
    file.opened(complaint(), severe_form(), sent)

    file.recorded(annulment(sent))

    duty = decision_duty(file)
    assert duty.voided
    rows = queries.case_file(POLICE, file.case_id, now=NOW + 48 * HOUR)
    assert {row.status for row in rows.obligations if row.start_act == sent.act_id} == {"voided"}
    with pytest.raises(queries.NotFound):
        queries.case_file(COURT, file.case_id, now=NOW)


def test_recording_late_stays_visible(file: Stage) -> None:
    file.opened(complaint(NOW - 30 * HOUR))

    (row,) = queries.case_file(POLICE, file.case_id, now=NOW).acts

    assert row.recorded_after == 30 * HOUR


def test_her_withdrawal_discharges_nothing(file: Stage) -> None:
    file.opened(complaint(), severe_form(), report())
    before = list(
        Obligation.objects.filter(case_id=file.case_id).order_by("obligation_id").values()
    )

    file.recorded(act("withdrawal-recorded", NOW))

    kept = Obligation.objects.filter(case_id=file.case_id).order_by("obligation_id")
    after = {duty["obligation_id"]: duty for duty in kept.values()}
    assert all(after[duty["obligation_id"]] == duty for duty in before)
    assert before


def test_a_transfer_moves_who_holds_a_duty_and_never_its_due_instant(file: Stage) -> None:
    file.opened(complaint(), severe_form(), report())
    before = decision_duty(file)

    file.recorded(act("case-transferred", NOW + HOUR, to="T-COURT-2"), by=COURT, now=NOW + HOUR)

    after = decision_duty(file)
    assert (before.holder_id, after.holder_id) == ("T-COURT-1", "T-COURT-2")
    assert before.due_at == after.due_at


def test_meeting_a_duty_stores_when_and_by_which_act(file: Stage) -> None:
    file.opened(complaint(), severe_form(), report())
    decided = act("measures-decided", NOW + HOUR, measures=["removal-from-home"])

    file.recorded(decided, by=COURT, now=NOW + HOUR)

    duty = decision_duty(file)
    assert (duty.met_at, duty.met_by) == (NOW + HOUR, decided.act_id)


def test_a_recurring_duty_rolls_on_though_nothing_is_recorded(file: Stage) -> None:
    from ruta.cases import rolling

    later = NOW + timedelta(days=400)
    file.opened(complaint(), act("risk-form-completed", NOW, risk="leve"), report())
    file.recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=COURT)
    file.recorded(act("executor-notified", NOW, to="T-PNP-1"), by=COURT)
    periods = Obligation.objects.filter(case_id=file.case_id, wording="executor-periodic-6m")
    before = periods.count()

    rolled = list(rolling.roll(later))

    assert (before, rolled, list(rolling.roll(later))) == (1, [file.case_id], [])
    assert periods.count() == 3


class TestTheAccount:
    """Is told once and read by whoever needs it."""

    def test_is_read_by_those_in_the_case(self, file: Stage) -> None:
        told = act("account-told", NOW, account="Relato inventado", account_language="quechua")
        file.opened(complaint(), told, act("cem-notified", NOW, to="T-CEM-1"), shared("T-CEM-1"))

        account = accounts.read_account(CEM, file.case_id, "care")

        (telling,) = account.tellings
        assert (telling.text, telling.language) == ("Relato inventado", "quechua")
        assert (telling.office_id, telling.told_at) == ("T-PNP-1", NOW)

    def test_counts_how_often_it_was_demanded_again(self, file: Stage) -> None:
        file.opened(complaint(), act("cem-notified", NOW, to="T-CEM-1"))
        file.recorded(act("account-demanded", NOW), act("account-demanded", NOW), by=CEM)

        assert accounts.read_account(CEM, file.case_id, "care").demanded == 2

    def test_shows_the_correction_in_place_of_what_it_corrects(self, file: Stage) -> None:
        told = act("account-told", NOW, account="Relato inventado")
        file.opened(complaint(), told)
        file.recorded(correction(told, NOW, account="Relato inventado corregido"))

        account = accounts.read_account(POLICE, file.case_id, "care")

        assert [telling.text for telling in account.tellings] == ["Relato inventado corregido"]

    def test_is_nowhere_in_the_database_in_clear(self, file: Stage) -> None:
        file.opened(complaint(), act("account-told", NOW, account="SECRETO-INVENTADO"))

        stored = [bytes(item.ciphertext) for item in SealedItem.objects.all()]
        clear = str(list(Act.objects.values()))

        assert stored
        assert not any(b"SECRETO-INVENTADO" in text for text in stored)
        assert "SECRETO-INVENTADO" not in clear


class TestSealedFacts:
    """Open for those in the case, each compartment as far as it goes."""

    def test_a_private_note_opens_only_for_its_author(self, file: Stage) -> None:
        note = act("private-note-added", NOW, private_note="Nota inventada")
        file.opened(complaint(), act("cem-notified", NOW, to="T-CEM-1"))
        file.recorded(note, by=CEM)

        colleague = replace(CEM, user_id=uuid4())

        assert facts.read(CEM, file.case_id, "care")[note.act_id] == {
            "private_note": "Nota inventada"
        }
        assert note.act_id not in facts.read(colleague, file.case_id, "care")
        assert note.act_id not in facts.read(POLICE, file.case_id, "care")

    def test_those_outside_find_no_case(self, file: Stage) -> None:
        file.opened()

        for outsider in (HEALTH, PROSECUTOR):
            with pytest.raises(queries.NotFound):
                facts.read(outsider, file.case_id, "care")
