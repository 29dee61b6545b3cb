"""Lists of cases: one statement each, paged by the last row shown."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ruta.access.viewer import Viewer
from ruta.cases.admission import condition, is_ruta
from ruta.cases.codes import tidy
from ruta.cases.rows import CaseFilters, CaseRow, Page

from . import statements
from .duties import thread_of
from .statements import NEVER, Mark

LIMIT = 20
EXPORT_PAGE = 1000
SORTS = {
    "due": (f"coalesce(i.next_due_at, {NEVER})", "asc", ">"),
    "last": ("i.last_at", "desc", "<"),
    "opened": ("i.case_opened_at", "desc", "<"),
}
INVOLVED = """
    select i.case_id, i.code, i.risk, i.stage, i.case_opened_at, i.last_at, i.next_due_at, i.open,
        i.opened_at is null, {sort}
    from cases_involvement i
"""
# A supervisor's list reads the cases themselves: a case with two offices of the region is one row.
WHOLE = """
    select i.case_id, i.code, i.risk, i.stage, i.case_opened_at, i.last_at, i.next_due_at, i.open,
        false, {sort}
    from (
        select case_id, code, risk, stage, opened_at as case_opened_at, last_act_at as last_at,
            next_due_at, open from cases_case
    ) i
"""


def list_cases(
    viewer: Viewer, filters: CaseFilters, after: str | None = None, *, now: datetime,
    limit: int = LIMIT,
) -> Page[CaseRow]:  # fmt: skip
    """
    The viewer's cases that match, in the order asked for.

    :param after: the mark a page before gave; `None` for the first page
    :raises BadMark: if `after` is not a mark
    """
    sort, direction, beyond = SORTS[filters.sort if filters.sort in SORTS else "due"]
    wheres, parameters = _case_conditions(viewer, filters, now)
    if after is not None:
        mark = Mark.read(after)
        wheres.append(f"({sort}, i.case_id) {beyond} (%(mark_value)s, %(mark_id)s)")
        parameters |= {"mark_value": mark.value, "mark_id": mark.id}
    whole = is_ruta(viewer) or viewer.is_supervisor
    sql = f"""{(WHOLE if whole else INVOLVED).format(sort=sort)}
        where {" and ".join(wheres)}
        order by {sort} {direction}, i.case_id {direction} limit %(limit)s
    """
    rows = statements.fetch(viewer, sql, {**parameters, "limit": limit + 1})
    last = rows[limit - 1] if len(rows) > limit else None
    mark_after = str(Mark(last[-1], last[0])) if last else None
    return Page(statements.cases(rows[:limit]), mark_after)


def export_cases(viewer: Viewer, filters: CaseFilters, *, now: datetime) -> Iterator[CaseRow]:
    """Every case a list would page through, a thousand at a time."""
    after: str | None = None
    while True:
        page = list_cases(viewer, filters, after, now=now, limit=EXPORT_PAGE)
        yield from page.rows
        if (after := page.after) is None:
            return


def _case_conditions(
    viewer: Viewer, filters: CaseFilters, now: datetime
) -> tuple[list[str], dict[str, Any]]:
    if not (is_ruta(viewer) or viewer.is_supervisor):
        wheres, parameters = ["i.office_id = %(office)s"], {"office": viewer.office_id}
    else:
        visible, scope = condition(viewer, "i.case_id")
        wheres, parameters = [visible], dict(scope)
    wanted: list[tuple[bool, str, dict[str, Any]]] = [
        (bool(filters.stage), "i.stage = %(stage)s", {"stage": filters.stage}),
        (bool(filters.risk), "i.risk = %(risk)s", {"risk": filters.risk}),
        (filters.overdue, "i.next_due_at < %(now)s", {"now": now}),
        (filters.new, *_new(viewer)),
        (filters.open is not None, "i.open = %(open)s", {"open": filters.open}),
        (filters.since is not None, "i.case_opened_at >= %(since)s", {"since": filters.since}),
        (bool(filters.code), "i.code like %(code)s", {"code": f"%{_literal(filters.code)}%"}),
        (bool(filters.duty or filters.holder), *_running(filters)),
    ]
    for asked, where, values in wanted:
        if asked:
            wheres.append(where)
            parameters |= values
    return wheres, parameters


def _new(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """A condition on cases that nobody of the viewer's office has opened."""
    where = """exists (select 1 from cases_involvement mine where mine.case_id = i.case_id
        and mine.office_id = %(mine)s and mine.opened_at is null)"""
    return where, {"mine": viewer.office_id}


def _running(filters: CaseFilters) -> tuple[str, dict[str, Any]]:
    """A condition on a duty that runs in the case, and on who holds it."""
    wheres = ["o.case_id = i.case_id", "o.todo_at is not null"]
    parameters: dict[str, Any] = {}
    if filters.duty:
        wheres.append("o.wording = any(%(duty)s)")
        parameters["duty"] = thread_of(filters.duty)
    if filters.holder:
        wheres.append("o.holder_id = %(holder)s")
        parameters["holder"] = filters.holder
    return f"exists (select 1 from cases_obligation o where {' and '.join(wheres)})", parameters


def _literal(code: str) -> str:
    """A code, or a part of one, as it may stand in a LIKE pattern."""
    written = tidy(code) if len(code) > 4 else code.upper()
    return "".join(letter for letter in written if letter.isalnum() or letter == "-")
