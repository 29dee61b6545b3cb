"""What the case file needs to know of offices: their type, for the clock, and their department."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ruta.directory.models import Office
from ruta.law import model as law


class Place(NamedTuple):
    """An office's type and department."""

    type: str
    department: str


Places = Mapping[str, Place]


def places(ids: Iterable[str | None]) -> Places:
    """Those of some offices that the directory knows, in one statement."""
    wanted = {office_id for office_id in ids if office_id}
    if not wanted:
        return {}
    rows = Office.objects.filter(id__in=wanted).values_list("id", "type", "department")
    return {office_id: Place(type_, department) for office_id, type_, department in rows}


def all_places() -> Places:
    """Every office of the directory, for those who read whole caseloads."""
    rows = Office.objects.values_list("id", "type", "department")
    return {office_id: Place(type_, department) for office_id, type_, department in rows.iterator()}


def as_law_sees(office_id: str | None, known: Places) -> law.Office | None:
    """The office as the clock knows it; one the directory does not know has no type."""
    if not office_id:
        return None
    place = known.get(office_id)
    return law.Office(office_id, place.type if place else "")
