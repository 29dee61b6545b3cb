"""How the queries speak to the database: one statement, named parameters, rows as named tuples."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from psycopg.types.datetime import TimestamptzLoader

from ruta.access import context
from ruta.access.viewer import Viewer
from ruta.cases.models import NEVER as LAST
from ruta.cases.rows import CaseRow, ObligationRow
from ruta.law.status import status as status_of

Row = TypeVar("Row", bound=tuple[Any, ...])
NEVER = f"'{LAST.isoformat()}'::timestamptz"
OBLIGATION_COLUMNS = """
    o.case_id, c.code, c.risk, o.obligation_id, o.wording, o.bearer, o.kind, o.start_act, o.period,
    o.started_at, o.due_at, o.met_at, o.met_by, o.discharged_at, o.breached_at, o.voided,
    o.holder_id, h.name, o.periods_open, {impeded}
"""
# Whether somebody said of the duty, or of an earlier period of it, what stands in its way.
IMPEDED = """exists (
    select 1 from cases_act a
    where a.case_id = o.case_id and a.kind = 'impediment-recorded'
        and a.facts->>'duty' = o.wording and a.facts->>'start_act' = o.start_act::text
        and not exists (
            select 1 from cases_act later
            where later.case_id = a.case_id and a.act_id in (later.annuls, later.corrects)
        )
)"""
OBLIGATION_TABLES = """
    cases_obligation o join cases_case c on c.case_id = o.case_id
    left join directory_office h on h.id = o.holder_id
"""
OBLIGATION_WIDTH = 20
DUTY_MARK = "(%(value)s, %(started_at)s, %(id)s)"


class BadMark(ValueError):
    """A mark in a list that this list did not give."""


class Mark(NamedTuple):
    """The place in a list after the last row shown: its sort value and its id."""

    value: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.value.isoformat()}_{self.id}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        """
        :raises BadMark: if the text is not a mark
        """
        value, _, id_ = text.partition("_")
        try:
            instant, mark_id = datetime.fromisoformat(value), UUID(id_)
            if instant.tzinfo is None:
                raise BadMark(text)
            return cls(instant.astimezone(UTC), mark_id)
        except (ValueError, OverflowError) as error:
            raise BadMark(text) from error


class DutyMark(NamedTuple):
    """The place in a list of duties after the last one shown: its instants and its id."""

    value: datetime
    started_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.value.isoformat()}_{self.started_at.isoformat()}_{self.id}"

    @classmethod
    def read(cls, text: str) -> "DutyMark":
        """
        :raises BadMark: if the text is not a mark
        """
        value, _, rest = text.partition("_")
        started = Mark.read(rest)
        return cls(Mark.read(f"{value}_{started.id}").value, started.value, started.id)


def fetch(viewer: Viewer, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement, as this viewer may see them."""
    context.ensure(viewer)
    with connection.cursor() as cursor:
        # Django's own loader of instants is Python; the driver's is compiled, and gives the same.
        cursor.cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(sql, dict(parameters))
        return list(cursor.fetchall())


def cases(rows: Iterable[Sequence[Any]]) -> tuple[CaseRow, ...]:
    """Rows whose first columns are those of `CaseRow`."""
    width = len(CaseRow._fields)
    return tuple(CaseRow(*row[:width]) for row in rows)


def obligations(rows: Iterable[Sequence[Any]], now: datetime) -> tuple[ObligationRow, ...]:
    """Rows whose first columns are `OBLIGATION_COLUMNS`, with their status as of `now`."""
    return tuple(_obligation(row[:OBLIGATION_WIDTH], now) for row in rows)


def _obligation(row: Sequence[Any], now: datetime) -> ObligationRow:
    unread = ObligationRow._make((*row, ""))
    return unread._replace(
        status=status_of(
            kind=unread.kind,
            due_at=unread.due_at,
            met_at=unread.met_at,
            discharged_at=unread.discharged_at,
            breached_at=unread.breached_at,
            voided=unread.voided,
            as_of=now,
        )
    )


def or_never(instant: datetime | None) -> datetime:
    """What an empty instant sorts as: after every other."""
    return instant or LAST


def as_json(text: str) -> Any:
    """JSON as the database gives it in text."""
    return json.loads(text)
