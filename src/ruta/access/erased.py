"""What of a case was erased on purpose: its time was over, or somebody ordered it."""

from uuid import UUID

from django.db import connection

from ruta.access import context
from ruta.access.viewer import Viewer


def compartments(viewer: Viewer, case_id: UUID) -> frozenset[str]:
    """The letters of the compartments that were erased; nothing of a case that is not theirs."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_erased_of(%s)", [case_id])
        return frozenset(letter for (letter,) in cursor.fetchall())
