"""Coming back after losing every factor: two people of two offices see the person face to face.

A coordinator of the person's office (or an administrator) begins and gets a reference to tell the
second person, who coordinates another office or is an administrator. When the second confirms, the
old factors and the sessions are gone and a code for one day is shown, to be handed over in person.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import models, transaction

from ruta.access import sessions
from ruta.access.accounts import codes, factors
from ruta.access.accounts.administration import NotAllowed, administers
from ruta.access.accounts.notes import note
from ruta.access.people import User

GOOD_FOR = timedelta(hours=24)
REFERENCE = 8


class NoSuchRecovery(Exception):
    """No open recovery has this reference, or it is not for this person to confirm."""


class Recovery(models.Model):
    """One recovery; `told_at` is when its person was told of it on a page of theirs."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=REFERENCE)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_by = models.UUIDField()
    asked_office = models.TextField()
    asked_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)


@transaction.atomic
def ask(*, person: User, by: User, now: datetime) -> Recovery:
    """
    Say that this person was seen face to face and lost their factors; changes nothing yet.

    :raises NotAllowed: for one's own account
    """
    if person.pk == by.pk:
        raise NotAllowed("nobody recovers their own account")
    _open(now).filter(person=person).delete()
    reference = "".join(secrets.choice(codes.ALPHABET) for _ in range(REFERENCE))
    note("recovery-asked", by=by, person=person.pk)
    return Recovery.objects.create(
        reference=reference, person=person, asked_by=by.pk, asked_office=by.office_id, asked_at=now
    )


def _open(now: datetime) -> models.QuerySet[Recovery]:
    return Recovery.objects.filter(confirmed_at=None, asked_at__gt=now - GOOD_FOR)


def find(reference: str, *, by: User, now: datetime) -> Recovery:
    """
    The open recovery with this reference, for whoever may be its second person.

    :raises NoSuchRecovery: when there is none for them: the second person administers accounts, is
        neither the first nor the person, and works in another office than the first
    """
    written = "".join(reference.split()).replace("-", "").lower()
    found = _open(now).filter(reference=written).select_related("person__office").first()
    ours = found is not None and by.pk not in {found.asked_by, found.person_id}
    if found is None or not ours or by.office_id == found.asked_office or not administers(by):
        raise NoSuchRecovery
    return found


@transaction.atomic
def confirm(*, recovery: UUID, reference: str, by: User, now: datetime) -> str:
    """
    The second person saw them too: remove the factors, end the sessions, make the code.

    :returns: the code of enrolment, to be shown once
    :raises NoSuchRecovery: as `find`, and when it was confirmed meanwhile
    """
    found = find(reference, by=by, now=now)
    mine = Recovery.objects.filter(pk=found.pk, confirmed_at=None)
    if found.pk != recovery or not mine.update(confirmed_by=by.pk, confirmed_at=now):
        raise NoSuchRecovery
    person = found.person
    factors.remove_all(person)
    sessions.end(person.pk)
    note("recovery-done", by=by, person=person.pk)
    return codes.make_enrolment(person, by=by.pk, now=now)


def untold(person: User) -> Recovery | None:
    """A recovery of this account that its person has not been told of."""
    done = Recovery.objects.filter(person=person, told_at=None).exclude(confirmed_at=None)
    return done.order_by("-confirmed_at").first()


def told(person: User, *, now: datetime) -> None:
    """The person has read that their account was recovered."""
    Recovery.objects.filter(person=person, told_at=None).exclude(confirmed_at=None).update(
        told_at=now
    )
