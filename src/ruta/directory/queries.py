"""Reading the directory: one office, the offices of a kind, the one that serves a district."""

from collections.abc import Collection

from django.db.models import Q

from ruta.directory import competence
from ruta.directory.models import Office


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
    found = Office.objects.filter(type=type_)
    if within:
        found = found.filter(ubigeo__startswith=within)
    return list(found.order_by("ubigeo", "name", "id"))


def competent(type_: str, ubigeo: str) -> Office | None:
    """
    The office of a type that serves a district, or None; the rule is in `competence`.

    :raises UnknownTerritory: when the code is no district
    """
    near = Q(ubigeo__startswith=ubigeo[:2]) | Q(national=True)
    return competence.nearest(Office.objects.filter(near, type=type_), ubigeo)


def around(types: Collection[str], ubigeo: str) -> list[Office]:
    """
    The offices of some types in the department of a district, and those of the whole country: by
    type in the order given, the one that serves the district first.

    :raises UnknownTerritory: when the code is no district
    """
    order = list(types)
    near = Q(ubigeo__startswith=ubigeo[:2]) | Q(national=True)
    found = competence.ranked(Office.objects.filter(near, type__in=order), ubigeo)
    return sorted(found, key=lambda office: order.index(office.type))
