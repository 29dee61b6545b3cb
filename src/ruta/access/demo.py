"""The accounts of the demonstration: one for each role, in offices of Puno and of Lima.

Their names say a role and a place; none is a person's. They have no password: a demonstration
lets them in by a click, and no other installation does.
"""

from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from ruta.access import roles
from ruta.access.people import User
from ruta.directory import queries
from ruta.directory.models import Office

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


def _add(seat: Seat, place: Place, office: Office) -> User:
    username = f"{seat.username}.{place.suffix}"
    return User.objects.add(
        id=uuid5(NAMESPACE, username),
        username=username,
        display_name=f"{roles.every()[seat.role].es}, {place.name}",
        office=office,
        role=seat.role,
        demonstration=True,
        coordinates=seat.coordinates,
    )


@transaction.atomic
def load() -> int:
    """Make the accounts that are missing and count them; the directory must be loaded."""
    known = set(User.objects.filter(demonstration=True).values_list("username", flat=True))
    wanted = [
        (seat, place)
        for place in PLACES
        for seat in SEATS
        if f"{seat.username}.{place.suffix}" not in known
    ]
    made = 0
    for seat, place in wanted:
        # Not every kind of office serves every district: no rural team serves the centre of Lima.
        if (office := queries.competent(seat.office_type, place.ubigeo)) is not None:
            _add(seat, place, office)
            made += 1
    return made


def people_by_place() -> list[tuple[str, list[User]]]:
    """The accounts of each place, in the order of `SEATS`."""
    people = User.objects.filter(demonstration=True, is_active=True).select_related("office")
    by_name = {person.username: person for person in people}
    return [
        (
            place.name,
            [
                by_name[name]
                for seat in SEATS
                if (name := f"{seat.username}.{place.suffix}") in by_name
            ],
        )
        for place in PLACES
    ]
