"""What an office has to do today: overdue, due today, coming, and cases it has not opened yet."""

from datetime import datetime, timedelta
from typing import Any

from ruta.access.viewer import Viewer
from ruta.cases.rows import Bucket, CaseRow, MyDay, ObligationRow

from . import statements
from .lists import COMING_DAYS, end_of_today, holding
from .statements import LIVE, TERMS, WITHOUT_TERM

FIRST = 10
BUCKETS = ("overdue", "today", "coming")
DUE = """
    with due as (
        select o.*, row_number() over (partition by bucket order by due_at, obligation_id) as place,
            count(*) over (partition by bucket) as many
        from (
            select o.*, case when o.due_at < %(now)s then 'overdue'
                when o.due_at <= %(today)s then 'today' else 'coming' end as bucket
            from cases_obligation o {holders}
            where {wheres} and o.kind in {terms} and o.due_at <= %(coming)s
        ) o
    )
    select {columns}, o.bucket, o.many
    from due o join cases_case c on c.case_id = o.case_id
    left join directory_office h on h.id = o.holder_id
    where o.place <= %(first)s order by o.due_at, o.obligation_id
"""
WITHOUT = """
    select {columns}, count(*) over () from {tables}
    where {wheres} and o.kind in {kinds}
    order by o.started_at desc, o.obligation_id limit %(first)s
"""
NEW = """
    select i.case_id, i.code, i.risk, i.stage, i.case_opened_at, i.last_at, i.next_due_at, i.open,
        true, count(*) over ()
    from cases_involvement i
    where i.office_id = %(office)s and i.opened_at is null
    order by i.since desc limit %(first)s
"""


def my_day(viewer: Viewer, now: datetime) -> MyDay:
    """What the viewer's office owes and has not opened yet, as of `now`, in three statements."""
    wheres, parameters = holding(viewer)
    today = end_of_today(now)
    sql = DUE.format(
        holders="join directory_office h on h.id = o.holder_id" if viewer.is_supervisor else "",
        wheres=" and ".join([*wheres, LIVE]),
        terms=TERMS,
        columns=statements.OBLIGATION_COLUMNS,
    )
    instants = {"now": now, "today": today, "coming": today + timedelta(days=COMING_DAYS)}
    rows = statements.fetch(sql, {**parameters, **instants, "first": FIRST})
    overdue, due_today, coming = (_bucket(rows, name, now) for name in BUCKETS)
    return MyDay(overdue, due_today, coming, _without_term(viewer, now), _new(viewer))


def _bucket(rows: list[tuple[Any, ...]], name: str, now: datetime) -> Bucket[ObligationRow]:
    mine = [row for row in rows if row[-2] == name]
    return Bucket(mine[0][-1] if mine else 0, statements.obligations(mine, now))


def _without_term(viewer: Viewer, now: datetime) -> Bucket[ObligationRow]:
    """What is to be done at once, or without a term, and is not done."""
    wheres, parameters = holding(viewer)
    sql = WITHOUT.format(
        columns=statements.OBLIGATION_COLUMNS,
        tables=statements.OBLIGATION_TABLES,
        wheres=" and ".join([*wheres, LIVE]),
        kinds=WITHOUT_TERM,
    )
    rows = statements.fetch(sql, {**parameters, "first": FIRST})
    return Bucket(rows[0][-1] if rows else 0, statements.obligations(rows, now))


def _new(viewer: Viewer) -> Bucket[CaseRow]:
    rows = statements.fetch(NEW, {"office": viewer.office_id, "first": FIRST})
    return Bucket(rows[0][-1] if rows else 0, statements.cases(rows))
