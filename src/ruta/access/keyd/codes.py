"""
Codes for figures: sealed for whoever records, under the key of the quarter; opened by a run.

A run is a row that only the role of the extract may add. It is taken once, soon after it began, and
is one entry of the audit, whoever was counted.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from ruta.access.keyd.asking import Person
from ruta.access.keyd.keeper import Keeper
from ruta.access.keyd.readers import Connection
from ruta.access.keyd.release import NO_CASES
from ruta.access.keys import envelope, periods, texts, wrapping
from ruta.access.keys.service import Refused

OPENED, REFUSED = "codes-opened", "refused"
PURPOSE = "extract"
TAKE = """
    update access_extractrun set taken_at = clock_timestamp()
    where run = %s and taken_at is null
        and began_at > clock_timestamp() - interval '15 minutes'
    returning 1
"""
KEPT = """
    select case_id, compartment, kek_version, wrapped from access_casekey
    where case_id = any(%s) and compartment = %s
"""
MAKE = """
    insert into access_casekey (case_id, compartment, kek_version, wrapped)
    values (%s, %s, %s, %s) on conflict do nothing
"""


def seal(
    keeper: Keeper, person: Person, fields: Mapping[str, bytes]
) -> tuple[str, dict[str, bytes]]:
    """
    Codes sealed for somebody who records cases: which quarter, and name → sealed.

    :raises Refused: `hide`, to whoever has no case ever
    """
    if person.agency in NO_CASES:
        raise Refused("hide")
    period = periods.period_of(person.now)
    key = keeper.readers.run(lambda connection: _key_for_sealing(keeper, connection, period))
    return period, texts.sealed(key, *periods.place(period), fields)


def keys(keeper: Keeper, run: UUID, wanted: Sequence[str]) -> dict[str, bytes]:
    """
    The keys of some quarters, for a run that only just began; a destroyed one is absent.

    :raises Refused: `hide`, when there is no such run, or it was taken
    """
    taken = keeper.readers.run(lambda connection: connection.execute(TAKE, [run]).fetchone())
    entry = {
        "event": OPENED if taken else REFUSED,
        "action": "read",
        "purpose": PURPOSE,
        "detail": {"run": str(run), "periods": len(wanted)},
    }
    keeper.append([entry])
    if not taken:
        raise Refused("hide")
    return keeper.readers.run(lambda connection: _keys(keeper, connection, wanted))


def _keys(keeper: Keeper, connection: Connection, wanted: Sequence[str]) -> dict[str, bytes]:
    slots = {periods.slot(keeper.ring, period): period for period in wanted}
    rows = connection.execute(KEPT, [[case for case, _ in slots], periods.LETTER]).fetchall()
    ring = keeper.ring_for({version for _, _, version, _ in rows})
    return {
        slots[case, letter]: wrapping.unwrap(ring, (case, letter), version, bytes(wrapped))
        for case, letter, version, wrapped in rows
    }


def _key_for_sealing(keeper: Keeper, connection: Connection, period: str) -> bytes:
    """The quarter's key, made now where there is none; two makers at once agree on one."""
    if not (found := _keys(keeper, connection, [period])):
        ring = keeper.ring
        slot = periods.slot(ring, period)
        wrapped = wrapping.wrap(ring, slot, envelope.new_key())
        connection.execute(MAKE, [*slot, ring.current, wrapped])
        found = _keys(keeper, connection, [period])
    return found[period]
