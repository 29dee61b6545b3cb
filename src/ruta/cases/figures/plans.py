"""Reports an office gets by itself: asked for by whoever leads it, until they leave or stop it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from ruta.access import context
from ruta.access.viewer import Viewer
from ruta.law import rulebook

from .models import Report, ReportPlan

WEEKLY, MONTHLY = "semanal", "mensual"
RHYTHMS = (WEEKLY, MONTHLY)
AT = time(5, 0)
MOST = 20
LEFT, STOPPED = "left", "stopped"


class TooMany(Exception):
    """The office has as many reports as it may."""


def next_of(rhythm: str, now: datetime) -> datetime:
    """When the next report of a rhythm is made: a Monday, or a first of the month, at dawn."""
    here = now.astimezone(rulebook.default().zone)
    if rhythm == MONTHLY:
        day = (here.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    else:
        day = here.date() + timedelta(days=7 - here.weekday())
    return datetime.combine(day, AT, rulebook.default().zone)


def all_of(viewer: Viewer) -> list[ReportPlan]:
    """What an office asked for, running first; empty for whoever does not lead it."""
    context.ensure(viewer)
    ours = ReportPlan.objects.filter(office_id=viewer.office_id)
    return list(ours.order_by("-ended_at", "name", "plan_id"))


def ask(*, name: str, address: str, rhythm: str, by: Viewer, now: datetime) -> UUID:
    """
    Have a report made regularly.

    :param address: of a question, or empty for the page of supervision
    :raises TooMany: if the office has `MOST` running already
    """
    context.ensure(by)
    running = ReportPlan.objects.filter(office_id=by.office_id, ended_at__isnull=True)
    if running.count() >= MOST:
        raise TooMany(by.office_id)
    made = ReportPlan.objects.create(
        office_id=by.office_id,
        plan_id=uuid4(),
        name=name,
        asked=address,
        rhythm=rhythm,
        asked_by=by.user_id,
        asked_at=now,
        next_at=next_of(rhythm, now),
    )
    return UUID(str(made.plan_id))


def stop(*, plan_id: UUID, by: Viewer, now: datetime) -> bool:
    """Have no more reports of a plan; False when it is none of their office, or over."""
    context.ensure(by)
    ours = ReportPlan.objects.filter(office_id=by.office_id, plan_id=plan_id, ended_at__isnull=True)
    return bool(ours.update(ended_at=now, ended_why=STOPPED))


def reports(viewer: Viewer) -> Sequence[Report]:
    """The reports that somebody may read, latest first, without what they say."""
    context.ensure(viewer)
    ours = Report.objects.filter(office_id=viewer.office_id)
    return list(ours.defer("content").order_by("-made_at", "name"))


def report(viewer: Viewer, report_id: UUID) -> Report | None:
    """One report; None when there is none for them."""
    context.ensure(viewer)
    return Report.objects.filter(office_id=viewer.office_id, report_id=report_id).first()


def forget(*, report_id: UUID, by: Viewer) -> bool:
    """Remove a report for everybody who reads it; False when there is none for them."""
    context.ensure(by)
    ours = Report.objects.filter(office_id=by.office_id, report_id=report_id)
    return bool(ours.delete()[0])
