"""
Who may see a case. For now: an office involved in it; a supervisor sees the clear columns of the
cases in which an office of their department is involved, and opens nothing sealed.

A case one may not see and one that does not exist are the same: NotFound.
"""

from typing import Any
from uuid import UUID

from django.db import connection

from ruta.access import roles
from ruta.access.viewer import Viewer


class NotFound(Exception):
    """There is no such case for this viewer: absent, or not theirs; nobody can tell which."""


def is_ruta(viewer: Viewer) -> bool:
    """Whether this is Ruta itself: its jobs, loading and checks, which go through every case."""
    return viewer.role == roles.SYSTEM


def condition(viewer: Viewer, case_id: str) -> tuple[str, dict[str, Any]]:
    """
    An SQL condition that holds of the cases a viewer may see, and its parameters.

    :param case_id: the SQL expression of the case's id, never anything a person typed
    """
    if is_ruta(viewer):
        return "true", {}
    own = "v.office_id = %(viewer_office)s"
    parameters: dict[str, Any] = {"viewer_office": viewer.office_id}
    if viewer.is_supervisor and viewer.department:
        own = f"({own} or v.department = %(viewer_department)s)"
        parameters["viewer_department"] = viewer.department
    sql = f"exists (select 1 from cases_involvement v where v.case_id = {case_id} and {own})"
    return sql, parameters


def admit(viewer: Viewer, case_id: UUID) -> None:
    """
    Let a viewer pass to the clear columns of a case.

    :raises NotFound: if the case is absent or not theirs
    """
    sql, parameters = condition(viewer, "c.case_id")
    query = f"select 1 from cases_case c where c.case_id = %(case_id)s and {sql}"
    with connection.cursor() as cursor:
        cursor.execute(query, {**parameters, "case_id": case_id})
        if cursor.fetchone() is None:
            raise NotFound(case_id)


def admit_to_sealed(viewer: Viewer, case_id: UUID) -> None:
    """
    Let a viewer pass to what is sealed in a case.

    :raises NotFound: also for a supervisor, for whom nothing sealed exists
    """
    if viewer.is_supervisor:
        raise NotFound(case_id)
    admit(viewer, case_id)
