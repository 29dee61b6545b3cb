"""Delays: a court may keep an office's openings from her log, for 90 days at most each time."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from ruta.access import agencies
from ruta.access.viewer import Viewer

ORDER = "select access_delay_order(%s, %s, %s, %s, %s, %s)"


def order(*, case_id: UUID, office_id: str, until: datetime, by: Viewer) -> None:
    """
    Keep an office's openings of a case from her log until an instant; it is noted and counted.

    :raises IntegrityError: when `until` is past, or more than 90 days away
    :raises ProgrammingError: when `by` is not of a court
    """
    agency = agencies.agency_of(by.office_type, by.role)
    with connection.cursor() as cursor:
        cursor.execute(ORDER, [case_id, office_id, until, by.user_id, by.office_id, agency])
