"""Who opened a case: the entries of the audit that are hers to read, shelters masked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

OF_CASE = "select * from access_audit_of_case(%s)"


@dataclass(frozen=True)
class Opening:
    """
    One opening: which office and function, what, and on what ground; never which person.

    Of a shelter neither the name nor the function is given: both are empty, and `office_type` is
    `hogar-refugio`.
    """

    seq: int
    at: datetime
    office_name: str
    office_type: str
    role: str
    event: str
    compartments: str
    action: str
    purpose: str
    basis: str
    rule: int | None
    article: str


def of_case(case_id: UUID) -> list[Opening]:
    """
    Every opening of a case, newest first; whoever asks must have been admitted to it.

    What a court ordered to keep for a time is not among them until that time is over.
    """
    with connection.cursor() as cursor:
        cursor.execute(OF_CASE, [case_id])
        return [Opening(*row) for row in cursor.fetchall()]
