"""Changing the key that wraps the others: every data key is wrapped anew, while Ruta runs.

The key file is changed first and the keeper told; then rows are taken a few hundred at a time, each
batch a transaction. The texts of cases are not touched. Stopped half-way, it is run again.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from ruta.access.keyd.readers import Connection
from ruta.access.keys import keyfile, wrapping
from ruta.access.keys.keyfile import Keyring
from ruta.postgres.refusal import Refusal

Place = tuple[UUID, str]

BATCH = 500
FIRST = UUID(int=0)
TAKE = """
    select case_id, compartment, kek_version, wrapped from access_casekey
    where (case_id, compartment) > (%s, %s) and kek_version <> %s
    order by case_id, compartment limit %s for update
"""
PUT = """
    update access_casekey k set kek_version = %s, wrapped = n.wrapped
    from unnest(%s::uuid[], %s::text[], %s::bytea[]) as n (case_id, compartment, wrapped)
    where k.case_id = n.case_id and k.compartment = n.compartment
"""
IN_USE = "select kek_version, count(*) from access_casekey group by kek_version"


class StillInUse(Refusal):
    """An older wrapping key still wraps data keys."""


def rotate(path: Path, connection: Connection, tell_keeper: Callable[[], Any]) -> int:
    """
    Make a new wrapping key the current one and wrap every data key with it; how many were.

    :param tell_keeper: has the running keeper read its key file again, before any row changes
    """
    keyfile.add_version(path)
    return finish(path, connection, tell_keeper)


def finish(path: Path, connection: Connection, tell_keeper: Callable[[], Any]) -> int:
    """Wrap what is not wrapped by the current key; also what a rotation that stopped left."""
    ring = keyfile.read(path)
    tell_keeper()
    done = 0
    # Once more from the start: a keeper that was answering while it was told may have added some.
    while count := _pass(ring, connection):
        done += count
    return done


def _pass(ring: Keyring, connection: Connection) -> int:
    done, last = 0, (FIRST, "")
    while rows := _batch(ring, connection, last):
        done, last = done + len(rows), rows[-1]
    return done


def _batch(
    ring: Keyring, connection: Connection, after: tuple[UUID, str]
) -> list[tuple[UUID, str]]:
    with connection.transaction():
        rows = connection.execute(TAKE, [*after, ring.current, BATCH]).fetchall()
        wrapped = [
            wrapping.wrap(ring, (case, name), wrapping.unwrap(ring, (case, name), version, kept))
            for case, name, version, kept in rows
        ]
        cases, names = [row[0] for row in rows], [row[1] for row in rows]
        connection.execute(PUT, [ring.current, cases, names, wrapped])
    return list(zip(cases, names, strict=True))


def in_use(connection: Connection) -> dict[int, int]:
    """How many data keys each version wraps."""
    return {int(version): int(count) for version, count in connection.execute(IN_USE).fetchall()}


def forget_old(path: Path, connection: Connection, tell_keeper: Callable[[], Any]) -> list[int]:
    """
    Remove the older wrapping keys from the key file; which.

    A key backup made before still needs them: keep an older key file as long as such a backup.

    :raises StillInUse: one of them still wraps something
    """
    ring = keyfile.read(path)
    old = set(ring.wrapping) - {ring.current}
    still = {version: count for version, count in in_use(connection).items() if version in old}
    for version, count in still.items():
        raise StillInUse(
            f"version {version} still wraps {count} keys: run `ruta keyd rotate` again"
        )
    keyfile.forget_versions(path, old)
    tell_keeper()
    return sorted(old)
