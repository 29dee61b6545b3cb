"""What an office has to do today: overdue, due today, coming, and cases it has not opened yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ruta.access.viewer import Viewer
from ruta.cases.rows import Bucket, CaseRow, MyDay, ObligationRow

from . import statements, today
from .queues import STANDING, Queue

FIRST = 10
COUNTED = 1000  # no further: a number this large says enough, and each tile must be quick
# The order of each bucket: of what is late or without a term, the latest first.
BUCKETS = {"overdue": "desc", "today": "asc", "coming": "asc", "open": "desc"}
SHOWN = """
    select {columns}, f.bucket from ({firsts}) f
    join cases_obligation o on o.case_id = f.case_id and o.obligation_id = f.obligation_id
    join cases_case c on c.case_id = o.case_id
    left join directory_office h on h.id = o.holder_id
    order by f.bucket, f.place
"""
BUCKET = """
    select q.case_id, q.obligation_id, '{name}' as bucket,
        row_number() over (order by q.todo_at {direction}, q.started_at {direction},
            q.obligation_id {direction}) as place
    from {first} q
"""
NEW = """
    select i.case_id, i.code, i.risk, i.stage, i.case_opened_at, i.last_at, i.next_due_at, i.open,
        true, (
            select count(*) from (
                select 1 from cases_involvement
                where office_id = %(office)s and opened_at is null limit %(counted)s
            ) counted
        )
    from cases_involvement i
    where i.office_id = %(office)s and i.opened_at is null
    order by i.since desc limit %(first)s
"""


def my_day(viewer: Viewer, now: datetime) -> MyDay:
    """What the viewer's office owes and has not opened yet, as of `now`, in three statements."""
    queue, limits = Queue.of(viewer), {"first": FIRST, "counted": COUNTED + 1}
    asked = {**queue.parameters, **today.instants(now), **limits}
    rows = statements.fetch(viewer, _shown(queue), asked)
    (*counts, since) = statements.fetch(viewer, _counts(queue), asked)[0]
    overdue, due_today, coming, without_term = (
        _bucket([row for row in rows if row[-1] == name], count, now)
        for name, count in zip(BUCKETS, counts, strict=True)
    )
    new = _new(viewer, limits)
    return MyDay(overdue, due_today, coming, without_term, new, overdue_since=since)


def _shown(queue: Queue) -> str:
    """The statement of the first of every bucket."""
    firsts = (
        BUCKET.format(
            name=name,
            direction=direction,
            first=queue.first(STANDING[name], limit="%(first)s", direction=direction),
        )
        for name, direction in BUCKETS.items()
    )
    columns = statements.OBLIGATION_COLUMNS.format(impeded=statements.IMPEDED)
    return SHOWN.format(columns=columns, firsts=" union all ".join(firsts))


def _counts(queue: Queue) -> str:
    """The statement of how many each bucket has, and since when the oldest is overdue."""
    counts = [queue.count(STANDING[name], limit="%(counted)s") for name in BUCKETS]
    oldest = queue.first(STANDING["overdue"], limit="1")
    return f"select {', '.join(counts)}, (select q.todo_at from {oldest} q)"


def _bucket(rows: Sequence[tuple[Any, ...]], count: int, now: datetime) -> Bucket[ObligationRow]:
    return Bucket(min(count, COUNTED), statements.obligations(rows, now), count > COUNTED)


def _new(viewer: Viewer, limits: dict[str, int]) -> Bucket[CaseRow]:
    rows = statements.fetch(viewer, NEW, {"office": viewer.office_id, **limits})
    count = rows[0][-1] if rows else 0
    return Bucket(min(count, COUNTED), statements.cases(rows), count > COUNTED)
