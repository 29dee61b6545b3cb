"""
What she agreed to, as the acts of a case stand: which office, which parts, what for, until when.

Reads only, and only clear columns. What follows from a consent, and until when, is said in one
place for the walls and for the pages: `grants.consents`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from ruta.access.standing import Held, Standing
from ruta.access.viewer import Viewer
from ruta.access.walls import Grant
from ruta.law import model as law

from . import admission, grants
from .queries import statements

REFUSED = "consent-refused"
KINDS = frozenset({grants.GIVEN, REFUSED, grants.REVOKED})
FIGURES = "figures"
"""The purpose that has no office; here it also stands where an office would."""
SOON = timedelta(days=14)


class SomeAct(Protocol):
    """An act by its clear columns; one corrected or annulled is left out by who calls."""

    @property
    def act_id(self) -> UUID: ...
    @property
    def arrival(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def to_office_id(self) -> str | None: ...
    @property
    def facts(self) -> Any: ...


@dataclass(frozen=True)
class Consent:
    """One consent: `letters` are the compartments, `until` when it ends or ended."""

    act_id: UUID
    office_id: str
    letters: str
    parts: tuple[str, ...]
    purpose: str
    given_at: datetime
    until: datetime
    revoked: bool

    def holds(self, now: datetime) -> bool:
        """Whether it is in force: at the very instant it ends it is not."""
        return self.until > now

    def ends_soon(self, now: datetime) -> bool:
        """Whether she should be asked again by now."""
        return self.holds(now) and self.until <= now + SOON


def every(acts: Iterable[SomeAct]) -> tuple[Consent, ...]:
    """The consents that standing acts give, in their order, those over included."""
    standing = [_as_law(act) for act in acts if act.kind in KINDS]
    taken_back = {act.recorded_at for act in standing if act.kind == grants.REVOKED}
    facts = {act.id: act.facts for act in standing}
    return tuple(
        Consent(
            act_id=act_id,
            office_id=office_id,
            letters=given.compartments,
            parts=tuple(facts[str(act_id)].get("consent_compartments", ())),
            purpose=given.purpose,
            given_at=given.since,
            until=given.until,
            revoked=given.until in taken_back,
        )
        for (office_id, _, act_id), given in grants.consents(standing)
    )


def in_force(acts: Iterable[SomeAct], now: datetime) -> tuple[Consent, ...]:
    """The consents to offices that hold now."""
    return tuple(one for one in every(acts) if one.holds(now) and one.office_id != FIGURES)


def figures(acts: Iterable[SomeAct], now: datetime) -> Consent | None:
    """Her consent to be counted without being named, when it holds."""
    held = [one for one in every(acts) if one.holds(now) and one.office_id == FIGURES]
    return held[-1] if held else None


def counted(acts: Iterable[SomeAct]) -> bool:
    """
    Whether she lets herself be counted without being named: she said so and did not take it back.

    One that only ran out of time still lets what happened meanwhile be counted: figures come months
    later. Refusing, or taking back whatever she agreed to, ends it at once.
    """
    agreed = False
    for act in sorted(acts, key=lambda act: act.arrival):
        said = _as_law(act)
        if said.kind in (grants.GIVEN, grants.REVOKED) and (
            said.to is None or said.to.id == FIGURES
        ):
            agreed = said.kind == grants.GIVEN
    return agreed


def _as_law(act: SomeAct) -> law.Act:
    """An act as `grants` reads it; that of figures is addressed to nobody's office."""
    counted = act.facts.get("consent_purpose") == FIGURES
    kind = grants.REVOKED if counted and act.kind == REFUSED else act.kind
    to = FIGURES if counted else act.to_office_id
    return law.Act(
        id=str(act.act_id), kind=kind, at=act.at, arrival=act.arrival,
        recorded_at=act.recorded_at, facts=act.facts, to=law.Office(to, "") if to else None,
    )  # fmt: skip


def held_by_office(viewer: Viewer, case_id: UUID, *, now: datetime) -> dict[str, tuple[Held, ...]]:
    """
    The bases each office holds in a case now, by office.

    :raises NotFound: if the case is absent or not theirs
    """
    admission.admit(viewer, case_id)
    rows = Grant.objects.filter(case_id=case_id, until__gt=now).order_by("office_id", "basis")
    found: dict[str, list[Held]] = {}
    for office_id, basis, letters in rows.values_list("office_id", "basis", "compartments"):
        found.setdefault(office_id, []).append(Held(basis, letters))
    return {office_id: tuple(held) for office_id, held in found.items()}


def standing_of(viewer: Viewer, case_id: UUID, other: Viewer) -> Standing:
    """
    How somebody else would stand in a case; the database goes on knowing the viewer alone.

    :param other: whom it is asked of, a person of an office or nobody in particular there
    :raises NotFound: if the case is absent or not the viewer's
    """
    admission.admit(viewer, case_id)
    with connection.cursor() as cursor:
        cursor.execute(admission.STANDING, [case_id, *admission.who(other)])
        return Standing.of(other.agency, statements.as_json(cursor.fetchone()[0]))
