"""An office in a case by her consent alone: what she said, while she says it, and no more."""

import pytest
from tests.cases.stage import HEALTH, POLICE, Stage
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
