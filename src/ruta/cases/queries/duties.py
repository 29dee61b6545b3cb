"""Lists of obligations: one statement each, paged by the last row shown."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ruta.access.viewer import Viewer
from ruta.cases.rows import ObligationFilters, ObligationRow, Page
from ruta.law import rulebook

from . import statements, today
from .queues import MET_ORDER, ORDER, STANDING, Queue
from .statements import DutyMark

LIMIT = 20
EXPORT_PAGE = 1000
LIST = """
    select {columns}, {order} from {first} f
    join cases_obligation o on o.case_id = f.case_id and o.obligation_id = f.obligation_id
    join cases_case c on c.case_id = o.case_id
    left join directory_office h on h.id = o.holder_id
    order by {sorting}
"""


def list_obligations(
    viewer: Viewer, filters: ObligationFilters, after: str | None = None, *, now: datetime,
    limit: int = LIMIT,
) -> Page[ObligationRow]:  # fmt: skip
    """
    Obligations of the viewer's office (a supervisor: of their department), earliest due first.

    Those without a term come last, and those met come latest met first.

    :param after: the mark a page before gave; `None` for the first page
    :raises BadMark: if `after` is not a mark
    """
    done = filters.status == "met"
    order, direction = (MET_ORDER, "desc") if done else (ORDER, "asc")
    queue = Queue.of(viewer, filters.holder)
    wheres, parameters = _conditions(filters)
    if filters.duty:
        queue = queue.narrowed_to(thread_of(filters.duty))
    if after is not None:
        wheres.append(f"({', '.join(order)}) {'<' if done else '>'} {statements.DUTY_MARK}")
        parameters |= DutyMark.read(after)._asdict()
    sql = LIST.format(
        columns=statements.OBLIGATION_COLUMNS.format(impeded=statements.IMPEDED),
        order=", ".join(order),
        first=queue.first(
            " and ".join(wheres), limit="%(limit)s", order=order, direction=direction
        ),
        sorting=", ".join(f"{each} {direction}" for each in order),
    )
    asked = {**parameters, **queue.parameters, **today.instants(now), "limit": limit + 1}
    rows = statements.fetch(viewer, sql, asked)
    last = rows[limit - 1] if len(rows) > limit else None
    mark_after = str(DutyMark(*last[-3:])) if last else None
    return Page(statements.obligations(rows[:limit], now), mark_after)


def export_obligations(
    viewer: Viewer, filters: ObligationFilters, *, now: datetime
) -> Iterator[ObligationRow]:
    """Every obligation a list would page through, a thousand at a time."""
    after: str | None = None
    while True:
        page = list_obligations(viewer, filters, after, now=now, limit=EXPORT_PAGE)
        yield from page.rows
        if (after := page.after) is None:
            return


def thread_of(wording: str) -> list[str]:
    """The ids of every wording of the same duty; an unknown one is alone."""
    book = rulebook.default()
    if wording not in book.wordings:
        return [wording]
    return [each.id for each in book.thread(wording)]


def _conditions(filters: ObligationFilters) -> tuple[list[str], dict[str, Any]]:
    wheres, parameters = [STANDING.get(filters.status, STANDING[""])], {}
    if filters.bearer:
        wheres.append("o.bearer = %(bearer)s")
        parameters["bearer"] = filters.bearer
    return wheres, parameters
