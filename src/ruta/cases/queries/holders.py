"""Who owes: the office whose term comes first in each case, and the offices that owe anything."""

from collections.abc import Collection, Mapping
from uuid import UUID

from ruta.access.viewer import Viewer
from ruta.cases.admission import condition
from ruta.cases.rows import NextDuty

from . import statements
from .statements import NEVER

FIRST = """
    select distinct on (o.case_id) o.case_id, o.wording, o.due_at, o.holder_id, h.name
    from cases_obligation o left join directory_office h on h.id = o.holder_id
    where o.case_id = any(%(cases)s) and o.todo_at < {never} and {visible}
    order by o.case_id, o.due_at, o.obligation_id
"""

OWING = """
    select h.id, h.name from directory_office h
    where h.department = %(department)s
        and exists (
            select 1 from cases_obligation o where o.holder_id = h.id and o.todo_at is not null
        )
    order by h.name, h.id
"""


def owing_offices(viewer: Viewer) -> list[tuple[str, str]]:
    """Ids and names of a supervisor's offices that owe something, by name; nobody else's."""
    if not viewer.is_supervisor:
        return []
    rows = statements.fetch(viewer, OWING, {"department": viewer.department})
    return [(id_, name) for id_, name in rows]


def next_duties(viewer: Viewer, cases: Collection[UUID]) -> Mapping[UUID, NextDuty]:
    """The first unmet term of each case the viewer may see, whoever owes it; in one statement."""
    if not cases:
        return {}
    visible, parameters = condition(viewer, "o.case_id")
    sql = FIRST.format(never=NEVER, visible=visible)
    rows = statements.fetch(viewer, sql, {**parameters, "cases": list(cases)})
    return {row[0]: NextDuty(*row[1:]) for row in rows}
