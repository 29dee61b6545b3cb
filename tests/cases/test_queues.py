"""Queues: one line for all the unmet periods of a duty, what stands in its way, and long counts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
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
    correction,
    report,
)

from ruta.access.viewer import Viewer
from ruta.cases import queries, rolling, verification
from ruta.cases.models import Obligation
from ruta.cases.queries import day as day_queries
from ruta.cases.rows import ObligationFilters, ObligationRow

DAY = timedelta(days=1)
LONG_AFTER = NOW + 400 * DAY
MONTHLY = "pnp-geomap-monthly"


@pytest.fixture
def executing(file: Stage) -> Stage:
    """The police execute measures, and must update their map every month."""
    file.opened(complaint(), act("risk-form-completed", NOW - HOUR, risk="leve"), report())
    file.recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=COURT)
    file.recorded(act("executor-notified", NOW, to="T-PNP-1"), by=COURT)
    return file


def monthly(rows: Iterable[ObligationRow]) -> list[ObligationRow]:
    """The rows of the one duty of every month."""
    return [row for row in rows if row.wording == MONTHLY]


def owed(
    viewer: Viewer = POLICE, *, status: str = "", now: datetime = LONG_AFTER
) -> list[ObligationRow]:
    filters = ObligationFilters(status=status)
    return list(queries.list_obligations(viewer, filters, now=now, limit=500).rows)


def test_the_oldest_unmet_period_stands_for_all(executing: Stage) -> None:
    list(rolling.roll(LONG_AFTER))
    periods = Obligation.objects.filter(wording=MONTHLY).order_by("period")

    (line,) = monthly(owed())

    assert periods.count() > 2
    assert line.obligation_id == periods[0].obligation_id
    assert line.periods_open == periods.count()
    assert line.periods_unmet == periods.filter(due_at__lt=LONG_AFTER).count()
    assert line.status == "overdue"


def test_folded_periods_are_kept_and_verify(executing: Stage) -> None:
    list(rolling.roll(LONG_AFTER))

    seen = queries.case_file(POLICE, executing.case_id, now=LONG_AFTER).obligations

    rows = monthly(seen)
    assert len(rows) > 2
    assert [row.periods_open for row in rows] == [len(rows), *[0] * (len(rows) - 1)]
    assert verification.verify(LONG_AFTER) == []


def test_the_day_counts_a_duty_once_however_many_periods_it_missed(executing: Stage) -> None:
    before = queries.my_day(POLICE, LONG_AFTER).overdue.count
    list(rolling.roll(LONG_AFTER))

    after = queries.my_day(POLICE, LONG_AFTER)

    assert after.overdue.count == before
    assert len(monthly(after.overdue.rows)) == 1


def test_a_report_sent_late_meets_every_period_and_unfolds(executing: Stage) -> None:
    list(rolling.roll(LONG_AFTER))
    (line,) = monthly(owed())
    ends = act("map-updated", LONG_AFTER)

    executing.recorded(ends, now=LONG_AFTER)

    assert monthly(owed()) == []
    met = monthly(owed(status="met"))
    assert {row.status for row in met} == {"met", "met-late"}
    assert len(met) == line.periods_open
    assert verification.verify(LONG_AFTER) == []


def test_the_period_after_a_late_report_stands_for_itself(executing: Stage) -> None:
    list(rolling.roll(LONG_AFTER))
    ends = act("map-updated", LONG_AFTER)
    executing.recorded(ends, now=LONG_AFTER)
    next_year = LONG_AFTER + 70 * DAY
    list(rolling.roll(next_year))

    (line,) = monthly(owed(now=next_year))

    assert line.period > 0
    assert line.started_at >= LONG_AFTER
    assert line.periods_unmet == line.periods_open - 1
    assert verification.verify(next_year) == []


def test_a_duty_annulled_at_its_start_stands_in_no_queue(file: Stage) -> None:
    told = act("executor-notified", NOW, to="T-PNP-1")
    file.opened(complaint(), report())
    file.recorded(told, by=COURT)
    file.recorded(annulment(told), by=COURT)

    assert not any(row.start_act == told.act_id for row in owed(now=NOW))
    assert not Obligation.objects.filter(start_act=told.act_id, periods_open__gt=0).exists()


def test_what_stands_in_the_way_is_told_of_its_duty_alone(executing: Stage) -> None:
    first, *others = owed(now=NOW)
    assert not first.impeded

    executing.recorded(impediment(first))

    now_told = {row.obligation_id for row in owed(now=NOW) if row.impeded}
    on_the_day = queries.my_day(POLICE, NOW)
    of_the_case = queries.case_file(POLICE, executing.case_id, now=NOW).obligations
    assert others
    assert now_told == {first.obligation_id}
    assert {row.obligation_id for row in of_the_case if row.impeded} == now_told
    days_rows = (*on_the_day.today.rows, *on_the_day.coming.rows, *on_the_day.without_term.rows)
    assert {row.obligation_id for row in days_rows if row.impeded} <= now_told


def test_an_impediment_annulled_is_told_no_more_and_one_corrected_is(executing: Stage) -> None:
    first, second, *_ = owed(now=NOW)
    mistaken, misplaced = impediment(first), impediment(first)
    executing.recorded(mistaken, misplaced)

    executing.recorded(annulment(mistaken))
    moved = {"impediment": "no-vehicle", "duty": second.wording}
    executing.recorded(correction(misplaced, NOW, start_act=str(second.start_act), **moved))

    told = {row.obligation_id for row in owed(now=NOW) if row.impeded}
    assert told == {second.obligation_id}


def impediment(of: ObligationRow) -> object:
    facts = {"impediment": "no-vehicle", "duty": of.wording, "start_act": str(of.start_act)}
    return act("impediment-recorded", NOW, **facts)


def test_a_long_count_stops_and_says_so(file: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_queries, "COUNTED", 3)
    for _ in range(4):
        Stage(case_id=uuid4()).opened(complaint(NOW - 5 * DAY), report(NOW - 5 * DAY))

    day = queries.my_day(COURT, NOW)

    assert (day.overdue.count, day.overdue.beyond) == (3, True)
    assert (day.new_to_me.count, day.new_to_me.beyond) == (3, True)
    assert (day.today.count, day.today.beyond) == (0, False)


def test_what_is_overdue_comes_latest_first_and_says_since_when(file: Stage) -> None:
    for days in (9, 5, 7):
        Stage(case_id=uuid4()).opened(
            complaint(NOW - days * DAY),
            act("risk-form-completed", NOW - days * DAY, risk="severo"),
            report(NOW - days * DAY),
        )

    for viewer in (COURT, SUPERVISOR):
        day = queries.my_day(viewer, NOW)

        dues = [row.due_at for row in day.overdue.rows]
        assert dues == sorted(dues, reverse=True)
        oldest = queries.list_obligations(viewer, ObligationFilters(status="overdue"), now=NOW)
        assert day.overdue_since == oldest.rows[0].due_at


def test_a_duty_is_paged_through_by_itself(file: Stage) -> None:
    for days in (9, 5, 7):
        Stage(case_id=uuid4()).opened(
            complaint(NOW - days * DAY),
            act("risk-form-completed", NOW - days * DAY, risk="severo"),
            report(NOW - days * DAY),
        )
    for viewer in (COURT, SUPERVISOR):
        for status in ("", "overdue", "met"):
            wanted = ObligationFilters(duty="court-measures-severe-24h-2023", status=status)
            whole = queries.list_obligations(viewer, wanted, now=NOW).rows
            first = queries.list_obligations(viewer, wanted, now=NOW, limit=2)
            rest = queries.list_obligations(viewer, wanted, first.after, now=NOW, limit=2)

            assert len(whole) == (0 if status == "met" else 3)
            assert first.rows == whole[:2]
            assert first.after is None or rest.rows == whole[2:]
