"""
To whom a case is closed: whom she blocked, and institutions in which the accused works.

A bar holds from the next request on, above every grant and every emergency. That there is one is
an act of the case; of whom is not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from ruta.access import agencies
from ruta.access.people import User
from ruta.access.viewer import Viewer
from ruta.access.walls import Bar
from ruta.directory.models import Office

from . import admission, operations
from .intake import NewAct

BLOCKED, IMPLICATED = "blocked", "implicated"
CLOSED, REOPENED = "access-closed", "access-reopened"
WRITERS: Final = agencies.ACCOMPANY


@dataclass(frozen=True)
class Shut:
    """A bar, and the name of whom it keeps out."""

    subject: str
    reason: str
    name: str
    since: datetime


def may(viewer: Viewer, case_id: UUID) -> bool:
    """Whether this person writes down whom she keeps out."""
    standing = admission.admit(viewer, case_id)
    return viewer.agency in WRITERS and standing.relation == "assigned"


def implicated(viewer: Viewer, case_id: UUID) -> frozenset[str]:
    """The agencies in which somebody accused works."""
    admission.admit(viewer, case_id)
    rows = Bar.objects.filter(case_id=case_id, reason=IMPLICATED)
    return frozenset(rows.values_list("subject", flat=True))


def standing(viewer: Viewer, case_id: UUID) -> tuple[Shut, ...]:
    """
    To whom the case is closed, the latest last.

    :raises NotFound: if the case is absent or not theirs
    """
    admission.admit(viewer, case_id)
    rows = list(Bar.objects.filter(case_id=case_id).order_by("since", "subject"))
    names = _names([row.subject for row in rows])
    return tuple(
        Shut(row.subject, row.reason, names.get(row.subject, row.subject), row.since)
        for row in rows
    )


@transaction.atomic
def shut(*, case_id: UUID, subject: str, reason: str, by: Viewer, now: datetime) -> None:
    """
    Close a case to a person, an office or an agency; said twice, it is kept once.

    :param subject: the id of an account or an office, or a code of `agencies.AGENCIES`
    :raises NotFound: if the case is absent, not theirs, or not theirs to close
    """
    _check(by, case_id)
    if Bar.objects.filter(case_id=case_id, subject=subject, reason=reason).exists():
        return
    act_id = _record(CLOSED, case_id, by, now)
    bar = Bar(case_id=case_id, subject=subject, reason=reason, since=now, act_id=act_id)
    Bar.objects.bulk_create([bar])


@transaction.atomic
def reopen(*, case_id: UUID, subject: str, reason: str, by: Viewer, now: datetime) -> None:
    """
    Take a bar away, because she asks for it or it was a mistake.

    :raises NotFound: if there is none, or it is not theirs to take away
    """
    _check(by, case_id)
    rows = Bar.objects.filter(case_id=case_id, subject=subject, reason=reason)
    if reason not in {BLOCKED, IMPLICATED} or not rows.exists():
        raise admission.NotFound(case_id)
    _record(REOPENED, case_id, by, now)
    rows.delete()


def _check(by: Viewer, case_id: UUID) -> None:
    if not may(by, case_id):
        raise admission.NotFound(case_id)


def _record(kind: str, case_id: UUID, by: Viewer, now: datetime) -> UUID:
    act = NewAct(act_id=uuid4(), kind=kind, at=now, facts={})
    operations.record(case_id=case_id, acts=[act], by=by, now=now)
    return act.act_id


def _names(subjects: Sequence[str]) -> dict[str, str]:
    offices = Office.objects.filter(pk__in=subjects).values_list("pk", "name")
    ids = [subject for subject in subjects if _is_id(subject)]
    people = User.objects.filter(pk__in=ids).values_list("pk", "display_name")
    return {**dict(offices), **{str(pk): name for pk, name in people}}


def _is_id(subject: str) -> bool:
    if subject in agencies.AGENCIES:
        return False
    try:
        UUID(subject)
    except ValueError:
        return False
    return True
