"""
What is behind a number: the duties, the cases or the acts that it counted, page after page.

A number and its list ask for the same values of the same attributes, so the list has as many rows
as the number says, and row security shows neither more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from ruta.cases import protection
from ruta.cases.queries.statements import Mark
from ruta.cases.rows import Page
from ruta.directory import shelters

from .asked import Span, is_value
from .attributes import ACTS, ANSWERED, CASES, DUTIES, IMPEDIMENT, PEOPLE, STATUS, UNITS, Unit
from .scope import Scope

UNIT = "tema"
LIMIT, MOST = 25, 5000
FROM_A_TABLE = {
    DUTIES: f"""c.code, c.risk, o.wording, o.bearer, o.holder_id, h.name,
        greatest(o.started_at, (select min(w.at) from cases_act w
            where w.case_id = o.case_id and o.holder_id in (w.office_id, w.to_office_id))),
        o.due_at, o.met_at, {STATUS}, {IMPEDIMENT}""",
    CASES: f"""c.code, c.risk, c.stage, c.opened_at, c.last_act_at, c.open, {PEOPLE}""",
    ACTS: f"""c.code, c.risk, a.kind, a.at, a.recorded_at, h.name, a.to_office_id, t.name,
        {ANSWERED}""",
}
JOINED = {
    DUTIES: "left join directory_office h on h.id = o.holder_id",
    CASES: "",
    ACTS: """left join directory_office h on h.id = a.office_id
        left join directory_office t on t.id = a.to_office_id""",
}
LIST = """
    select {instant}, {key}, c.case_id, {columns} from {tables} {joined}
    where {wheres} order by {instant} desc, {key} desc limit %(limit)s
"""


class DutyBehind(NamedTuple):
    """
    A duty, who holds it and since when: since it began, or since the holder came into the case.

    `impediment` is a code, `-` for none written down.
    """

    case_id: UUID
    code: str
    risk: str
    wording: str
    bearer: str
    holder_id: str | None
    holder_name: str | None
    held_since: datetime
    due_at: datetime | None
    met_at: datetime | None
    status: str
    impediment: str


class CaseBehind(NamedTuple):
    """A case; `people` is how many of these offices wrote in it, `5` for five or more."""

    case_id: UUID
    code: str
    risk: str
    stage: str
    opened_at: datetime
    last_act_at: datetime
    open: bool
    people: str


class ActBehind(NamedTuple):
    """An act; `answered` says of a referral whether anything followed: si, no, or `-`."""

    case_id: UUID
    code: str
    risk: str
    kind: str
    at: datetime
    recorded_at: datetime
    office_name: str | None
    to_office_id: str | None
    to_office_name: str | None
    answered: str


Row = DutyBehind | CaseBehind | ActBehind
SHAPES: Mapping[str, Any] = {DUTIES: DutyBehind, CASES: CaseBehind, ACTS: ActBehind}


@dataclass(frozen=True)
class Behind:
    """What to list: a unit, values of its attributes, and a span or none."""

    unit: Unit
    values: Mapping[str, str]
    span: Span | None

    @classmethod
    def read(cls, said: Mapping[str, str], *, territory: bool, now: datetime) -> "Behind":
        """The list of an address; what is not understood narrows nothing."""
        unit = UNITS.get(said.get(UNIT, "")) or UNITS[DUTIES]
        values = {
            each.code: said[each.code]
            for each in unit.of(territory=territory)
            if is_value(said.get(each.code, ""))
        }
        within = said.get("desde") or said.get("hasta")
        return cls(unit, values, Span.read(said, now=now) if within else None)


def rows(scope: Scope, asked: Behind, after: str | None = None, *, limit: int = LIMIT) -> Page[Row]:
    """
    The units that were counted, latest first.

    :param after: the mark a page before gave; `None` for the first page
    :raises BadMark: if `after` is not a mark
    """
    wheres, parameters = _conditions(asked)
    unit = asked.unit
    if after is not None:
        mark = Mark.read(after)
        wheres.append(f"({unit.instant}, {unit.key}) < (%(mark_value)s, %(mark_id)s)")
        parameters |= {"mark_value": mark.value, "mark_id": mark.id}
    sql = LIST.format(
        instant=unit.instant,
        key=unit.key,
        columns=FROM_A_TABLE[unit.code],
        tables=unit.tables,
        joined=JOINED[unit.code],
        wheres=" and ".join(wheres),
    )
    found = scope.fetch(sql, **parameters, limit=limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    shape = SHAPES[unit.code]
    shown = tuple(_masked(shape(*row[2:])) for row in found[:limit])
    return Page(shown, str(Mark(last[0], last[1])) if last else None)


def every(scope: Scope, asked: Behind) -> Iterator[Row]:
    """The same list whole, up to `MOST` rows: a file for a person, not a copy of the office."""
    yield from rows(scope, asked, limit=MOST).rows


def _conditions(asked: Behind) -> tuple[list[str], dict[str, Any]]:
    """The pieces of SQL are the attributes' own; every value goes beside it."""
    wheres, parameters = ["true"], dict[str, Any]()
    for number, (code, value) in enumerate(asked.values.items()):
        attribute = asked.unit.attributes[code]
        wheres.append(f"{attribute.sql} = any(%(value_{number})s::text[])")
        parameters[f"value_{number}"] = list(attribute.unfold(value))
    if asked.span:
        wheres += [f"{asked.unit.instant} >= %(since)s", f"{asked.unit.instant} < %(until)s"]
        parameters |= asked.span.parameters
    return wheres, parameters


def _masked(row: Row) -> Row:
    """An act without which service of protection it was addressed to; see `cases.protection`."""
    if isinstance(row, ActBehind) and protection.is_service(row.to_office_id):
        return row._replace(to_office_id=protection.SOME_SERVICE, to_office_name=shelters.NAME)
    return row
