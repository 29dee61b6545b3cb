"""What waits for a court: the cases it knows of and has not decided, oldest clock first."""

from functools import cache

from ruta.access.viewer import Viewer
from ruta.cases.rows import CourtCase
from ruta.law import rulebook

from . import statements
from .statements import LIVE

DECISION, DENIAL = "measures-decided", "measures-denied"
STARTS = "case-known-court"
LIMIT = 100
QUEUE = """
    select * from (
        select distinct on (o.case_id) i.case_id, i.code, i.risk, i.stage, i.case_opened_at,
            i.last_at, i.next_due_at, i.open, i.opened_at is null, o.wording, o.started_at, o.due_at
        from cases_obligation o
        join cases_involvement i on i.case_id = o.case_id and i.office_id = o.holder_id
        where o.holder_id = %(office)s and {live} and o.wording = any(%(wordings)s)
            and not exists (
                select 1 from cases_act denied
                left join cases_act struck
                    on struck.case_id = denied.case_id and struck.annuls = denied.act_id
                where denied.case_id = o.case_id and denied.kind = %(denial)s
                    and denied.at >= o.started_at and struck.act_id is null
            )
        order by o.case_id, o.due_at nulls last, o.started_at
    ) q
    order by q.due_at nulls last, q.started_at, q.case_id limit %(limit)s
"""


@cache
def decision_wordings() -> tuple[str, ...]:
    """Every wording, of any date, by which a court that knows of a case must decide measures."""
    return tuple(
        wording.id
        for wording in rulebook.default().wordings.values()
        if wording.starts == STARTS and DECISION in wording.ends
    )


def court_queue(viewer: Viewer, *, limit: int = LIMIT) -> tuple[CourtCase, ...]:
    """The cases waiting for the decision of the viewer's court, in one statement."""
    rows = statements.fetch(
        QUEUE.format(live=LIVE),
        {
            "office": viewer.office_id,
            "wordings": list(decision_wordings()),
            "denial": DENIAL,
            "limit": limit,
        },
    )
    cases = statements.cases(rows)
    return tuple(
        CourtCase(case, row[-3], row[-2], row[-1]) for case, row in zip(cases, rows, strict=True)
    )
