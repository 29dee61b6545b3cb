"""What waits for a court: the cases it knows of and has not decided, oldest clock first."""

from datetime import datetime
from functools import cache
from typing import Any

from ruta.access.viewer import Viewer
from ruta.cases.rows import CourtCase, CourtFilters, Page
from ruta.law import rulebook

from . import statements
from .statements import NEVER, Mark
from .today import end_of_today

DECISION, DENIAL = "measures-decided", "measures-denied"
STARTS = frozenset({"case-known-court", "case-known-peace-court"})
LIMIT = 20
QUEUE = """
    select * from (
        select distinct on (o.case_id) i.case_id, i.code, i.risk, i.stage, i.case_opened_at,
            i.last_at, i.next_due_at, i.open, i.opened_at is null, o.wording, o.started_at, o.due_at
        from cases_obligation o
        join cases_involvement i on i.case_id = o.case_id and i.office_id = o.holder_id
        where o.holder_id = %(office)s and o.todo_at is not null and o.wording = any(%(wordings)s)
            and not exists (
                select 1 from cases_act denied
                left join cases_act struck
                    on struck.case_id = denied.case_id and struck.annuls = denied.act_id
                where denied.case_id = o.case_id and denied.kind = %(denial)s
                    and denied.at >= o.started_at and struck.act_id is null
            )
        order by o.case_id, o.due_at nulls last, o.started_at
    ) q
    where {wheres}
    order by coalesce(q.due_at, {never}), q.case_id limit %(limit)s
"""
TERMS = {
    "overdue": "q.due_at < %(now)s",
    "today": "q.due_at >= %(now)s and q.due_at <= %(today)s",
    "later": "q.due_at > %(today)s",
}


@cache
def decision_wordings() -> tuple[str, ...]:
    """Every wording, of any date, by which a court that knows of a case must decide measures."""
    return tuple(
        wording.id
        for wording in rulebook.default().wordings.values()
        if wording.starts in STARTS and DECISION in wording.ends
    )


def court_queue(
    viewer: Viewer, filters: CourtFilters, after: str | None = None, *, now: datetime,
    limit: int = LIMIT,
) -> Page[CourtCase]:  # fmt: skip
    """
    The cases waiting for the decision of the viewer's court that match, in one statement.

    :param after: the mark a page before gave; `None` for the first page
    :raises BadMark: if `after` is not a mark
    """
    wheres, parameters = _conditions(filters, after, now)
    sql = QUEUE.format(wheres=" and ".join(wheres), never=NEVER)
    fixed = {"office": viewer.office_id, "wordings": list(decision_wordings()), "denial": DENIAL}
    rows = statements.fetch(viewer, sql, {**parameters, **fixed, "limit": limit + 1})
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    mark_after = str(Mark(statements.or_never(last[-1]), last[0])) if last else None
    waiting = (
        CourtCase(case, row[-3], row[-2], row[-1])
        for case, row in zip(statements.cases(shown), shown, strict=True)
    )
    return Page(tuple(waiting), mark_after)


def _conditions(
    filters: CourtFilters, after: str | None, now: datetime
) -> tuple[list[str], dict[str, Any]]:
    wheres = ["true"]
    parameters: dict[str, Any] = {"now": now, "today": end_of_today(now)}
    if filters.risk:
        wheres.append("q.risk = %(risk)s")
        parameters["risk"] = filters.risk
    if filters.term in TERMS:
        wheres.append(TERMS[filters.term])
    if after is not None:
        mark = Mark.read(after)
        wheres.append(f"(coalesce(q.due_at, {NEVER}), q.case_id) > (%(mark_value)s, %(mark_id)s)")
        parameters |= {"mark_value": mark.value, "mark_id": mark.id}
    return wheres, parameters
