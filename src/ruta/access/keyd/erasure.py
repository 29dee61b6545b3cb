"""Erasing by destroying keys: without its data key a compartment of a case is noise, everywhere.

In the database at once; in the copies of the keys when the last older one is gone, 30 days later.
What is found or read without a data key goes with it (`access_forget` in migration 0008): blind
indexes of the people, the line of the measure check, reasons of emergency openings.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruta.access.keyd.readers import Connection
from ruta.access.keys.service import COMPARTMENTS
from ruta.postgres.refusal import Refusal

HELD = """
    select compartment, why_code from access_hold
    where case_id = %s and compartment = any(%s) and (until is null or until > now())
    order by compartment
"""
HOLD = """
    insert into access_hold (case_id, compartment, until, why_code)
    select %s, letter, %s, %s from unnest(%s::text[]) letter
    on conflict (case_id, compartment) do update
    set until = excluded.until, why_code = excluded.why_code
"""
REMEMBER = """
    insert into access_erased (case_id, compartment)
    select %s, letter from unnest(%s::text[]) letter
    on conflict (case_id, compartment) do update set erased_at = clock_timestamp()
"""
FORGET = "select access_forget(%s, %s)"
DESTROY = "delete from access_casekey where case_id = %s and compartment = any(%s) returning 1"


class UnderHold(Refusal):
    """The law has something kept; the message names compartments and codes only."""


class NoSuchCompartment(Refusal):
    """Not a compartment that is sealed."""


def letters(words: str) -> list[str]:
    """
    Compartments as an operator writes them: `N,H` or `NH`.

    :raises NoSuchCompartment: one of them is none
    """
    found = sorted(set(words.upper().replace(",", "").replace(" ", "")))
    if not found or not set(found) <= COMPARTMENTS:
        raise NoSuchCompartment(f"compartments are of {', '.join(sorted(COMPARTMENTS))}")
    return found


@dataclass(frozen=True)
class Erased:
    """How many data keys were destroyed, and how many rows lost an index or a text with them."""

    keys: int
    rows: int


def erase(
    connection: Connection, case_id: UUID, compartments: Iterable[str], *, why: str
) -> Erased:
    """
    Destroy the data keys of compartments of a case and what is found without them, all or nothing.

    It is written to the audit in the same transaction.

    :raises UnderHold: one of them is under legal hold; none is destroyed
    """
    wanted = list(compartments)
    with connection.transaction():
        held = connection.execute(HELD, [case_id, wanted]).fetchall()
        if held:
            told = ", ".join(f"{letter} ({code})" for letter, code in held)
            raise UnderHold(f"under legal hold: {told}; nothing was erased")
        connection.execute(REMEMBER, [case_id, wanted])
        keys = len(connection.execute(DESTROY, [case_id, wanted]).fetchall())
        erased = Erased(keys, forget(connection, case_id, wanted))
        _note(connection, case_id, wanted, why, erased)
    return erased


def forget(connection: Connection, case_id: UUID, compartments: Iterable[str]) -> int:
    """Destroy what of these compartments is found without their keys; how many rows it was."""
    row = connection.execute(FORGET, [case_id, list(compartments)]).fetchone()
    return int(row[0]) if row else 0


def _note(
    connection: Connection, case_id: UUID, wanted: Iterable[str], why: str, erased: Erased
) -> None:
    entry = {
        "case_id": str(case_id),
        "event": "erased",
        "compartments": "".join(wanted),
        "action": "erase",
        "purpose": why,
        "detail": {"keys": erased.keys, "rows": erased.rows},
    }
    connection.execute("select access_audit_append(%s::jsonb)", [json.dumps([entry])])


def hold(
    connection: Connection,
    case_id: UUID,
    compartments: Iterable[str],
    *,
    until: date | None,
    why: str,
) -> None:
    """Keep compartments of a case from being erased, to a day in Lima or without end."""
    instant = f"{until.isoformat()} 00:00 America/Lima" if until else None
    connection.execute(HOLD, [case_id, instant, why, list(compartments)])
