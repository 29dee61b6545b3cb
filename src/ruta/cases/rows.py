"""What the queries answer: rows of clear columns, with the status computed at reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from ruta.access.standing import Standing

Row = TypeVar("Row")
NOBODY = "-"


class CaseRow(NamedTuple):
    """A case as its own office or a supervisor sees it in a list."""

    case_id: UUID
    code: str
    risk: str
    stage: str
    opened_at: datetime
    last_act_at: datetime
    next_due_at: datetime | None
    open: bool
    is_new: bool

    def is_overdue(self, now: datetime) -> bool:
        """Whether a term of the reader's office (a supervisor: of any office) has passed unmet."""
        return self.next_due_at is not None and self.next_due_at < now


class ActRow(NamedTuple):
    """
    An act as it stands on the page of its case; `corrected_by` and `annulled_by` name later acts.

    `facts` are the clear facts; the sealed ones are read apart, see `ruta.cases.facts`.
    """

    act_id: UUID
    arrival: int
    kind: str
    at: datetime
    recorded_at: datetime
    office_id: str | None
    author_id: UUID | None
    to_office_id: str | None
    corrects: UUID | None
    annuls: UUID | None
    facts: Mapping[str, Any]
    corrected_by: UUID | None
    annulled_by: UUID | None

    @property
    def recorded_after(self) -> timedelta:
        """How long after it happened it was recorded: late recording stays visible."""
        return self.recorded_at - self.at

    @property
    def stands(self) -> bool:
        """Whether it is neither corrected nor annulled by a later act."""
        return self.corrected_by is None and self.annulled_by is None


class ObligationRow(NamedTuple):
    """
    A duty of a case; `status` is one of `ruta.law.status.STATUSES`, as of the reading.

    In a queue the oldest unmet period of a duty stands for all of them: `periods_open` counts
    them, with the one that runs. It is 0 for whatever stands in no queue. `impeded` says whether
    somebody recorded what stands in the way of the duty.
    """

    case_id: UUID
    code: str
    risk: str
    obligation_id: UUID
    wording: str
    bearer: str
    kind: str
    start_act: UUID
    period: int
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    met_by: UUID | None
    discharged_at: datetime | None
    breached_at: datetime | None
    voided: bool
    holder_id: str | None
    holder_name: str | None
    periods_open: int
    impeded: bool
    status: str

    @property
    def periods_unmet(self) -> int:
        """Of a recurring duty, the periods that ended unmet; 0 for any other."""
        return self.periods_open - 1 if self.kind == "recurring" and self.periods_open else 0


class PartyRow(NamedTuple):
    """Someone in the case, by identifiers only; names are sealed, see `ruta.cases.parties`."""

    party_id: UUID
    person_id: UUID


class OfficeRow(NamedTuple):
    """An office in the case."""

    office_id: str
    type: str
    name: str
    since: datetime
    next_due_at: datetime | None


@dataclass(frozen=True)
class CaseFile:
    """
    Everything the page of a case shows without opening a seal; acts in the order of the law.

    `standing` is how the reader stands in it: which of its seals they may open, and why.
    """

    case: CaseRow
    revision: int
    acts: tuple[ActRow, ...]
    obligations: tuple[ObligationRow, ...]
    parties: tuple[PartyRow, ...]
    offices: Mapping[str, OfficeRow]
    standing: Standing = field(default_factory=lambda: Standing(""))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows and the mark after which the next ones come (`None`: these were the last)."""

    rows: tuple[Row, ...]
    after: str | None


@dataclass(frozen=True)
class Bucket(Generic[Row]):
    """How many there are in all, and the first of them; `beyond`: there are more than `count`."""

    count: int
    rows: tuple[Row, ...]
    beyond: bool = False


@dataclass(frozen=True)
class MyDay:
    """
    What an office has to do, as of an instant; what is due today or coming, first due first.

    What is overdue comes latest first, as it may still be mended; `overdue_since` is when the
    oldest was due. `without_term` are the duties to be done at once or without a term: latest
    started first.
    """

    overdue: Bucket[ObligationRow]
    today: Bucket[ObligationRow]
    coming: Bucket[ObligationRow]
    without_term: Bucket[ObligationRow]
    new_to_me: Bucket[CaseRow]
    overdue_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """
    What to list and in which order; everything empty lists all open and closed cases.

    `sort` is `due` (earliest unmet term first), `last` (latest act first) or `opened` (newest
    first); `duty` is the id of any wording of its thread, still to be done by `holder` or anyone;
    `code` may be typed carelessly;
    `new` keeps the cases that the viewer's office has not opened yet.
    """

    stage: str = ""
    risk: str = ""
    overdue: bool = False
    open: bool | None = None
    holder: str = ""
    duty: str = ""
    since: datetime | None = None
    code: str = ""
    new: bool = False
    sort: str = "due"


@dataclass(frozen=True, kw_only=True)
class ObligationFilters:
    """
    Which obligations to list. `status`: overdue, today, coming, open or met (empty: all to do).

    To do are duties with a term and duties without one; a prohibition kept is not something to do.

    `holder` narrows a supervisor's list to one office, or with `NOBODY` to the duties that none
    holds; an office's own list is always its own.
    """

    status: str = ""
    duty: str = ""
    bearer: str = ""
    holder: str = ""


@dataclass(frozen=True, kw_only=True)
class CourtFilters:
    """Which waiting cases to list: of a risk level, of a `term`: overdue, today or later."""

    risk: str = ""
    term: str = ""


class NextDuty(NamedTuple):
    """The term of a case that ends first among those still owed, and the office that owes it."""

    wording: str
    due_at: datetime
    holder_id: str | None
    holder_name: str | None


class CourtCase(NamedTuple):
    """A case the court knows of and has not decided: the clock of its decision."""

    case: CaseRow
    wording: str
    known_at: datetime
    due_at: datetime | None


class OfficeOverdue(NamedTuple):
    """How many unmet terms of an office have passed, and since when the oldest."""

    office_id: str
    office_name: str
    overdue: int
    oldest_due_at: datetime
    cases: int


@dataclass(frozen=True)
class Supervision:
    """What a supervisor must see to: overdue by office, and duties that no office holds."""

    overdue: tuple[OfficeOverdue, ...]
    without_office: Bucket[ObligationRow] = field(default_factory=lambda: Bucket(0, ()))
