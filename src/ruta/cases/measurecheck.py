"""
The measure check: what an officer on duty may know of measures in force, by a document or a name.

It stands beside the decision of access and answers much less: which measures, at what distance,
whether weapons are banned, until when and whom to call; never the case, an address, or who anybody
is. For it each case with measures in force keeps one sealed line, of a use of its own, so that no
key of the case is opened on patrol. See docs/explanation/measure-check.md.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from ruta.access import context
from ruta.access.audit import alerts, notes
from ruta.access.keys import vault
from ruta.access.standing import Standing
from ruta.access.viewer import Viewer

from . import sealing
from .derivation import ActValues
from .models import Party

USE, WHO, NAME = "measure-check", "measure-party", "measure-name"
ORDERED: Final = frozenset({"measures-decided", "variation-decided", "measures-varied"})
ENDED: Final = frozenset({"measures-ended", "measures-denied"})
WEAPONS_ACT, WEAPONS = "weapons-ban-ordered", "weapons-ban"
TOUCHING: Final = ORDERED | ENDED | {WEAPONS_ACT}
LIFTED = "lifted"
SIDES: Final = frozenset({"survivor", "accused"})
CHECK = "select * from cases_measure_check(%s, %s, %s)"


class TooMany(Exception):
    """This officer has asked as often as may be in an hour."""


@dataclass(frozen=True)
class InForce:
    """Measures as a court left them; `until` None: while the risk lasts."""

    measures: tuple[str, ...] = ()
    metres: int | None = None
    until: date | None = None
    weapons: bool = False


@dataclass(frozen=True)
class Found:
    """
    What of a person is in force; `side` is `accused`, `survivor`, or empty where not known.

    Names and telephones are those of offices, from the directory.
    """

    side: str
    measures: InForce
    court_name: str
    court_phone: str
    station_name: str
    station_phone: str


# --- Keeping it -----------------------------------------------------------------------------------


def touches(fresh: Iterable[ActValues], known: Iterable[ActValues]) -> bool:
    """Whether new acts may change what is in force: of themselves, or by what they undo."""
    kinds = {act.act_id: act.kind for act in known}
    return any(
        act.kind in TOUCHING or kinds.get(act.annuls or act.corrects or act.act_id) in TOUCHING
        for act in fresh
    )


def keep(*, case_id: UUID, acts: Sequence[ActValues], by: Viewer, standing: Standing) -> None:
    """Write down what is in force after these acts, with what the writer may open of the case."""
    telling = standing_acts(acts)
    stated = _opened(case_id, [act.act_id for act in telling], "C", by, standing)
    now_in_force = fold((act.kind, stated.get(act.act_id, {})) for act in telling)
    court = next((a.office_id for a in reversed(telling) if a.kind in ORDERED), None)
    people = _people(case_id, by, standing) if now_in_force else {}
    store(case_id, now_in_force, court, people)


def standing_acts(acts: Sequence[ActValues]) -> list[ActValues]:
    """The acts that tell of measures and stand, in order."""
    undone = {act.annuls for act in acts} | {act.corrects for act in acts}
    found = [act for act in acts if act.kind in TOUCHING and act.act_id not in undone]
    return sorted(found, key=lambda act: (act.at, act.arrival))


def fold(acts: Iterable[tuple[str, Mapping[str, Any]]]) -> InForce | None:
    """What is in force after acts, each its kind and opened facts; None for nothing."""
    found: InForce | None = None
    for kind, facts in acts:
        if kind in ENDED or facts.get("variation") == LIFTED:
            found = None
        elif kind in ORDERED:
            found = _ordered(facts, found or InForce())
        elif found and kind == WEAPONS_ACT:
            found = replace(found, weapons=True)
    return found


def _ordered(facts: Mapping[str, Any], before: InForce) -> InForce:
    measures = tuple(facts.get("measures") or before.measures)
    until = facts.get("measures_until")
    return InForce(
        measures,
        facts.get("distance_metres", before.metres),
        date.fromisoformat(str(until)) if until else before.until,
        WEAPONS in measures or (before.weapons and not facts.get("measures")),
    )


def store(
    case_id: UUID,
    found: InForce | None,
    court: str | None,
    people: Mapping[UUID, Mapping[str, Any]],
) -> None:
    """Replace the line of a case and the index of its people; `people`: party → facts."""
    rows = json.dumps(party_rows(case_id, people)) if found else "[]"
    sealed = sealed_line(case_id, found) if found else None
    with connection.cursor() as cursor:
        cursor.execute(
            "select cases_measure_store(%s, %s, %s, %s::jsonb)", [case_id, court, sealed, rows]
        )


def sealed_line(case_id: UUID, found: InForce) -> bytes:
    """What is in force, sealed for this use and case."""
    until = found.until.isoformat() if found.until else ""
    text = json.dumps([list(found.measures), found.metres, until, found.weapons])
    return vault.service().protect(use=USE, context=str(case_id), text=text.encode())


def party_rows(case_id: UUID, people: Mapping[UUID, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of the two sides of a case: the index of the name, and the side, sealed."""
    return [
        {"party_id": str(party_id), "name": name_index(facts), "sealed": _side(party_id, facts)}
        for party_id, facts in people.items()
        if facts.get("role") in SIDES
    ]


