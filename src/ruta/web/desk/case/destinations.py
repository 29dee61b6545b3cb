"""The offices an act may be addressed to: those in the case first, then those around her home."""

from dataclasses import dataclass
from typing import Any

from ruta.access import people
from ruta.acts.vocabulary import ANY, Kind
from ruta.cases import protection
from ruta.directory import queries, shelters, territory
from ruta.directory.models import Office
from ruta.web.components import labels

from .reading import Reading

Choices = list[tuple[str, str]]
PROVINCE = 4  # figures of a province in a code of district
FOR_ANY = ("cem", "ipress", "defensa-publica", "pnp", "fiscalia-penal", "fiscalia-familia",
           "juzgado-familia", "upe", "sau")  # fmt: skip


@dataclass(frozen=True)
class Destinations:
    """Offices to choose among, grouped, and the one chosen to begin with (empty: none)."""

    groups: tuple[tuple[str, Choices], ...]
    default: str = ""

    @property
    def first(self) -> tuple[str, str]:
        """The office chosen to begin with and its name; empty when there is none."""
        names = dict(pair for _, choices in self.groups for pair in choices)
        return self.default, names.get(self.default, "")


def destinations(kind: Kind, reading: Reading, *, own_ubigeo: str) -> Destinations | None:
    """
    Where an act of a kind may go; none when it is addressed to nobody.

    :param own_ubigeo: the district of the viewer's office, for a case without hers; empty for one
        without any
    """
    if not kind.addressed_to:
        return None
    anywhere = ANY in kind.addressed_to
    types = FOR_ANY if anywhere else kind.addressed_to
    ubigeo = home(reading, otherwise=own_ubigeo)
    near = queries.around(types, ubigeo)
    if anywhere:
        near = [one for one in near if one.national or one.ubigeo[:PROVINCE] == ubigeo[:PROVINCE]]
    near = [one for one in near if one.id != reading.viewer.office_id]
    if shelters.TYPE in types and protection.places(reading.viewer, reading.file.standing):
        near += services()
    groups = tuple((labels.label("office_type", type_), _of(type_, near)) for type_ in types)
    found = tuple(group for group in groups if group[1])
    return Destinations(found, "" if anywhere else _default(types, near, reading))


def services() -> list[Office]:
    """The services of protection where somebody works, by number: only for who places her."""
    staffed = people.staffed(shelters.TYPE)
    found = [one for one in queries.services_of_protection() if one.id in staffed]
    for one in found:
        one.name = shelters.numbered(one.id)
    return found


def home(reading: Reading, *, otherwise: str) -> str:
    """The district of her home, where it is known; else another."""
    her: Any = reading.opened.survivor
    ubigeo = her.facts.get("ubigeo", "") if her else ""
    return ubigeo if ubigeo in territory.districts() else otherwise


def _of(type_: str, near: list[Office]) -> Choices:
    return [(office.id, office.name) for office in near if office.type == type_]


def _default(types: tuple[str, ...], near: list[Office], reading: Reading) -> str:
    """The office of the first type that is in the case already, else the one that serves her."""
    first = [office.id for office in near if office.type == types[0]] or [o.id for o in near]
    here = [id_ for id_ in first if id_ in reading.file.offices]
    # None serves a place, so none is offered before another.
    first = [id_ for id_ in first if not shelters.is_id(id_)]
    return next(iter([*here, *first]), "")
