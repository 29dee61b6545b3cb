"""The identity a person has at an outside provider (OpenID Connect), set beforehand by hand."""

from datetime import datetime

from django.db import models, transaction

from ruta.access.accounts.administration import NotAllowed, is_administrator
from ruta.access.accounts.notes import note
from ruta.access.people import User


class Identity(models.Model):
    """The subject by which a provider knows a person; one person for each, one for each person."""

    person = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    issuer = models.TextField()
    subject = models.TextField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="access_identity_one_person")
        ]


@transaction.atomic
def link(*, person: User, issuer: str, subject: str, by: User, now: datetime) -> None:
    """
    Say who a person is at the provider; an empty subject takes the link away.

    :raises NotAllowed: unless by an administrator, about somebody else
    """
    if not is_administrator(by) or by.pk == person.pk:
        raise NotAllowed("only an administrator links an account, and never their own")
    Identity.objects.filter(person=person).delete()
    if subject:
        Identity.objects.create(
            person=person, issuer=issuer, subject=subject, set_by=by.pk, set_at=now
        )
    note("identity", by=by, person=person.pk)


def person_of(issuer: str, subject: str) -> User | None:
    """The person linked to this subject; nobody is ever added for an unknown one."""
    found = Identity.objects.select_related("person__office")
    identity = found.filter(issuer=issuer, subject=subject).first()
    return identity.person if identity else None


def subject_of(person: User) -> str:
    """By which subject the provider knows a person; empty when by none."""
    found = Identity.objects.filter(person=person).values_list("subject", flat=True).first()
    return found or ""
