"""
The accounts of the demonstration: one for each role, in offices of Puno and of Lima, and three of
one service of protection, which has no place.

Their names say a role and a place; none is a person's. They have no password: a demonstration
lets them in by a click, and no other installation does.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from ruta.access import roles
from ruta.access.namings import FOREVER
from ruta.access.people import User
from ruta.access.walls import Grant, Naming
from ruta.directory import queries, shelters
from ruta.directory.models import Office

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NAMESPACE = UUID("6f1d2c4e-9a53-5b7e-8c10-27d94a3be105")


class Place(NamedTuple):
    """Where a set of accounts works: the suffix of their names, and a district."""

    suffix: str
    name: str
    ubigeo: str


class Seat(NamedTuple):
    """
    An account to make in every place: beginning of its name, role, type of office.

    :ivar coordinates: whether it administers the people of its office
    """

    username: str
    role: str
    office_type: str
    coordinates: bool = False


PLACES = (Place("puno", "Puno", "210101"), Place("lima", "Lima", "150101"))
SEATS = (
    Seat("policia", "police_officer", "pnp"),
    Seat("psicologa", "cem_psychologist", "cem"),
    Seat("abogada", "cem_lawyer", "cem"),
    Seat("social", "cem_social_worker", "cem"),
    Seat("juzgado", "court_clerk", "juzgado-familia"),
    Seat("fiscalia", "prosecutor", "fiscalia-penal"),
    Seat("salud", "health_worker", "ipress"),
    Seat("linea100", "hotline_operator", "linea100"),
    Seat("rural", "rural_worker", "sar"),
    Seat("upe", "child_protection", "upe"),
    Seat("defensa", "ngo_worker", "defensa-publica"),
    Seat("coordinadora", "cem_psychologist", "cem", coordinates=True),
    Seat("supervision", "supervisor", "supervision"),
    Seat("defensoria", "oversight", "defensoria"),
    Seat("analista", "analyst", "defensoria"),
    Seat("administracion", "administrator", "supervision"),
)


SERVICE = "SP-001"
SHELTER = (
    Seat("hogar.coordina", "shelter_worker", shelters.TYPE, coordinates=True),
    Seat("hogar.uno", "shelter_worker", shelters.TYPE),
    Seat("hogar.dos", "shelter_worker", shelters.TYPE),
)


class Account(NamedTuple):
    """An account to make: its user name, what it is called after its role, and its seat."""

    username: str
    called: str
    seat: Seat


def accounts_at(place: Place) -> tuple[Account, ...]:
    """The accounts of a place, in the order of `SEATS`."""
    return tuple(Account(f"{seat.username}.{place.suffix}", place.name, seat) for seat in SEATS)


def accounts_of_the_service() -> tuple[Account, ...]:
    """Those of the service of protection; they are told apart by nothing but their order."""
    return tuple(
        Account(seat.username, "coordina" if seat.coordinates else str(number), seat)
        for number, seat in enumerate(SHELTER)
    )


def _add(account: Account, office: Office) -> User:
    seat = account.seat
    return User.objects.add(
        id=uuid5(NAMESPACE, account.username),
        username=account.username,
        display_name=f"{roles.every()[seat.role].es}, {account.called}",
        office=office,
        role=seat.role,
        demonstration=True,
        coordinates=seat.coordinates,
    )


def _wanted() -> Iterator[tuple[Account, Office]]:
    """Every account and where it works; not every kind of office serves every district."""
    for place in PLACES:
        for account in accounts_at(place):
            if office := queries.competent(account.seat.office_type, place.ubigeo):
                yield account, office
    service = queries.office(SERVICE)
    yield from ((account, service) for account in accounts_of_the_service())


@transaction.atomic
def load() -> int:
    """Make the accounts that are missing and count them; the directory must be loaded."""
    known = set(User.objects.filter(demonstration=True).values_list("username", flat=True))
    missing = [(account, office) for account, office in _wanted() if account.username not in known]
    made = [_add(account, office).pk for account, office in missing]
    # Their offices have cases of months before the demonstration began.
    User.objects.filter(pk__in=made).update(office_since=LONG_AGO)
    return len(made)


def people_by_place() -> list[tuple[str, list[User]]]:
    """The accounts of each place, in the order of `SEATS`; those of the service come last."""
    people = User.objects.filter(demonstration=True, is_active=True).select_related("office")
    by_name = {person.username: person for person in people}
    groups = [(place.name, accounts_at(place)) for place in PLACES]
    groups.append((shelters.NAME, accounts_of_the_service()))
    return [
        (name, [by_name[one.username] for one in accounts if one.username in by_name])
        for name, accounts in groups
    ]


@transaction.atomic
def name_for_the_service(*, now: datetime) -> int:
    """
    Name who knows each placement in the service: one of its people, and one of the CEM.

    Its workers take turns, so that each has cases and neither sees the other's. Needs the schema's
    owner; answers how many cases have names.
    """
    staff = {person.username: person for person in User.objects.filter(demonstration=True)}
    head, *hosts = (staff[seat.username] for seat in SHELTER)
    placed = Grant.objects.filter(
        office_id=SERVICE, basis="consent", until__gt=now, compartments__contains="S"
    )
    cases = list(placed.order_by("case_id").values_list("case_id", flat=True).distinct())
    rows = []
    for number, case_id in enumerate(cases):
        host = hosts[number % len(hosts)]
        rows += [_named(case_id, host, matter, head, now) for matter in ("assigned", "shelter")]
    rows += _placing(cases, staff, now)
    Naming.objects.bulk_create(rows, ignore_conflicts=True)
    return len(cases)


def _placing(cases: Sequence[UUID], staff: Mapping[str, User], now: datetime) -> Iterator[Naming]:
    """The social worker of the CEM that placed her, where the demonstration has one."""
    for place in PLACES:
        worker, lead = (
            staff.get(f"social.{place.suffix}"),
            staff.get(f"coordinadora.{place.suffix}"),
        )
        if worker is None or lead is None or worker.office_id != lead.office_id:
            continue
        there = Grant.objects.filter(
            case_id__in=cases, office_id=worker.office_id, basis="consent",
            compartments__contains="S", until__gt=now,
        )  # fmt: skip
        for case_id in there.values_list("case_id", flat=True).distinct():
            yield _named(case_id, worker, "shelter", lead, now)


def _named(case_id: UUID, person: User, matter: str, by: User, now: datetime) -> Naming:
    return Naming(
        case_id=case_id, user_id=person.pk, matter=matter, since=now, until=FOREVER, named_by=by.pk
    )