def name_index(facts: Mapping[str, Any]) -> str | None:
    """The index of a whole name, in hexadecimal; None where it is not known whole."""
    if not (facts.get("names") and facts.get("surnames")):
        return None
    return vault.blind_index(NAME, in_order(f"{facts['names']} {facts['surnames']}")).hex()


def in_order(name: str) -> str:
    """A name whatever comes first in it: its words in the order of the alphabet."""
    return " ".join(sorted(name.casefold().split()))


def _side(party_id: UUID, facts: Mapping[str, Any]) -> str:
    side = str(facts["role"]).encode()
    return vault.service().protect(use=WHO, context=str(party_id), text=side).hex()


def people_came(case_id: UUID, people: Mapping[UUID, Mapping[str, Any]]) -> None:
    """People were added to a case, or renamed: index them, if measures are in force there."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_measure_stands(%s)", [case_id])
        (stands,) = cursor.fetchone()
        if stands:
            rows = json.dumps(party_rows(case_id, people))
            cursor.execute("select cases_measure_people(%s, %s::jsonb)", [case_id, rows])


def _people(case_id: UUID, by: Viewer, standing: Standing) -> Mapping[UUID, Mapping[str, Any]]:
    ids = list(Party.objects.filter(case_id=case_id).values_list("party_id", flat=True))
    return _opened(case_id, ids, "I", by, standing)


def _opened(
    case_id: UUID, items: Sequence[UUID], letter: str, by: Viewer, standing: Standing
) -> Mapping[UUID, Mapping[str, Any]]:
    return sealing.open_items(
        case_id=case_id, items=items, compartments=(letter,), by=by, purpose=USE,
        standing=standing,
    )  # fmt: skip


# --- Asking ---------------------------------------------------------------------------------------


@transaction.atomic
def check(*, asked: str, by: Viewer, most: int, today: date) -> tuple[Found, ...]:
    """
    The measures in force on a person, by a document or a whole name as an officer typed it.

    Each case that is told of is noted in its audit before it is opened. Nothing, a case closed to
    this officer, and measures that are over are the same: no answer.

    :param most: how many questions an hour
    :raises TooMany: beyond that
    """
    context.ensure(by)
    is_document = any(sign.isdigit() for sign in asked)
    document = vault.blind_index("document", asked) if is_document else None
    name = None if is_document else vault.blind_index(NAME, in_order(asked))
    with connection.cursor() as cursor:
        cursor.execute(CHECK, [document, name, most])
        rows = cursor.fetchall()
    if rows and rows[0][0] == "cap":
        raise TooMany
    for outcome, case_id, *_ in rows:
        if outcome == "conflict":
            alerts.raise_afterwards("conflict", case_id=case_id, by=by)
    told = [row[1:] for row in rows if row[0] == "found"]
    found = [_told(row, by=by, today=today) for row in told]
    return tuple(each for each in found if each is not None)


def _told(row: Sequence[Any], *, by: Viewer, today: date) -> Found | None:
    """One answer; None when the measures are over."""
    case_id, sealed, party_id, party_sealed, *offices = row
    notes.note(
        "measure-check", by=by, case_id=case_id, compartments="C", action="read", purpose=USE,
        basis="order",
    )  # fmt: skip
    keeper = vault.service()
    text = keeper.reveal(use=USE, context=str(case_id), sealed=bytes(sealed))
    measures, metres, until, weapons = json.loads(text)
    last = date.fromisoformat(until) if until else None
    if last and last < today:
        return None
    side = b""
    if party_sealed is not None:
        side = keeper.reveal(use=WHO, context=str(party_id), sealed=bytes(party_sealed))
    offices = [value or "" for value in offices]
    return Found(side.decode(), InForce(tuple(measures), metres, last, weapons), *offices)
