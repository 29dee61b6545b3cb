"""What a supervisor must see to: who is late in the department, and duties that nobody holds."""

from datetime import datetime

from ruta.access.viewer import Viewer
from ruta.cases.admission import is_ruta
from ruta.cases.rows import Bucket, ObligationRow, OfficeOverdue, Supervision

from . import statements
from .statements import NEVER

FIRST = 20
OVERDUE = """
    select h.id, h.name, count(*), min(o.todo_at), count(distinct o.case_id)
    from directory_office h join cases_obligation o on o.holder_id = h.id
    where {scope} and o.todo_at < %(now)s
    group by h.id, h.name order by count(*) desc, min(o.todo_at), h.id
"""
NOBODY = """
    select {columns}, f.many
    from (
        select o.case_id, o.obligation_id, count(*) over () as many
        from cases_obligation o join cases_case c on c.case_id = o.case_id
        where {scope} and o.holder_id is null and o.todo_at < {never}
        order by o.holder_id, o.todo_at, o.started_at, o.obligation_id limit %(first)s
    ) f
    join cases_obligation o on o.case_id = f.case_id and o.obligation_id = f.obligation_id
    join cases_case c on c.case_id = o.case_id
    left join directory_office h on h.id = o.holder_id
    order by o.todo_at, o.started_at, o.obligation_id
"""


def supervision(viewer: Viewer, now: datetime) -> Supervision:
    """Overdue terms by office, most first, and terms without an office; in two statements."""
    parameters = {"now": now, "first": FIRST, "department": viewer.department}
    offices = statements.fetch(
        viewer, OVERDUE.format(scope=_scope(viewer, "h.department")), parameters
    )
    return Supervision(tuple(OfficeOverdue(*row) for row in offices), _nobody(viewer, parameters))


def without_office(viewer: Viewer, now: datetime) -> Bucket[ObligationRow]:
    """The terms of a supervisor's department that no office holds; in one statement."""
    asked = {"now": now, "first": FIRST, "department": viewer.department}
    return _nobody(viewer, asked)


def _nobody(viewer: Viewer, parameters: dict[str, object]) -> Bucket[ObligationRow]:
    sql = NOBODY.format(
        columns=statements.OBLIGATION_COLUMNS.format(impeded=statements.IMPEDED),
        scope=_scope(viewer, "c.department"),
        never=NEVER,
    )
    rows = statements.fetch(viewer, sql, parameters)
    now = parameters["now"]
    assert isinstance(now, datetime)
    return Bucket(rows[0][-1] if rows else 0, statements.obligations(rows, now))


def _scope(viewer: Viewer, column: str) -> str:
    """A supervisor's department; Ruta itself sees all; anyone else sees nothing here."""
    if viewer.is_supervisor:
        return f"{column} = %(department)s"
    return "true" if is_ruta(viewer) else "false"
