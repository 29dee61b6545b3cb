"""Copies of the keys: the key file and every wrapped data key, in one file encrypted with age.

They are kept apart from the copies of the data and no longer than 30 days, so that what is erased
is gone everywhere after that time. A copy says what was erased, so that older data do not bring
back the indexes of it.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pyrage

from ruta.access.keyd import erasure
from ruta.access.keyd.readers import Connection
from ruta.access.keys import keyfile, wire
from ruta.postgres.refusal import Refusal

FORMAT = 1
RECIPIENTS = 2
COLUMNS = "case_id, compartment, kek_version, wrapped, made_by, created_at"
TAKE = f"select {COLUMNS} from access_casekey order by case_id, compartment"
PUT = f"copy access_casekey ({COLUMNS}) from stdin"
TAKE_ERASED = "select case_id, compartment, erased_at from access_erased order by erased_at"
# Data of before an erasure: what the erasure destroyed in them is to go again.
ERASE_AGAIN = """
    insert into access_erased as known (case_id, compartment, erased_at) values (%s, %s, %s)
    on conflict (case_id, compartment) do update set erased_at = excluded.erased_at
    where known.erased_at < excluded.erased_at
    returning 1
"""
STAY_ERASED = """
    delete from access_casekey k using access_erased e
    where e.case_id = k.case_id and e.compartment = k.compartment and k.created_at <= e.erased_at
"""


class CopyRefused(Refusal):
    """A copy of the keys could not be made or read back; the message quotes no key."""


def write(
    path: Path,
    connection: Connection,
    key_file: Path,
    recipients: Sequence[pyrage.x25519.Recipient],
) -> int:
    """
    Write a copy that any of the recipients opens; how many data keys it holds.

    :raises CopyRefused: the file exists, or there are fewer than two recipients
    """
    if len(set(map(str, recipients))) < RECIPIENTS:
        raise CopyRefused("name two recipients with --to: one may lose what opens the copy")
    if path.exists():
        raise CopyRefused(f"{path} exists; a copy never replaces another")
    rows = connection.execute(TAKE).fetchall()
    erased = connection.execute(TAKE_ERASED).fetchall()
    content = {
        "format": FORMAT,
        "key_file": keyfile.encoded(keyfile.read(key_file)),
        "rows": [_told(row) for row in rows],
        "erased": [[str(case), letter, at.isoformat()] for case, letter, at in erased],
    }
    sealed = pyrage.encrypt(json.dumps(content).encode(), list(recipients))
    part = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return len(rows)


def _told(row: Sequence[Any]) -> list[Any]:
    case_id, compartment, version, wrapped, made_by, created_at = row
    maker = str(made_by) if made_by else None
    return [str(case_id), compartment, version, wire.text(wrapped), maker, created_at.isoformat()]


def restore(
    path: Path,
    connection: Connection,
    key_file: Path,
    identities: Sequence[pyrage.x25519.Identity],
) -> int:
    """
    Put the keys of a copy in place, whole or not at all; how many data keys it held.

    The table of keys becomes that of the copy, but for what the data say was erased since; and what
    the copy says was erased goes from older data. So restore the data first. A key file that is
    there already must be of the same installation.

    :raises CopyRefused: not a copy, not for these identities, or another key file is in its place
    """
    try:
        content = json.loads(pyrage.decrypt(path.read_bytes(), list(identities)))
        ring = keyfile.decoded(content["key_file"], path)
        rows = [(UUID(r[0]), r[1], int(r[2]), wire.data(r[3]), r[4], r[5]) for r in content["rows"]]
        erased = [(UUID(case), str(letter), str(at)) for case, letter, at in content["erased"]]
    except (pyrage.DecryptError, ValueError, KeyError, TypeError, IndexError, wire.Malformed):
        raise CopyRefused(f"{path} is no copy of keys, or not for this identity") from None
    if not key_file.exists():
        keyfile.store_new(key_file, content["key_file"])
    elif keyfile.read(key_file).root != ring.root:
        raise CopyRefused(f"{key_file} is of another installation; move it away first")
    with connection.transaction():
        connection.execute("delete from access_casekey")
        with connection.cursor() as cursor, cursor.copy(PUT) as copy:
            for row in rows:
                copy.write_row(row)
        for case_id, letter, at in erased:
            if connection.execute(ERASE_AGAIN, [case_id, letter, at]).fetchone():
                erasure.forget(connection, case_id, [letter])
        connection.execute(STAY_ERASED)
    return len(rows)
