"""
The reports that are due: counted for those who lead the office now, kept, and nobody is written to.

A job sees every row, so what row security would close is left out here: each case closed to anyone
who may read the report. A plan ends when whoever asked for it leads the office no more.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from ruta.access import agencies, roles

from . import content, counting, plans, saved, supervising
from .asked import Question, Span, month_of, shifted
from .models import Report, ReportPlan
from .scope import NOT_OF_AN_OFFICE, Scope

LOG = logging.getLogger("ruta.cases")
LEADERS = """
    select u.id, u.role, h.type, h.department
    from access_user u join directory_office h on h.id = u.office_id
    where u.office_id = %s and u.is_active and (u.coordinates or u.role = %s)
"""
CLOSED = """
    select access_closed(%(person)s, %(office)s, %(agency)s)
    from (select set_config('ruta.department', %(territory)s, true)) told
"""


class Leader(NamedTuple):
    """Somebody who leads an office; `territory` is the department they supervise, if they do."""

    user_id: UUID
    agency: str
    territory: str


def make_due(now: datetime) -> Iterator[UUID]:
    """
    Make every report that is due, each in a transaction of its own; their identifiers.

    One that fails is told in the log and tried again the next day; it keeps nobody else's.
    """
    due = ReportPlan.objects.filter(ended_at__isnull=True, next_at__lte=now)
    for office, plan in list(due.order_by("next_at").values_list("office_id", "plan_id")):
        try:
            with transaction.atomic():
                made = _make(office, plan, now)
        except Exception as error:  # whatever it is, it is of one office
            LOG.error("a report failed", extra={"kind": type(error).__name__})
        else:
            if made:
                yield made


def _make(office_id: str, plan_id: UUID, now: datetime) -> UUID | None:
    ours = ReportPlan.objects.filter(office_id=office_id, plan_id=plan_id, ended_at__isnull=True)
    plan = ours.select_for_update().first()
    if plan is None or plan.next_at > now:
        return None
    leaders = _leaders(office_id)
    asker = next((each for each in leaders if each.user_id == plan.asked_by), None)
    if asker is None:
        ours.update(ended_at=now, ended_why=plans.LEFT)
        return None
    readers = [each for each in leaders if each.territory == asker.territory]
    scope = Scope.for_report(
        office_id, asker.territory, closed=_closed(office_id, readers), now=now
    )
    made = _keep(plan, _counted(scope, plan, now), readers, now)
    ours.update(next_at=plans.next_of(plan.rhythm, now))
    return made


def _leaders(office_id: str) -> list[Leader]:
    with connection.cursor() as cursor:
        cursor.execute(LEADERS, [office_id, roles.SUPERVISOR])
        found = [
            Leader(id_, agencies.agency_of(type_, role), _territory(role, department))
            for id_, role, type_, department in cursor.fetchall()
        ]
    return [each for each in found if each.agency not in NOT_OF_AN_OFFICE]


def _territory(role: str, department: str) -> str:
    return department if role == roles.SUPERVISOR else ""


def _closed(office_id: str, readers: Sequence[Leader]) -> set[UUID]:
    """The cases that are closed to any of them."""
    found: set[UUID] = set()
    with connection.cursor() as cursor:
        for each in readers:
            cursor.execute(
                CLOSED,
                {
                    "person": each.user_id,
                    "office": office_id,
                    "agency": each.agency,
                    "territory": each.territory,
                },
            )
            found.update(cursor.fetchone()[0])
    return found


def _counted(scope: Scope, plan: ReportPlan, now: datetime) -> dict[str, Any]:
    if not plan.asked:
        return content.of_supervised(supervising.supervised(scope))
    question = saved.read(plan.asked, territory=scope.is_territory, now=now)
    return content.of_counted(counting.count(scope, moved(question, plan.rhythm, now)))


def moved(question: Question, rhythm: str, now: datetime) -> Question:
    """
    The question over as many months as it was saved with, up to the present.

    A monthly report ends with the last whole month; a weekly one with the month that runs.
    """
    last = shifted(month_of(now), -1 if rhythm == plans.MONTHLY else 0)
    first = shifted(last, 1 - len(question.span.months))
    return Question(question.unit, question.rows, question.columns, Span(first, last))


def _keep(
    plan: ReportPlan, counted: dict[str, Any], readers: Sequence[Leader], now: datetime
) -> UUID:
    """Keep a report, and of its plan the latest ones only."""
    made = uuid4()
    address = ""
    if plan.asked:
        question = saved.read(plan.asked, territory=bool(readers[0].territory), now=now)
        address = moved(question, plan.rhythm, now).address
    Report.objects.create(
        office_id=plan.office_id,
        report_id=made,
        plan_id=plan.plan_id,
        name=plan.name,
        asked=address,
        made_at=now,
        readers=[each.user_id for each in readers],
        content=counted,
    )
    ours = Report.objects.filter(office_id=plan.office_id, plan_id=plan.plan_id)
    older = ours.order_by("-made_at").values_list("report_id", flat=True)
    ours.filter(report_id__in=list(older[settings.RUTA_REPORTS_KEPT :])).delete()
    return made
