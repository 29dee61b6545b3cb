"""Reading the directory: one office, the offices of a kind, the one that serves a district."""

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
