"""The cases that came into an office in some days, in one statement."""

from datetime import datetime
from uuid import UUID

from ruta.access.viewer import Viewer

from . import statements

ENTERED = """
    select i.case_id from cases_involvement i
    where i.office_id = %(office)s and i.since >= %(since)s and i.since < %(until)s
    order by i.since, i.case_id limit %(limit)s
"""


def entered(viewer: Viewer, *, since: datetime, until: datetime, limit: int) -> tuple[UUID, ...]:
    """The cases of the viewer's own office that came in from `since` to before `until`."""
    asked = {"office": viewer.office_id, "since": since, "until": until, "limit": limit}
    return tuple(case_id for (case_id,) in statements.fetch(viewer, ENTERED, asked))
