"""What the clock reads and what it answers: acts in, obligations out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from .conditions import Condition
from .terms_of_time import Term

NO_FACTS: Mapping[str, Any] = MappingProxyType({})


class Office(NamedTuple):
    """Who acts or owes: one office, and the kind of office it is."""

    id: str
    type: str


class Act(NamedTuple):
    """
    Something done in a case. Instants are aware; `arrival` orders acts of one instant.

    `facts` holds clear facts only: the clock never sees what is sealed.
    """

    id: str
    kind: str
    at: datetime
    arrival: int
    recorded_at: datetime
    facts: Mapping[str, Any] = NO_FACTS
    office: Office | None = None
    to: Office | None = None
    corrects: str | None = None
    annuls: str | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm: a law, regulation, decree, protocol or assumption, and when it is in force."""

    id: str
    title_es: str
    rank: str
    in_force: date
    ceases: date | None
    published: date | None
    source: str
    confidence: str
    about_es: str = ""
    about_en: str = ""
    doubts: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a wording: literal acts, and what the clock must answer as of a date."""

    says: str
    acts: tuple[Act, ...]
    as_of: datetime
    expect: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """
    One wording of one duty, as a norm brought it.

    `from_` is its first day in force and `until` the first day it no longer is (`None`: open).
    """

    id: str
    norm: Norm
    rank: str
    title_es: str
    title_en: str
    bearer: str
    starts: str
    ends: tuple[str, ...]
    kind: str
    within: Term | None
    article: str
    area: str
    implication: str
    source: str
    confidence: str
    from_: date
    until: date | None
    calendar: str
    given: tuple[Condition, ...] = ()
    starts_if: tuple[Condition, ...] = ()
    discharged_by: tuple[str, ...] = ()
    breached_by: tuple[str, ...] = ()
    precedes: tuple[str, ...] = ()
    standing: bool = False
    distance_term: bool = False
    replaces: tuple[str, ...] = ()
    tuo_article: str = ""
    verified_from: date | None = None
    regime: str = ""
    anchor: str = ""
    other_bearers: tuple[str, ...] = ()
    joint_bearers: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    extensible_to: tuple[str, ...] = ()
    note: str = ""
    doubts: tuple[str, ...] = ()
    examples: tuple[Example, ...] = field(default=(), repr=False)

    def in_force_on(self, day: date) -> bool:
        """Whether this wording is law on a local day: first day inclusive, ceasing exclusive."""
        return self.from_ <= day and (self.until is None or day < self.until)

    @property
    def legal(self) -> bool:
        """Whether it counts for legal compliance: protocols and assumptions do not."""
        return self.rank not in ("protocol", "assumption")


class Obligation(NamedTuple):
    """
    One running of one wording: who owes what since when, by when, and how it went.

    What is pending or overdue is not kept here: `status` computes it at a reading instant.
    `period` is 0 except for recurring duties, whose later periods count 1, 2, 3…
    """

    wording: Wording
    start: Act
    period: int
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    met_by: str | None
    discharged_at: datetime | None
    discharged_by: str | None
    breached_at: datetime | None
    breached_by: str | None
    voided: bool
    holder: Office | None

    def status(self, as_of: datetime) -> str:
        """The status word at an instant; see `ruta.law.status`."""
        from .status import status

        return status(
            kind=self.wording.kind,
            due_at=self.due_at,
            met_at=self.met_at,
            discharged_at=self.discharged_at,
            breached_at=self.breached_at,
            voided=self.voided,
            as_of=as_of,
        )
