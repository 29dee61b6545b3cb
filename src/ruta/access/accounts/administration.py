"""Who may administer whose account, and every change of one; each leaves a note in the audit.

Coordinators administer the people of their own office, without moving anybody or making another
coordinator; administrators administer everybody. Nobody changes what they themselves may do. A
change ends the sessions of its person, at once.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from ruta.access import agencies, roles, sessions
from ruta.access.accounts import codes
from ruta.access.accounts.notes import note
from ruta.access.people import BY_NAME, RoleRefused, User, keep_by_name
from ruta.directory.models import Office

TEAM, NAMED = "team", "named"


class NotYours(Exception):
    """This account does not exist for whoever asks."""


class NotAllowed(Exception):
    """They may see this account, and not change this of it."""


class OfficePolicy(models.Model):
    """How an office assigns its cases: by name, or to the whole team, which needs no row."""

    office_id = models.TextField(primary_key=True)
    assigns = models.TextField(default=TEAM, db_default=TEAM)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(assigns__in=[TEAM, NAMED]), name="access_officepolicy_assigns"
            )
        ]


def is_administrator(person: User) -> bool:
    """Whether they administer the accounts of every office."""
    return agencies.agency_of(person.office.type, person.role) == "ADMIN"


def administers(person: User) -> bool:
    """Whether they administer anybody's account."""
    return person.coordinates or is_administrator(person)


def people_of(by: User) -> models.QuerySet[User]:
    """
    The accounts this person administers, by office and name.

    :raises NotYours: for whoever administers none
    """
    if not administers(by):
        raise NotYours
    people = User.objects.select_related("office").order_by("office__name", "display_name")
    return people if is_administrator(by) else people.filter(office=by.office_id)


def search(people: models.QuerySet[User], wanted: str) -> models.QuerySet[User]:
    """Those whose user name begins so, or whose office has this code; all when nothing is asked."""
    if not wanted:
        return people
    return people.filter(models.Q(username__istartswith=wanted) | models.Q(office=wanted.upper()))


def find(by: User, person: UUID) -> User:
    """
    One of the accounts this person administers.

    :raises NotYours: when it is none of them; also when it does not exist
    """
    found = people_of(by).filter(pk=person).first()
    if found is None:
        raise NotYours
    return found


def roles_for(by: User, office: Office) -> tuple[roles.Role, ...]:
    """The roles this person may give in an office: only administrators make administrators."""
    allowed = roles.allowed_in(office.type)
    if is_administrator(by):
        return allowed
    return tuple(
        role for role in allowed if agencies.agency_of(office.type, role.id) not in {"ADMIN"}
    )


def _check_another(by: User, person: User) -> None:
    if by.pk == person.pk:
        raise NotAllowed("nobody changes what they themselves may do")
    if is_administrator(person) and not is_administrator(by):
        raise NotAllowed("a coordinator changes no administrator")


def _check_role(by: User, office: Office, role: str) -> None:
    if role not in {allowed.id for allowed in roles_for(by, office)}:
        raise RoleRefused(f"{role} in {office.type}")


@transaction.atomic
def add(
    *, username: str, display_name: str, office: Office, role: str, by: User, now: datetime
) -> tuple[User, str]:
    """
    Add a person, with the code by which they set their factors; it is shown once.

    :raises NotYours: when the office is not theirs to administer
    :raises RoleRefused: when the role does not exist there, or is not theirs to give
    """
    if not (is_administrator(by) or (by.coordinates and office.pk == by.office_id)):
        raise NotYours
    _check_role(by, office, role)
    person = User.objects.add(
        username=username, display_name=display_name, office=office, role=role
    )
    note("added", by=by, person=person.pk)
    return person, codes.make_enrolment(person, by=by.pk, now=now)


@transaction.atomic
def set_active(*, person: User, active: bool, by: User) -> None:
    """
    Open or close an account.

    :raises NotAllowed: for one's own, and for an administrator's unless by another
    """
    _check_another(by, person)
    _change(person, "enabled" if active else "disabled", by=by, is_active=active)


@transaction.atomic
def set_role(*, person: User, office: Office, role: str, by: User) -> None:
    """
    Give another role, and another office when an administrator says so.

    :raises NotAllowed: for one's own account, and for another office by a coordinator
    :raises RoleRefused: when the role does not exist there, or is not theirs to give
    """
    _check_another(by, person)
    if office.pk != person.office_id and not is_administrator(by):
        raise NotAllowed("only an administrator moves a person to another office")
    _check_role(by, office, role)
    moved = office.pk != person.office_id
    # Whoever leaves an office coordinates it no more.
    coordinates = person.coordinates and not moved
    changed = "office" if moved else "role"
    _change(person, changed, by=by, role=role, office=office, coordinates=coordinates)
    keep_by_name(office)


@transaction.atomic
def set_coordinates(*, person: User, coordinates: bool, by: User) -> None:
    """
    Make a coordinator, or take that back.

    :raises NotAllowed: unless by an administrator, about somebody else
    """
    _check_another(by, person)
    if not is_administrator(by):
        raise NotAllowed("only an administrator makes coordinators")
    _change(person, "coordinates", by=by, coordinates=coordinates)


@transaction.atomic
def set_trained(*, person: User, until: date | None, by: User) -> None:
    """
    Keep until when the training of a person counts; their sessions go on.

    :raises NotAllowed: for one's own
    """
    _check_another(by, person)
    person.trained_until = until
    person.save(update_fields=["trained_until"])
    note("training", by=by, person=person.pk)


def _change(person: User, change: str, *, by: User, **values: object) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    sessions.end(person.pk)
    note(change, by=by, person=person.pk)


def assigns(office_id: str) -> str:
    """How an office assigns its cases: `team` or `named`."""
    found = OfficePolicy.objects.filter(pk=office_id).values_list("assigns", flat=True).first()
    return found or TEAM


@transaction.atomic
def set_assigns(*, office_id: str, assigns: str, by: User) -> None:
    """
    Say how an office assigns its cases.

    :raises NotYours: when it is not theirs to administer
    :raises NotAllowed: for a service of protection, which never assigns to its whole team
    """
    if not (is_administrator(by) or (by.coordinates and office_id == by.office_id)):
        raise NotYours
    if assigns != NAMED and Office.objects.filter(pk=office_id, type__in=BY_NAME).exists():
        raise NotAllowed("a service of protection assigns by name")
    OfficePolicy.objects.update_or_create(pk=office_id, defaults={"assigns": assigns})
    note("office-assigns", by=by, person=None, office=office_id)
