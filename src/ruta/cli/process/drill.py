"""A backup restored and looked at: into the database of the installation, or into a throwaway one.

A drill starts a server of its own in the data folder, restores, checks, says how long it took and
how old the newest act is, and leaves nothing behind.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from ruta.cli.process import archive, database, framework, recipients
from ruta.postgres import roles
from ruta.postgres.server import THROWAWAY, Server

Check = Callable[[], int]
COUNTED = ("cases_case", "cases_act", "cases_sealeditem", "access_user", "access_audit")
NEWEST = "select max(recorded_at), now() from cases_act"
SOME_KEYS = (
    "select case_id, compartment, kek_version, wrapped from access_casekey"
    " order by case_id, compartment limit 1000"
)
KEYLESS = (
    "select count(*) from (select distinct case_id, compartment from cases_sealeditem except"
    " select case_id, compartment from access_casekey) as without"
)


@dataclass(frozen=True)
class Backup:
    """The file of the data, what opens it, and the file of the keys when there is one."""

    file: Path
    identities: tuple[recipients.Identity, ...] = ()
    keys: Path | None = None


def put(backup: Backup, owner: str, *, key_file: Path, replace: bool) -> None:
    """
    Restore the data, then the keys when they are given.

    :param key_file: where the key file belongs; written when there is none
    :raises Refusal: whatever was refused; each half is whole or as it was
    """
    archive.read(owner, backup.file, replace=replace, identities=backup.identities)
    if backup.keys is None:
        return
    from ruta.access.keyd import copies

    with psycopg.connect(owner, autocommit=True) as connection:
        copies.restore(backup.keys.resolve(), connection, key_file, backup.identities)


def run(backup: Backup, folder: Path, checks: Mapping[str, Check]) -> int:
    """
    Restore into a throwaway server and check; 0 when all is well.

    :param checks: what is looked at, each by what its figure counts; Django is ready for them
    """
    started = time.monotonic()
    with throwaway(folder) as (addresses, place):
        key_file = place / "keys.json"
        put(backup, addresses.owner, key_file=key_file, replace=False)
        print(f"Restored in {_seconds(started)}.", flush=True)
        with psycopg.connect(addresses.owner) as connection:
            print(*told(connection), sep="\n", flush=True)
        wrong = check(addresses, checks) + (
            keys_that_fail(addresses, key_file) if backup.keys else 0
        )
    print(f"The drill {'failed' if wrong else 'passed'} in {_seconds(started)}; nothing is left.")
    return 1 if wrong else 0


@contextmanager
def throwaway(folder: Path) -> Iterator[tuple[database.Addresses, Path]]:
    """A server with an empty database, and its folder; all of it is gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="drill-", dir=folder))
    server = Server(place, options=dict(THROWAWAY))
    try:
        server.start()
        server.make_database(database.NAME)
        names = (roles.OWNER, *roles.SERVANTS)
        urls = (server.url(dbname=database.NAME, user=name) for name in names)
        yield database.Addresses(*urls), place
    finally:
        server.stop()
        for each in (place, server.socket):
            shutil.rmtree(each, ignore_errors=True)


def told(connection: psycopg.Connection) -> Iterator[str]:
    """What came back, in figures: rows, the age of the newest act, and what has no key."""
    for table in COUNTED:
        if _one(connection, "select to_regclass(%s)", table) is not None:
            rows = _one(connection, f"select count(*) from {table}")
            yield f"  {table}: {rows} rows"
    newest, now = connection.execute(NEWEST).fetchone() or (None, None)
    yield f"  newest act: {_age(newest, now)}"
    yield f"  compartments with text and no key: {_one(connection, KEYLESS)}"


def _one(connection: psycopg.Connection, query: str, *values: object) -> object:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def _age(newest: datetime | None, now: datetime | None) -> str:
    if newest is None or now is None:
        return "there is none"
    whole = timedelta(seconds=int((now - newest).total_seconds()))
    return f"recorded {whole} ago"


def check(addresses: database.Addresses, checks: Mapping[str, Check]) -> int:
    """Run the checks on what came back; how much is wrong."""
    framework.ready(addresses.environment("owner"))
    if pending := framework.pending_migrations():
        print(f"  made by an older version: {len(pending)} migrations to apply after a restore")
        return 0
    found = 0
    for counts, each in checks.items():
        wrong = each()
        print(f"  {counts}: {wrong}", flush=True)
        found += wrong
    return found


def keys_that_fail(addresses: database.Addresses, key_file: Path) -> int:
    """Open some of the wrapped keys with the key file of the copy; how many do not open."""
    from ruta.access.keys import envelope, keyfile, wrapping

    ring, failed = keyfile.read(key_file), 0
    with psycopg.connect(addresses.owner) as connection:
        rows = connection.execute(SOME_KEYS).fetchall()
    for case_id, compartment, version, wrapped in rows:
        try:
            wrapping.unwrap(ring, (case_id, compartment), version, wrapped)
        except envelope.SealBroken:
            failed += 1
    print(f"  keys tried: {len(rows)}; that do not open: {failed}", flush=True)
    return failed


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f} s"
