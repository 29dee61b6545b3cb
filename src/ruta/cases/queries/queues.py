"""
Whose queue is read. Each office's queue is a stretch of an index in the order it is shown, so a
reader of many offices takes the first of each and of these the first of all.
"""

from dataclasses import dataclass
from typing import Any

from ruta.access.viewer import Viewer
from ruta.cases.admission import is_ruta
from ruta.cases.rows import NOBODY

from .statements import NEVER

# Where a duty stands: what `cases_obligation.todo_at` says as of %(now)s.
STANDING = {
    "": "o.todo_at is not null",
    "overdue": "o.todo_at < %(now)s",
    "today": "o.todo_at >= %(now)s and o.todo_at <= %(today)s",
    "coming": "o.todo_at > %(today)s and o.todo_at <= %(coming)s",
    "open": f"o.todo_at = {NEVER}",
    "met": "o.met_at is not null and not o.voided",
}
ORDER = ("o.todo_at", "o.started_at", "o.obligation_id")
MET_ORDER = ("o.met_at", "o.started_at", "o.obligation_id")
# The holder, the same throughout, tells the planner that even nobody's duties are one stretch.
FIRST = """
    (select q.* from {holders} cross join lateral (
        select {columns} from cases_obligation o where {where}
        order by o.holder_id {direction}, {order} limit {limit}
    ) q order by {outer_order} limit {limit})
"""
COUNT = """
    (select count(*) from (
        select 1 from {holders} cross join lateral (
            select 1 from cases_obligation o where {where} limit {limit}
        ) q limit {limit}
    ) counted)
"""


@dataclass(frozen=True)
class Queue:
    """
    The duties that a viewer answers for: `holders` are rows `s`, and `tie` ties duties `o` to one.

    The SQL holds no value; what it names is in `parameters`.
    """

    holders: str
    tie: str
    parameters: dict[str, Any]

    @classmethod
    def of(cls, viewer: Viewer, holder: str = "") -> "Queue":
        """An office's own; a supervisor's: of the department, of one office, or of nobody."""
        if not (viewer.is_supervisor or is_ruta(viewer)):
            return cls("(select 1) s", "o.holder_id = %(office)s", {"office": viewer.office_id})
        if holder == NOBODY:
            return cls._of_nobody(viewer)
        wheres, parameters = ["true"], {}
        if viewer.is_supervisor:
            wheres, parameters = ["department = %(department)s"], {"department": viewer.department}
        if holder:
            wheres.append("id = %(holder)s")
            parameters["holder"] = holder
        offices = f"(select id from directory_office where {' and '.join(wheres)}) s"
        return cls(offices, "o.holder_id = s.id", parameters)

    @classmethod
    def _of_nobody(cls, viewer: Viewer) -> "Queue":
        if is_ruta(viewer):
            return cls("(select 1) s", "o.holder_id is null", {})
        inside = """o.holder_id is null and exists (select 1 from cases_case c
            where c.case_id = o.case_id and c.department = %(department)s)"""
        return cls("(select 1) s", inside, {"department": viewer.department})

    def narrowed_to(self, wordings: list[str]) -> "Queue":
        """Only some wordings: for each its own stretch of the index."""
        return Queue(
            f"{self.holders} cross join unnest(%(wordings)s::text[]) w(id)",
            f"{self.tie} and o.wording = w.id",
            {**self.parameters, "wordings": wordings},
        )

    def first(
        self, where: str, *, limit: str, order: tuple[str, ...] = ORDER, direction: str = "asc"
    ) -> str:
        """SQL of the keys of the first: case_id, obligation_id and the three of the order."""
        return FIRST.format(
            holders=self.holders,
            columns=f"o.case_id, o.obligation_id, o.started_at, {order[0]}",
            where=f"{self.tie} and {where}",
            order=", ".join(f"{each} {direction}" for each in order),
            direction=direction,
            outer_order=", ".join(f"q.{each.removeprefix('o.')} {direction}" for each in order),
            limit=limit,
        )

    def count(self, where: str, *, limit: str) -> str:
        """SQL of how many there are, counted no further than the limit."""
        return COUNT.format(holders=self.holders, where=f"{self.tie} and {where}", limit=limit)
