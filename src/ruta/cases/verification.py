"""
Whether what is stored of cases is what their acts say, from clear columns only.

Each case is computed again as of the instant at which it was computed, streamed in order of its id,
so that any number of cases takes the memory of one batch.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ruta.access.walls import Grant

from . import offices
from .derivation import (
    ActValues,
    CaseValues,
    Derived,
    InvolvementValues,
    ObligationValues,
    derive,
)
from .grants import GrantValues
from .models import Act, Case, Involvement, Obligation

BATCH = 500


@dataclass(frozen=True)
class Difference:
    """One place where a stored column is not what the acts say; clear columns only."""

    case_id: UUID
    table: str
    row: str
    column: str
    stored: object
    computed: object

    def __str__(self) -> str:
        where = f"case {self.case_id} {self.table} {self.row} {self.column}"
        return f"{where}: stored {self.stored}, acts say {self.computed}"


def verify(now: datetime, *, case_id: UUID | None = None) -> list[Difference]:
    """All differences of one case or of all of them; see `differences`."""
    return list(differences(now, case_id=case_id))


def differences(now: datetime, *, case_id: UUID | None = None) -> Iterator[Difference]:
    """
    Go through the cases and yield where they differ from their acts.

    :param now: the database's now: nothing may have been computed or recorded after it
    :param case_id: one case; `None` for all
    """
    known = offices.all_places()
    cases = Case.objects.order_by("case_id")
    if case_id is not None:
        cases = cases.filter(case_id=case_id)
    after: UUID | None = None
    while batch := list((cases.filter(case_id__gt=after) if after else cases)[:BATCH]):
        yield from _of_batch(batch, known, now)
        after = batch[-1].case_id


def _of_batch(cases: list[Case], known: offices.Places, now: datetime) -> Iterator[Difference]:
    ids = [case.case_id for case in cases]
    acts = _by_case(Act, ActValues._fields, ids, ActValues)
    duties = _by_case(
        Obligation, ("obligation_id", *ObligationValues._fields), ids, lambda *row: row
    )
    offices_in = _by_case(
        Involvement, ("office_id", *InvolvementValues._fields), ids, lambda *row: row
    )
    given = _by_case(
        Grant, ("office_id", "basis", "act_id", *GrantValues._fields), ids, lambda *row: row
    )
    for case in cases:
        stream = acts.get(case.case_id, [])
        if not stream:
            yield Difference(case.case_id, "case", "", "acts", case.act_count, 0)
            continue
        computed = derive(stream, places=known, as_of=case.computed_at)
        stored = Derived(
            CaseValues(*(getattr(case, name) for name in CaseValues._fields)),
            {row[0]: ObligationValues(*row[1:]) for row in duties.get(case.case_id, [])},
            {row[0]: InvolvementValues(*row[1:]) for row in offices_in.get(case.case_id, [])},
            {row[:3]: GrantValues(*row[3:]) for row in given.get(case.case_id, [])},
        )
        yield from _compare(case.case_id, stored, computed)
        yield from _times(case, stream, now)


def _compare(case_id: UUID, stored: Derived, computed: Derived) -> Iterator[Difference]:
    yield from _columns(case_id, "case", {"": stored.case}, {"": computed.case})
    yield from _columns(case_id, "obligation", stored.obligations, computed.obligations)
    yield from _columns(case_id, "involvement", stored.involvements, computed.involvements)
    yield from _columns(case_id, "grant", stored.grants, computed.grants)


def _columns(
    case_id: UUID, table: str, stored: Mapping[Any, Any], computed: Mapping[Any, Any]
) -> Iterator[Difference]:
    for key in stored.keys() | computed.keys():
        mine, theirs = stored.get(key), computed.get(key)
        if mine == theirs:
            continue
        if mine is None or theirs is None:
            yield Difference(case_id, table, str(key), "row", mine is not None, theirs is not None)
            continue
        for name, a, b in zip(mine._fields, mine, theirs, strict=True):
            if a != b:
                yield Difference(case_id, table, str(key), name, a, b)


def _times(case: Case, acts: list[ActValues], now: datetime) -> Iterator[Difference]:
    """What no recording could have written: instants after now, arrivals with a gap."""
    for act in acts:
        if act.recorded_at > now or act.at > act.recorded_at:
            yield Difference(
                case.case_id, "act", str(act.act_id), "recorded_at", act.recorded_at, now
            )
    arrivals = [act.arrival for act in acts]
    if arrivals != list(range(1, len(acts) + 1)):
        yield Difference(case.case_id, "act", "", "arrival", max(arrivals), len(acts))


def _by_case(
    model: Any, fields: tuple[str, ...], ids: list[UUID], make: Any
) -> dict[UUID, list[Any]]:
    """Rows of some cases, grouped by case; acts come in order of arrival."""
    order = ("case_id", "arrival") if model is Act else ("case_id",)
    rows = model.objects.filter(case_id__in=ids).order_by(*order)
    found: dict[UUID, list[Any]] = {}
    for row in rows.values_list("case_id", *fields):
        found.setdefault(row[0], []).append(make(*row[1:]))
    return found
