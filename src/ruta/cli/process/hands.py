"""
Whose hand each invented act is: at the desk of an office with accounts, one of its people.

One person follows a case, and now and then a colleague writes in it, as anywhere; the same caseload
has the same hands. What an office without accounts wrote stays without an author.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from ruta.simulator.stream import SimAct, SimCase

ANOTHER_IN = 5
"""Of so many acts, one is a colleague's."""


def given(cases: "Iterable[SimCase]") -> "Iterator[SimCase]":
    """The cases with an author for each act that has none and whose office has people."""
    people = _people()
    for case in cases:
        yield replace(case, acts=tuple(_written(act, case.case_id, people) for act in case.acts))


def _people() -> Mapping[str, Sequence[str]]:
    """The accounts of each office that work with cases, by office, in one order."""
    from ruta.access import agencies
    from ruta.access.people import User

    found: dict[str, list[str]] = {}
    for person in User.objects.filter(is_active=True).select_related("office").order_by("username"):
        if person.role not in agencies.deciding_roles():
            found.setdefault(person.office.pk, []).append(str(person.pk))
    return found


def _written(act: "SimAct", case_id: UUID, people: Mapping[str, Sequence[str]]) -> "SimAct":
    known = people.get(act.office, ())
    if act.author or not known:
        return act
    first = case_id.int % len(known)
    another = act.act_id.int % ANOTHER_IN == 0
    return replace(act, author=known[(first + another) % len(known)])
