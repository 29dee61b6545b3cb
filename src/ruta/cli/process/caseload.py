"""The demonstration's caseload: invented cases at the desks of the demonstration accounts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ruta.directory.models import Office as DirectoryOffice
    from ruta.simulator.offices import Office
    from ruta.simulator.stream import SimCase

SEED = 30364
SHARED_DESKS = 2
RECENT_AT_DESKS = 0.3  # part of the cases of the desks opened in the last days


def load(cases: int, *, tell: Callable[[int], None]) -> int:
    """
    Invent `cases` cases up to the database's present instant and store them; how many.

    Half of them are of the whole country, every region and office; half are of the desks that an
    account of the demonstration opens, so that each finds work waiting.

    :param tell: called with the number of cases stored so far, batch by batch
    """
    if cases == 0:
        return 0
    from ruta.access import demo
    from ruta.cases import bulk

    from . import hands

    with bulk.lifted():
        stored = bulk.load(hands.given(stream(cases)), tell=lambda counts: tell(counts.cases)).cases
    demo.name_for_the_service(now=present())
    return stored


def stream(cases: int) -> "Iterator[SimCase]":
    """The demonstration's cases, the same ones every time but for the instant they reach up to."""
    from ruta.directory.models import Office as DirectoryOffice
    from ruta.simulator import country

    near = list(desks())
    everywhere = list(map(_as_simulated, DirectoryOffice.objects.order_by("id")))
    until, national = present(), cases // 2
    yield from country.simulate(cases=national, seed=SEED, until=until, offices=everywhere)
    yield from country.simulate(
        cases=cases - national,
        first=national,
        seed=SEED,
        until=until,
        offices=near,
        departments=sorted({office.department for office in near} - {""}),
        recent_share=RECENT_AT_DESKS,
    )


def present() -> datetime:
    """The database's present instant."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def desks() -> "Iterator[Office]":
    """
    The offices that receive the cases: those with an account, and a few of their neighbours.

    Few desks make a caseload like a real one: an officer who signs in finds work waiting.
    """
    from django.contrib.auth import get_user_model

    from ruta.directory.models import Office as DirectoryOffice

    staffed = set(get_user_model().objects.values_list("office_id", flat=True)) - {None}
    all_offices = list(DirectoryOffice.objects.order_by("id"))
    # A service of protection is of no province: only those with an account have a desk here.
    provinces = {office.ubigeo[:4] for office in all_offices if office.id in staffed} - {""}
    near = [
        office
        for office in all_offices
        if office.ubigeo[:4] in provinces or (not office.ubigeo and office.id in staffed)
    ]
    near.sort(key=lambda office: office.id not in staffed)
    yield from map(_as_simulated, _few_of_each(near, staffed))


def _few_of_each(
    offices: "Iterable[DirectoryOffice]", staffed: set[str]
) -> "Iterator[DirectoryOffice]":
    taken: Counter[tuple[str, str]] = Counter()
    for office in offices:
        desk = (office.type, office.ubigeo[:4])
        if office.id in staffed or taken[desk] < SHARED_DESKS:
            taken[desk] += 1
            yield office


def _as_simulated(office: "DirectoryOffice") -> "Office":
    from ruta.simulator.offices import Office

    return Office(office.id, office.type, office.department, office.province, office.ubigeo)
