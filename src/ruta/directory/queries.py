"""
Reading the directory: one office, the offices of a kind, the one that serves a district.

A service of protection serves no district, and no list has it but `services_of_protection`.
"""

from collections.abc import Collection

from django.db.models import Q

from ruta.directory import competence, shelters
from ruta.directory.models import Office

PLACED = ~Q(type=shelters.TYPE)


class NoSuchOffice(LookupError):
    """No office has this identifier."""


def office(office_id: str) -> Office:
    """
    The office with this identifier.

    :raises NoSuchOffice: when there is none
    """
    found = Office.objects.filter(pk=office_id).first()
    if found is None:
        raise NoSuchOffice(office_id)
    return found


def offices_of(type_: str, *, within: str = "") -> list[Office]:
    """The offices of a type, by code of district and name; `within` is a ubigeo of any length."""
    found = Office.objects.filter(PLACED, type=type_)
    if within:
        found = found.filter(ubigeo__startswith=within)
    return list(found.order_by("ubigeo", "name", "id"))


def competent(type_: str, ubigeo: str) -> Office | None:
    """
    The office of a type that serves a district, or None; the rule is in `competence`.

    :raises UnknownTerritory: when the code is no district
    """
    near = Q(ubigeo__startswith=ubigeo[:2]) | Q(national=True)
    return competence.nearest(Office.objects.filter(PLACED, near, type=type_), ubigeo)


def around(types: Collection[str], ubigeo: str) -> list[Office]:
    """
    The offices of some types in the department of a district, and those of the whole country: by
    type in the order given, the one that serves the district first.

    :param ubigeo: empty for whoever has no place: those of the whole country only
    :raises UnknownTerritory: when the code is no district
    """
    order = list(types)
    there = Office.objects.filter(PLACED, type__in=order)
    found = list(there.filter(national=True).order_by("name", "id"))
    if ubigeo:
        near = there.filter(Q(ubigeo__startswith=ubigeo[:2]) | Q(national=True))
        found = competence.ranked(near, ubigeo)
    return sorted(found, key=lambda office: order.index(office.type))


def services_of_protection() -> list[Office]:
    """
    The shelters, by number; they have no place.

    Only for whoever may place her in one: what is shown of them is shown to nobody else.
    """
    return list(Office.objects.filter(type=shelters.TYPE).order_by("id"))
