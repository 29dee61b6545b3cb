"""Erasing by destroying keys: without its data key a compartment of a case is noise, everywhere.

In the database at once; in the copies of the keys when the last older one is gone, 30 days later.
"""

import json
from collections.abc import Iterable
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


def erase(connection: Connection, case_id: UUID, compartments: Iterable[str], *, why: str) -> int:
    """
    Destroy the data keys of compartments of a case, and write that to the audit; how many were.

    :raises UnderHold: one of them is under legal hold; none is destroyed
    """
    wanted = list(compartments)
    with connection.transaction():
        held = connection.execute(HELD, [case_id, wanted]).fetchall()
        if held:
            told = ", ".join(f"{letter} ({code})" for letter, code in held)
            raise UnderHold(f"under legal hold: {told}; nothing was erased")
        entry = {
            "case_id": str(case_id),
            "event": "erased",
            "compartments": "".join(wanted),
            "action": "erase",
            "purpose": why,
        }
        connection.execute("select access_audit_append(%s::jsonb)", [json.dumps([entry])])
        connection.execute(REMEMBER, [case_id, wanted])
        return len(connection.execute(DESTROY, [case_id, wanted]).fetchall())


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
