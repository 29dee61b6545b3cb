"""An office in a case by her consent alone: what she said, while she says it, and no more."""

import pytest
from tests.cases.stage import HEALTH, POLICE, Stage, act
from tests.cases.test_consents import give, now, told  # noqa: F401

from ruta.cases import consenting, queries
from ruta.cases.admission import NotFound


def test_it_reads_what_she_said_and_nothing_by_duty(told: Stage, now) -> None:  # noqa: F811
    give(told, now, office_id="T-IPRESS-1", parts=("risk",))

    standing = queries.case_file(HEALTH, told.case_id, now=now).standing

    assert standing.readable(own=True) == {"R"}


def test_taken_back_there_is_no_case_for_it(told: Stage, now) -> None:  # noqa: F811
    give(told, now, office_id="T-IPRESS-1", parts=("risk",))

    consenting.revoke(case_id=told.case_id, office_id="T-IPRESS-1", by=POLICE, now=now)

    with pytest.raises(NotFound):
        queries.case_file(HEALTH, told.case_id, now=now)


def test_what_it_records_meanwhile_keeps_it_no_place(told: Stage, now) -> None:  # noqa: F811
    give(told, now, office_id="T-IPRESS-1", parts=("risk", "coordination"))
    told.recorded(act("note-added", now, note="Vino sola"), by=HEALTH, now=now)

    assert queries.case_file(HEALTH, told.case_id, now=now).standing.readable(own=True) == {
        "C", "R",
    }  # fmt: skip
    consenting.revoke(case_id=told.case_id, office_id="T-IPRESS-1", by=POLICE, now=now)

    with pytest.raises(NotFound):
        queries.case_file(HEALTH, told.case_id, now=now)


def test_who_was_told_before_keeps_the_place_of_its_duty(told: Stage, now) -> None:  # noqa: F811
    told.recorded(act("referral-made", now, to="T-IPRESS-1"), by=POLICE, now=now)
    give(told, now, office_id="T-IPRESS-1", parts=("risk",))
    told.recorded(act("note-added", now, note="Vino sola"), by=HEALTH, now=now)

    consenting.revoke(case_id=told.case_id, office_id="T-IPRESS-1", by=POLICE, now=now)

    assert queries.case_file(HEALTH, told.case_id, now=now).standing.sees
