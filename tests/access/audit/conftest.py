"""The audit as each role meets it, and as a superuser who is above every wall."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from ruta.access.audit.chain import Row
from ruta.access.audit.stored import ROWS
from ruta.postgres import address, roles
from ruta.postgres.server import Server

Append = Callable[..., int]


@pytest.fixture
def superuser(
    server: Server, django_db_setup: None, database_name: str
) -> Iterator[psycopg.Connection]:
    """
    Above every wall; committing. What the test left in the audit is gone after it.

    Ask for it before the transaction of the test (`db`): what that wrote in the audit holds the
    head until it is undone, and nothing here waits longer than a few seconds.
    """
    with psycopg.connect(server.url(dbname=database_name), autocommit=True) as connection:
        connection.execute("set lock_timeout = '5s'")
        yield connection
        wipe(connection)


def wipe(superuser: psycopg.Connection) -> None:
    """Empty the audit as only a superuser can, who sets its triggers aside."""
    superuser.execute("set session_replication_role = replica")
    for table in ("audit", "witness", "alert", "delay", "pseudonymkey", "breakglass", "grant"):
        superuser.execute(f"delete from access_{table}")
    superuser.execute(
        "delete from access_audithead; insert into access_audithead (seq, hash)"
        " values (0, decode(repeat('00', 32), 'hex'))"
    )
    superuser.execute("reset session_replication_role")


@pytest.fixture
def keyd(
    superuser: psycopg.Connection, server: Server, database_name: str
) -> Iterator[psycopg.Connection]:
    """The keeper of keys, committing each statement."""
    url = server.url(dbname=database_name, user=roles.KEYD)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def append(keyd: psycopg.Connection) -> Append:
    """`append({"event": "keys"}, …)`: what the keeper of keys adds; the number of the last."""

    def add(*entries: dict[str, Any]) -> int:
        return appended(keyd, *entries)

    return add


def appended(connection: psycopg.Connection, *entries: dict[str, Any]) -> int:
    """Add entries by a connection; the number of the last."""
    row = connection.execute("select access_audit_append(%s)", [json.dumps(entries)]).fetchone()
    assert row
    return int(row[0])


@pytest.fixture
def as_worker(
    superuser: psycopg.Connection, server: Server, database_name: str, django_db_blocker: Any
) -> Iterator[None]:
    """Within the test Django works as the jobs do, committing."""
    before = dict(connection.settings_dict)
    worker = address.parse(server.url(dbname=database_name, user=roles.WORKER))
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(worker)
        yield
        connection.close()
        connection.settings_dict.update(before)


def rows_of(connection: psycopg.Connection) -> list[Row]:
    """The whole chain as the verification reads it."""
    return connection.execute(ROWS).fetchall()


def end_of(connection: psycopg.Connection) -> tuple[int, str]:
    """Where the database says that the chain ends."""
    row = connection.execute("select seq, encode(hash, 'hex') from access_audithead").fetchone()
    assert row
    return int(row[0]), str(row[1])
