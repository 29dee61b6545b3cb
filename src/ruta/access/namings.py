"""
Who is named in a case, and for what: assigned, trafficking, shelter, supervision, an operation, an
agency in which the accused works.

What may be written is decided in the database (migrations 0007 and 0009): a coordinator, people of
their office, at most three for a shelter, a supervision of 180 days at most, and a second signature
where an agency is implicated. Where the implicated agency is the one that would name people,
somebody who oversees proposes them and another one signs.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from ruta.access import agencies, context
from ruta.access.people import User
from ruta.access.viewer import Viewer
from ruta.access.walls import Naming

MATTERS: Final = ("assigned", "trafficking", "shelter", "supervision", "operation", "implicated")
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
LONGEST = {"supervision": timedelta(days=180)}


class Refused(Exception):
    """The database keeps this naming out: not theirs to make, or one too many."""


@dataclass(frozen=True)
class Named:
    """A naming that stands, and whose it is."""

    naming: Naming
    person: User

    @property
    def waits(self) -> bool:
        """Whether it does nothing yet, for want of the second signature."""
        return self.naming.matter == "implicated" and self.naming.countersigned_by is None


@dataclass(frozen=True)
class Waiting:
    """
    A naming that whoever oversees is to countersign; the case by its pseudonym.

    `mine`: whoever asks proposed it, so that somebody else is to sign.
    """

    case: str
    user_id: UUID
    display_name: str
    role: str
    office_name: str
    since: datetime
    mine: bool


@dataclass(frozen=True)
class Unnamed:
    """An office of an implicated agency in whose case nobody of theirs is named."""

    case: str
    agency: str
    office_id: str
    office_name: str
    since: datetime


def coordinates(viewer: Viewer) -> bool:
    """Whether this person names people of their office."""
    return User.objects.filter(pk=viewer.user_id, coordinates=True, is_active=True).exists()


def matters_for(viewer: Viewer) -> tuple[str, ...]:
    """What the people of this viewer's office may be named for."""
    apart = {
        "trafficking": {"PNP", "FISC"}, "shelter": {"HOGAR", "CEM"}, "operation": {"FISC"},
        "supervision": {"CEM", "LINEA", "HOGAR", "ONG", "SALUD"},
    }  # fmt: skip
    return tuple(
        matter for matter in MATTERS
        if matter != "implicated" and viewer.agency in apart.get(matter, {viewer.agency})
    )  # fmt: skip


def people_of(office_id: str) -> Sequence[User]:
    """Whom a coordinator of an office may name."""
    found = User.objects.filter(office_id=office_id, is_active=True)
    return tuple(found.select_related("office").order_by("display_name"))


def people_of_agencies(office_ids: Iterable[str], implicated: Iterable[str]) -> Sequence[User]:
    """The people of some offices that belong to agencies in which the accused works."""
    there = User.objects.filter(office_id__in=list(office_ids), is_active=True)
    wanted = set(implicated)
    return tuple(
        person for person in there.select_related("office").order_by("office__name", "display_name")
        if agencies.agency_of(person.office.type, person.role) in wanted
    )  # fmt: skip


def standing_in(viewer: Viewer, case_id: UUID, now: datetime) -> tuple[Named, ...]:
    """The namings of a case that concern this office: of its people, and those it made."""
    context.ensure(viewer)
    rows = list(Naming.objects.filter(case_id=case_id, until__gt=now).order_by("matter", "since"))
    ids = {row.user_id for row in rows}
    people = {user.pk: user for user in User.objects.filter(pk__in=ids).select_related("office")}
    return tuple(
        Named(row, people[row.user_id]) for row in rows
        if row.user_id in people and (
            people[row.user_id].office_id == viewer.office_id or row.named_by == viewer.user_id)
    )  # fmt: skip


@transaction.atomic
def name(*, case_id: UUID, person: UUID, matter: str, by: Viewer, now: datetime) -> None:
    """
    Name somebody in a case.

    :raises Refused: when it is not theirs to do, or the matter has as many people as it may
    """
    until = now + LONGEST[matter] if matter in LONGEST else FOREVER
    _do("select access_name(%s, %s, %s, %s)", case_id, person, matter, until, by=by)


@transaction.atomic
def remove(*, case_id: UUID, person: UUID, matter: str, by: Viewer) -> None:
    """
    Take a name back; it holds from the next request on.

    :raises Refused: when it is not theirs to do, or there is no such naming
    """
    _do("select access_unname(%s, %s, %s)", case_id, person, matter, by=by)


@transaction.atomic
def name_unseen(*, code: str, person: UUID, by: Viewer) -> None:
    """Name somebody in a case of trafficking one cannot see; whether there was one is not told."""
    context.ensure(by)
    with connection.cursor() as cursor:
        cursor.execute("select access_name_unseen(%s, %s)", [code, person])


def waiting(viewer: Viewer) -> tuple[Waiting, ...]:
    """What waits for a second signature; nothing for whoever does not oversee."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_namings_waiting()")
        return tuple(Waiting(*row) for row in cursor.fetchall())


@transaction.atomic
def countersign(*, case: str, person: UUID, by: Viewer) -> None:
    """
    Sign a naming in a case of an implicated agency.

    :param case: its pseudonym, as `waiting` gave it
    :raises Refused: when it is not theirs to sign, or is not there
    """
    _do("select access_naming_countersign(%s, %s)", case, person, by=by)


def unnamed(viewer: Viewer) -> tuple[Unnamed, ...]:
    """Where nobody of an implicated agency is named; nothing for whoever does not oversee."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute("select * from access_implicated_unnamed(%s)", [_types_by_agency()])
        return tuple(Unnamed(*row) for row in cursor.fetchall())


@transaction.atomic
def propose(*, case: str, person: UUID, by: Viewer) -> None:
    """
    Propose somebody of an implicated agency; somebody else who oversees signs.

    :param case: its pseudonym, as `unnamed` gave it
    :raises Refused: when it is not theirs to do, or that person has no place in the case
    """
    _do("select access_propose(%s, %s, %s)", case, person, _types_by_agency(), by=by)


def _types_by_agency() -> str:
    """The types of office of each agency, as JSON."""
    return json.dumps({name: sorted(agencies.office_types(name)) for name in agencies.AGENCIES})


def _do(query: str, *values: UUID | str | datetime, by: Viewer) -> None:
    context.ensure(by)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, list(values))
            (done,) = cursor.fetchone()
    except IntegrityError as error:
        raise Refused from error
    if not done:
        raise Refused
