"""Who is looking: what every query is told about the person, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ruta.access import roles

if TYPE_CHECKING:
    from ruta.access.people import User

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Viewer:
    """A person in their office; `department` is the office's, by name."""

    user_id: UUID
    office_id: str
    office_type: str
    role: str
    department: str

    @classmethod
    def of(cls, user: User) -> Viewer:
        """The viewer a signed-in person is; reads the office, which `Backend` loads with them."""
        office = user.office
        return cls(user.pk, office.pk, office.type, user.role, office.department)

    @property
    def is_supervisor(self) -> bool:
        """Whether this person sees a department's clear columns and opens nothing sealed."""
        return self.role == roles.SUPERVISOR


def system() -> Viewer:
    """Ruta itself: jobs, loading and checks. It belongs to no office."""
    return Viewer(NOBODY, "", "", roles.SYSTEM, "")
