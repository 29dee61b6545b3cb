"""Recurring duties: once a term is over the next begins, though nothing is recorded."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection

from . import operations

DUE_SINCE = """
    select distinct o.case_id
    from cases_obligation o join cases_case c on c.case_id = o.case_id
    where o.kind = 'recurring' and o.discharged_at is null and not o.voided
        and o.due_at >= c.computed_at and o.due_at < %(now)s
    order by o.case_id
"""


def waiting(now: datetime) -> list[UUID]:
    """The cases in which a period ended since they were last computed."""
    with connection.cursor() as cursor:
        cursor.execute(DUE_SINCE, {"now": now})
        return [case_id for (case_id,) in cursor.fetchall()]


def roll(now: datetime) -> Iterator[UUID]:
    """Compute those cases again, each in its own transaction; yield each one done."""
    for case_id in waiting(now):
        operations.recompute(case_id=case_id, now=now)
        yield case_id
