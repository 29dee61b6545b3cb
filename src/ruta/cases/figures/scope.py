"""
Whose cases a figure is of: the office's own, or those of the department its reader supervises.

On the web row security stands behind it and judges again. The jobs see every row, so a report
names the cases closed to whoever will read it, and they are left out here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ruta.access import agencies, viewer
from ruta.access.decision import OPERATORS
from ruta.access.viewer import Viewer
from ruta.cases.queries import statements
from ruta.law import rulebook

NOT_OF_AN_OFFICE = OPERATORS | {"OVERSIGHT", "SURVIVOR", agencies.NONE}
OF_OFFICE = "i.office_id = %(office)s and i.sees_until > %(now)s"
OF_TERRITORY = "i.department = %(department)s"
WITHIN = """
    with ours as materialized (
        select h.id, h.name from directory_office h where {offices}
    ), mine as materialized (
        select distinct i.case_id from cases_involvement i
        where {involved} and i.case_id <> all(%(closed)s::uuid[])
    )
"""
OFFICES = """
    select ours.id, ours.name from ours where exists (
        select 1 from mine join cases_involvement i on i.case_id = mine.case_id
        where i.office_id = ours.id)
    order by ours.name, ours.id
"""


def counts_cases(reader: Viewer) -> bool:
    """Whether somebody has an office whose cases they may count."""
    return reader.agency not in NOT_OF_AN_OFFICE


@dataclass(frozen=True)
class Scope:
    """
    Cases `mine(case_id)` and offices `ours(id, name)`, which a statement reads after `within`.

    `territory` is a department, or empty for one office; `closed` are cases left out besides those
    that row security closes; `reader` is who asks, or Ruta itself in a job.
    """

    reader: Viewer
    office_id: str
    territory: str
    now: datetime
    closed: tuple[UUID, ...] = field(default=())

    @classmethod
    def of(cls, reader: Viewer, now: datetime) -> "Scope":
        """The scope of a person at a desk."""
        territory = reader.department if reader.is_supervisor else ""
        return cls(reader, reader.office_id, territory, now)

    @classmethod
    def for_report(
        cls, office_id: str, territory: str, *, closed: Iterable[UUID], now: datetime
    ) -> "Scope":
        """The scope of a report, which a job makes; `closed` to anyone who may read it."""
        return cls(viewer.system(), office_id, territory, now, tuple(closed))

    @property
    def is_territory(self) -> bool:
        """Whether it spans the offices of a department."""
        return bool(self.territory)

    def offices(self) -> list[tuple[str, str]]:
        """Ids and names of its offices that have a case of it, by name."""
        return [(id_, name) for id_, name in self.fetch(OFFICES)]

    def fetch(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of one statement, which begins where the scope's own `with` ends."""
        offices = "h.department = %(department)s" if self.is_territory else "h.id = %(office)s"
        involved = OF_TERRITORY if self.is_territory else OF_OFFICE
        own = {
            "office": self.office_id,
            "department": self.territory,
            "closed": list(self.closed),
            "now": self.now,
            "zone": _zone(),
            "territory": self.is_territory,
        }
        whole = WITHIN.format(offices=offices, involved=involved) + sql
        return statements.fetch(self.reader, whole, {**own, **parameters})


def _zone() -> str:
    """The zone in which a month begins: the rulebook's."""
    return str(rulebook.default().zone)
