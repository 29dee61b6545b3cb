"""Who is looking: what every query is told about the person, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from ruta.access import agencies, roles

if TYPE_CHECKING:
    from ruta.access.people import User

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Viewer:
    """
    A person in their office; `department` is the office's, by name.

    `session` is the token by which the keeper of keys knows them; it makes nobody another viewer.
    """

    user_id: UUID
    office_id: str
    office_type: str
    role: str
    department: str
    session: str = field(default="", repr=False, compare=False)

    @classmethod
    def of(cls, user: User, session: str = "") -> Viewer:
        """The viewer a signed-in person is; reads the office, which `Backend` loads with them."""
        office = user.office
        return cls(user.pk, office.pk, office.type, user.role, office.department, session)

    @property
    def agency(self) -> str:
        """The agency they act for, in the sense of the table of access."""
        return agencies.agency_of(self.office_type, self.role)

    @property
    def is_supervisor(self) -> bool:
        """Whether this person sees a department's clear columns and opens nothing sealed."""
        return self.role == roles.SUPERVISOR


def system() -> Viewer:
    """Ruta itself: jobs, loading and checks. It belongs to no office."""
    return Viewer(NOBODY, "", "", roles.SYSTEM, "")
