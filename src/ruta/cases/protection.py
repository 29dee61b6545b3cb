"""
Which service of protection is in a case: its own people know, and who places her; nobody else.

Everybody else in the case reads that there is one, by the name that all of them share. Its code and
the account of whoever wrote an act there are left out of the rows themselves, so that no page, file
or address made of them can tell.
"""

from collections.abc import Callable
from dataclasses import replace

from ruta.access.standing import Standing
from ruta.access.viewer import Viewer
from ruta.directory import shelters

from .rows import ActRow, CaseFile, ObligationRow, OfficeRow

MATTER, PLACES = "shelter", "CEM"
SOME_SERVICE = "servicio-de-proteccion"
"""What stands for the code of a service where it may not be told."""
Told = Callable[[str | None], str | None]


def places(viewer: Viewer, standing: Standing) -> bool:
    """Whether this is the one of the CEM who is named to place her, and so tells services apart."""
    named = MATTER in standing.named and standing.relation == "assigned" and standing.sees
    return named and viewer.agency == PLACES


def is_service(office_id: str | None) -> bool:
    """Whether this code is a service's, or what stands for one."""
    return office_id == SOME_SERVICE or shelters.is_id(office_id or "")


def may_name(viewer: Viewer, standing: Standing, office_id: str | None) -> bool:
    """Whether they may know this code: no service's, their own, or any when they place her."""
    if office_id == SOME_SERVICE or not is_service(office_id):
        return True
    return office_id == viewer.office_id or places(viewer, standing)


def as_told_to(viewer: Viewer, file: CaseFile) -> CaseFile:
    """The case with each service by its number, or by none to whoever may not know it."""

    def told(office_id: str | None) -> str | None:
        return office_id if may_name(viewer, file.standing, office_id) else SOME_SERVICE

    offices = [_office(office, told) for office in file.offices.values()]
    return replace(
        file,
        acts=tuple(_act(act, told) for act in file.acts),
        obligations=tuple(_duty(row, told) for row in file.obligations),
        offices={office.office_id: office for office in offices},
    )


def _office(office: OfficeRow, told: Told) -> OfficeRow:
    if not is_service(office.office_id):
        return office
    if told(office.office_id) == SOME_SERVICE:
        return office._replace(office_id=SOME_SERVICE, name=shelters.NAME)
    return office._replace(name=shelters.numbered(office.office_id))


def _act(act: ActRow, told: Told) -> ActRow:
    if not (is_service(act.office_id) or is_service(act.to_office_id)):
        return act
    by = told(act.office_id)
    return act._replace(
        office_id=by, to_office_id=told(act.to_office_id),
        author_id=None if by == SOME_SERVICE else act.author_id,
    )  # fmt: skip


def _duty(row: ObligationRow, told: Told) -> ObligationRow:
    return row._replace(holder_id=told(row.holder_id)) if is_service(row.holder_id) else row
