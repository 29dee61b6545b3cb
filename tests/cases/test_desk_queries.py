"""The desk's lists: what they show, in which order, page by page, in how many statements."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.stage import (
    COURT,
    HOUR,
    NOW,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    annulment,
    complaint,
    report,
    severe_form,
)

from ruta.access import context, viewer
from ruta.cases import queries
from ruta.cases.rows import CaseFilters, CourtFilters, ObligationFilters

LATER = NOW + 48 * HOUR


def known_to_court(hours_ago: int, risk: str = "severo") -> Stage:
    """A case that reached the court so long ago."""
    at = NOW - hours_ago * HOUR
    file = Stage(case_id=uuid4())
    file.opened(
        complaint(at - 2 * HOUR),
        act("risk-form-completed", at - HOUR, risk=risk),
        report(at),
    )
    return file


@pytest.fixture
def caseload(file: Stage) -> list[Stage]:
    """Seven cases, the court's oldest first."""
    return [known_to_court(hours) for hours in (60, 50, 40, 30, 20, 10, 1)]


def test_the_page_of_a_case_takes_three_statements(file: Stage) -> None:
    known_to_court(1)
    file.opened(complaint(), severe_form(), report())

    with context.entered(POLICE), CaptureQueriesContext(connection) as ran:
        seen = queries.case_file(POLICE, file.case_id, now=NOW)

    assert len(ran) == 3
    assert seen.acts[0].kind == "complaint-presented-pnp"
    assert seen.offices["T-COURT-1"].type == "juzgado-familia"


def test_recording_takes_as_many_statements_for_ten_acts_as_for_one(file: Stage) -> None:
    file.opened(complaint(), severe_form(), report())
    file.recorded(act("note-added", NOW, note="x"))

    with CaptureQueriesContext(connection) as one:
        file.recorded(act("note-added", NOW, note="x"))
    with CaptureQueriesContext(connection) as ten:
        file.recorded(*[act("note-added", NOW, note="x") for _ in range(10)])

    assert len(one) == len(ten)
    assert len(one) <= 16


def test_a_list_and_a_day_take_few_statements(caseload: list[Stage]) -> None:
    with context.entered(POLICE), CaptureQueriesContext(connection) as listing:
        queries.list_cases(POLICE, CaseFilters(duty="court-measures-severe-24h-2023"), now=NOW)
    with context.entered(COURT), CaptureQueriesContext(connection) as obligations:
        queries.list_obligations(COURT, ObligationFilters(), now=NOW)
    with context.entered(COURT), CaptureQueriesContext(connection) as day:
        queries.my_day(COURT, NOW)
    with context.entered(COURT), CaptureQueriesContext(connection) as queue:
        queries.court_queue(COURT, CourtFilters(), now=NOW)

    assert [len(ran) for ran in (listing, obligations, day, queue)] == [1, 1, 3, 1]


@pytest.mark.parametrize("sort", ["due", "last", "opened"])
@pytest.mark.parametrize("viewer_", [COURT, SUPERVISOR, viewer.system()])
def test_pages_show_every_case_once(caseload: list[Stage], sort: str, viewer_: object) -> None:
    filters = CaseFilters(sort=sort)
    after, seen = None, []
    while True:
        page = queries.list_cases(viewer_, filters, after, now=NOW, limit=2)  # type: ignore[arg-type]
        seen += [row.case_id for row in page.rows]
        if (after := page.after) is None:
            break

    assert sorted(seen) == sorted(file.case_id for file in caseload)
    whole = queries.list_cases(viewer_, filters, now=NOW)  # type: ignore[arg-type]
    assert [row.case_id for row in whole.rows] == seen
    assert [row.case_id for row in queries.export_cases(viewer_, filters, now=NOW)] == seen  # type: ignore[arg-type]


def test_the_earliest_term_comes_first(caseload: list[Stage]) -> None:
    rows = queries.list_cases(COURT, CaseFilters(), now=NOW).rows

    assert [row.case_id for row in rows] == [file.case_id for file in caseload]


def test_a_case_without_a_term_comes_last(caseload: list[Stage]) -> None:
    # The first case's decision is taken: the court owes it no unmet term before the others.
    caseload[0].recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=COURT)
    rows = queries.list_cases(COURT, CaseFilters(), now=NOW).rows

    dues = [row.next_due_at for row in rows if row.next_due_at]
    assert dues == sorted(dues)
    assert all(row.next_due_at is None for row in rows[len(dues) :])


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (CaseFilters(), 7),
        (CaseFilters(overdue=True), 4),
        (CaseFilters(risk="severo"), 7),
        (CaseFilters(risk="leve"), 0),
        (CaseFilters(open=True), 7),
        (CaseFilters(open=False), 0),
        (CaseFilters(since=NOW - 30 * HOUR), 3),
        (CaseFilters(holder="T-COURT-1"), 7),
        (CaseFilters(holder="T-COURT-2"), 0),
        (CaseFilters(duty="court-measures-severe-24h"), 7),
        (CaseFilters(duty="no-such-duty"), 0),
        (CaseFilters(code="pun"), 7),
        (CaseFilters(code="cus"), 0),
        (CaseFilters(code="%"), 7),
    ],
)
def test_filters_narrow_the_list(caseload: list[Stage], filters: CaseFilters, count: int) -> None:
    assert len(queries.list_cases(COURT, filters, now=NOW).rows) == count


def test_a_mark_of_nobodys_list_is_refused(file: Stage) -> None:
    last = f"9999-12-31T23:59:59.999999-23:59_{uuid4()}"
    for bad in ("", "x", "2026-01-01_x", f"2026-01-01_{uuid4()}", "' or 1=1", last):
        with pytest.raises(queries.BadMark):
            queries.list_cases(POLICE, CaseFilters(), bad, now=NOW)
        with pytest.raises(queries.BadMark):
            queries.list_obligations(POLICE, ObligationFilters(), bad, now=NOW)
        with pytest.raises(queries.BadMark):
            queries.list_obligations(POLICE, ObligationFilters(), f"{NOW}_{bad}", now=NOW)


