"""A backup restored and looked at: into the database of the installation, or into a throwaway one.

A drill starts a server of its own in the data folder, restores, checks, says how long it took and
how old the newest act is, and leaves nothing behind.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from ruta.cli.process import archive, database, framework, recipients
from ruta.postgres import roles
from ruta.postgres.server import THROWAWAY, Server

COUNTED = ("cases_case", "cases_act", "cases_sealeditem", "access_user", "access_audit")
NEWEST = "select max(recorded_at), now() from cases_act"
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


def put(backup: Backup, owner: str, *, replace: bool) -> None:
    """
    Restore data, then keys when they are given.

    :raises Refusal: whatever was refused; the data are whole or not there
    """
    archive.read(owner, backup.file, replace=replace, identities=backup.identities)


def run(backup: Backup, folder: Path) -> int:
    """Restore into a throwaway server and check; 0 when all is well."""
    started = time.monotonic()
    with throwaway(folder) as addresses:
        put(backup, addresses.owner, replace=False)
        print(f"Restored in {_seconds(started)}.", flush=True)
        with psycopg.connect(addresses.owner) as connection:
            print(*told(connection), sep="\n", flush=True)
        wrong = check(addresses)
    print(f"The drill {'failed' if wrong else 'passed'} in {_seconds(started)}; nothing is left.")
    return 1 if wrong else 0


@contextmanager
def throwaway(folder: Path) -> Iterator[database.Addresses]:
    """A server with an empty database of Ruta's; server, data and socket are gone after it."""
    place = Path(tempfile.mkdtemp(prefix="drill-", dir=folder))
    server = Server(place, options=dict(THROWAWAY))
    try:
        server.start()
        server.make_database(database.NAME)
        names = (roles.OWNER, *roles.SERVANTS)
        yield database.Addresses(*(server.url(dbname=database.NAME, user=name) for name in names))
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


def check(addresses: database.Addresses) -> int:
    """Hold every case against its acts, and the audit against its chain; how much is wrong."""
    framework.ready(addresses.environment("owner"))
    from ruta.cli import cases

    if pending := framework.pending_migrations():
        print(f"  made by an older version: {len(pending)} migrations to apply after a restore")
        return 0
    found = cases.verify(None)
    print(f"  cases that are not what their acts say: {found}", flush=True)
    return found


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f} s"
