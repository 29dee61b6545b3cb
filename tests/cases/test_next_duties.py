"""Who owes what comes first in the cases of a list, and the filters that only lists have."""

from uuid import uuid4

import pytest
from tests.cases import stage
from tests.cases.stage import CEM, FAR_SUPERVISOR, HOUR, NOW, POLICE, SUPERVISOR

from ruta.cases import operations, queries
from ruta.cases.queries import NOBODY, CaseFilters, ObligationFilters

pytestmark = pytest.mark.django_db


def test_each_case_tells_the_office_whose_term_ends_first(file):
    file.opened(stage.complaint(), stage.severe_form())

    found = queries.next_duties(POLICE, [file.case_id])

    assert found[file.case_id].holder_id == "T-PNP-1"
    assert found[file.case_id].due_at > NOW - 2 * HOUR


def test_a_case_that_is_not_theirs_tells_nothing(file):
    file.opened(stage.complaint(), stage.severe_form())

    assert queries.next_duties(FAR_SUPERVISOR, [file.case_id]) == {}


def test_no_cases_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.next_duties(POLICE, []) == {}


def test_new_are_the_cases_nobody_of_the_office_has_opened(file):
    told = stage.act("cem-notified", NOW - HOUR, to="T-CEM-1")
    file.opened(stage.complaint(), told)

    before = queries.list_cases(CEM, CaseFilters(new=True), now=NOW).rows
    operations.mark_opened(case_id=file.case_id, by=CEM, now=NOW)

    assert [case.case_id for case in before] == [file.case_id]
    assert queries.list_cases(CEM, CaseFilters(new=True), now=NOW).rows == ()


def test_a_supervisor_lists_the_duties_that_no_office_of_the_region_holds(file):
    file.opened(stage.complaint(), stage.severe_form(), stage.act("police-report-sent-court", NOW))
    nobody = ObligationFilters(holder=NOBODY)

    mine = queries.list_obligations(SUPERVISOR, nobody, now=NOW).rows
    far = queries.list_obligations(FAR_SUPERVISOR, nobody, now=NOW).rows

    assert {duty.holder_id for duty in mine} == {None}
    assert far == ()


def test_an_office_cannot_list_the_duties_of_nobody(file):
    file.opened(stage.complaint(), stage.severe_form())

    listed = queries.list_obligations(POLICE, ObligationFilters(holder=NOBODY), now=NOW).rows

    assert {duty.holder_id for duty in listed} == {"T-PNP-1"}


def test_an_unknown_case_is_left_out(file):
    assert queries.next_duties(POLICE, [uuid4()]) == {}


def test_a_supervisor_chooses_among_the_offices_of_the_region_that_owe_something(file):
    file.opened(stage.complaint(), stage.severe_form())

    assert ("T-PNP-1", "Oficina inventada T-PNP-1") in queries.owing_offices(SUPERVISOR)
    assert queries.owing_offices(FAR_SUPERVISOR) == []


def test_an_office_has_no_offices_to_choose(file):
    file.opened(stage.complaint(), stage.severe_form())

    assert queries.owing_offices(POLICE) == []
