"""
The acts of each case ready for an extract: standing, in order, clear columns only.

Kept in the database beside the acts, so that a run reads again only the cases whose revision moved.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import psycopg

from ruta.acts import codes, filling, store, table
from ruta.law import model as law
from ruta.law import rulebook

from . import consents, protection
from .derivation import ActValues

FORM = 2
"""How what is kept is written: another number has every case read again."""
BATCH = 500
OF_FACTS = {
    column.name: column.codes for column in table.ACTS if column.stored.startswith(store.FACT)
}
"""The facts that leave, and the list of codes of each."""
CHANGED = """
    select c.case_id, c.revision from cases_case c
    left join cases_extracted e on e.case_id = c.case_id and e.form = %s
    where e.revision is distinct from c.revision
"""
ACTS = """
    select case_id, act_id, arrival, kind, at, recorded_at, office_id, null::uuid, to_office_id,
        corrects, annuls, facts
    from cases_act where case_id = any(%s) order by case_id, arrival
"""
KEEP = """
    insert into cases_extracted (case_id, revision, form, acts) values (%s, %s, %s, %s)
    on conflict (case_id) do update
    set revision = excluded.revision, form = excluded.form, acts = excluded.acts
"""
EVERY = "select case_id from cases_extracted where form = %s"
SOME = "select case_id, acts from cases_extracted where case_id = any(%s)"

Item = TypeVar("Item")
Connection = psycopg.Connection[Any]


class Ready(NamedTuple):
    """
    A case ready to be written.

    :ivar undone: ids of acts that were corrected or annulled
    :ivar counted: whether she lets herself be counted without being named
    """

    rows: Sequence[filling.Row]
    undone: frozenset[str]
    counted: bool


def refresh(connection: Connection, *, tell: Callable[[int], None] = lambda done: None) -> int:
    """Read again the cases that changed, some at a time, each committed; how many they were."""
    changed = connection.execute(CHANGED, [FORM]).fetchall()
    done = 0
    for batch in in_batches(changed):
        acts = _acts(connection, [case_id for case_id, _ in batch])
        kept = [
            (case_id, revision, FORM, _written(_ready(acts[case_id])))
            for case_id, revision in batch
        ]
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(KEEP, kept)
        done += len(batch)
        tell(done)
    return done


def every(connection: Connection) -> list[UUID]:
    """The ids of the cases that are ready."""
    return [case_id for (case_id,) in connection.execute(EVERY, [FORM]).fetchall()]


def some(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Ready]:
    """Some of the cases that are ready, by id."""
    rows = connection.execute(SOME, [list(ids)]).fetchall()
    return {case_id: _read(bytes(kept)) for case_id, kept in rows}


def in_batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """Items, so many at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _acts(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[ActValues]]:
    found: dict[UUID, list[ActValues]] = defaultdict(list)
    for case_id, *values in connection.execute(ACTS, [list(ids)]).fetchall():
        found[case_id].append(ActValues(*values))
    return found


def _ready(acts: Sequence[ActValues]) -> Ready:
    rows, undone = filling.settled([_as_law(act) for act in acts])
    standing = (act for act in acts if str(act.act_id) not in undone)
    return Ready(rows, undone, consents.counted(standing))


def _as_law(act: ActValues) -> law.Act:
    return law.Act(
        id=str(act.act_id), kind=act.kind, at=act.at, arrival=act.arrival,
        recorded_at=act.recorded_at, facts=_in_codes(act.facts), office=_office(act.office_id),
        to=_office(act.to_office_id), corrects=str(act.corrects) if act.corrects else None,
        annuls=str(act.annuls) if act.annuls else None,
    )  # fmt: skip


def _office(id_: str | None) -> law.Office | None:
    """An office by its id, its type is beside it in a store; a shelter by the name of them all."""
    if protection.is_service(id_):
        return law.Office(protection.SOME_SERVICE, "")
    return law.Office(id_, "") if id_ else None


def _in_codes(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts that may leave, where they are a code of their list; all others stay."""
    found = {name: facts[name] for name in OF_FACTS if _is_code(name, facts.get(name))}
    return {**found, "start_act": str(facts.get("start_act", ""))}


def _is_code(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if OF_FACTS[name] == table.WORDINGS:
        return value in rulebook.default().wordings
    return value in codes.lists()[OF_FACTS[name]]


def _written(case: Ready) -> bytes:
    return zlib.compress(json.dumps([case.rows, sorted(case.undone), case.counted]).encode())


def _read(kept: bytes) -> Ready:
    rows, undone, counted = json.loads(zlib.decompress(kept))
    return Ready([filling.Row(*row) for row in rows], frozenset(undone), counted)