def test_obligations_page_by_page_show_each_once(caseload: list[Stage]) -> None:
    for status in ("", "overdue", "coming", "open", "met", "today"):
        filters = ObligationFilters(status=status)
        whole = queries.list_obligations(POLICE, filters, now=LATER, limit=500).rows
        after, seen = None, []
        while True:
            page = queries.list_obligations(POLICE, filters, after, now=LATER, limit=3)
            seen += page.rows
            if (after := page.after) is None:
                break
        assert tuple(seen) == whole
        assert len({row.obligation_id for row in seen}) == len(seen)


def test_each_status_of_the_filter_is_the_status_of_its_rows(caseload: list[Stage]) -> None:
    expected = {
        "overdue": {"overdue"},
        "today": {"pending"},
        "coming": {"pending"},
        "open": {"open", "kept", "pending"},
        "met": {"met", "met-late", "used", "kept", "lapsed"},
    }
    for status, words in expected.items():
        for viewer_ in (POLICE, COURT):
            rows = queries.list_obligations(
                viewer_, ObligationFilters(status=status), now=NOW, limit=500
            ).rows
            assert {row.status for row in rows} <= words, status


def test_the_day_counts_what_the_list_shows(caseload: list[Stage]) -> None:
    day = queries.my_day(COURT, NOW)

    for name in ("overdue", "today", "coming"):
        rows = queries.list_obligations(
            COURT, ObligationFilters(status=name), now=NOW, limit=500
        ).rows
        bucket = getattr(day, name)
        assert bucket.count == len(rows)
        listed = [row.obligation_id for row in (reversed(rows) if name == "overdue" else rows)]
        assert [row.obligation_id for row in bucket.rows] == listed[:10]
    assert day.overdue.count >= 4
    assert day.new_to_me.count == 7


def test_a_term_due_this_instant_is_not_overdue(file: Stage) -> None:
    known_to_court(24)

    at_the_instant = queries.my_day(COURT, NOW)
    after_it = queries.my_day(COURT, NOW + timedelta(microseconds=1))

    assert at_the_instant.overdue.count == 0
    assert after_it.overdue.count == 1


def waiting(filters: CourtFilters = CourtFilters(), after: str | None = None) -> list[UUID]:
    """The cases that wait for the court, in their order; all of them when it says nothing else."""
    queue = queries.court_queue(COURT, filters, after, now=NOW)
    return [entry.case.case_id for entry in queue.rows]


def test_the_court_sees_what_waits_for_its_decision_oldest_clock_first(
    caseload: list[Stage],
) -> None:
    caseload[1].recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=COURT)

    queue = queries.court_queue(COURT, CourtFilters(), now=NOW).rows

    waiting = [caseload[place].case_id for place in (0, 2, 3, 4, 5, 6)]
    assert [entry.case.case_id for entry in queue] == waiting
    assert queue[0].due_at == NOW - 36 * HOUR
    assert queries.court_queue(POLICE, CourtFilters(), now=NOW).rows == ()


def test_the_court_narrows_its_queue_by_term_and_by_risk(caseload: list[Stage]) -> None:
    mild = known_to_court(2, risk="leve")

    overdue = waiting(CourtFilters(term="overdue"))
    today = waiting(CourtFilters(term="today"))
    later = waiting(CourtFilters(term="later"))

    assert overdue == [file.case_id for file in caseload[:4]]
    assert today == [caseload[4].case_id]
    assert later == [caseload[5].case_id, mild.case_id, caseload[6].case_id]
    assert waiting(CourtFilters(risk="leve")) == [mild.case_id]


def test_the_court_pages_through_its_queue(caseload: list[Stage]) -> None:
    first = queries.court_queue(COURT, CourtFilters(), now=NOW, limit=4)
    second = queries.court_queue(COURT, CourtFilters(), first.after, now=NOW, limit=4)

    seen = [entry.case.case_id for entry in (*first.rows, *second.rows)]
    assert seen == [file.case_id for file in caseload]
    assert second.after is None


def test_a_denial_is_a_decision_until_it_is_annulled(caseload: list[Stage]) -> None:
    denial = act("measures-denied", NOW, reasons="Razones inventadas")
    caseload[0].recorded(denial, by=COURT)
    after_denial = waiting()

    caseload[0].recorded(annulment(denial), by=COURT)
    after_annulment = waiting()

    assert after_denial == [file.case_id for file in caseload[1:]]
    assert after_annulment == [file.case_id for file in caseload]


def test_a_supervisor_sees_who_is_late(caseload: list[Stage]) -> None:
    seen = queries.supervision(SUPERVISOR, NOW)

    by_office = {entry.office_id: entry for entry in seen.overdue}
    court = by_office["T-COURT-1"]
    assert court.cases == 4
    assert court.oldest_due_at == NOW - 36 * HOUR
    assert queries.supervision(POLICE, NOW).overdue == ()


def test_a_supervisor_sees_duties_that_nobody_holds(file: Stage) -> None:
    # No office of the Women's Emergency Centre is in the case, though it owes something.
    file.opened(complaint(), severe_form(), report())

    seen = queries.supervision(SUPERVISOR, NOW)

    assert all(row.holder_id is None for row in seen.without_office.rows)
    assert seen.without_office.count == len(
        [
            row
            for row in queries.case_file(SUPERVISOR, file.case_id, now=NOW).obligations
            if row.holder_id is None and row.due_at and row.status in ("pending", "overdue")
        ]
    )
