"""Codes for figures: sealed for whoever records, opened once for a run, which is in the audit."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.access.keyd.world import Running, World, talking

from ruta.access.keys import keyfile, periods, texts, wire
from ruta.access.keys.client import Client
from ruta.access.keys.envelope import SealBroken
from ruta.access.keys.service import Refused
from ruta.access.viewer import Viewer
from ruta.postgres import roles
from ruta.postgres.server import Server

SOME_RUN = "00000000-0000-4000-8000-000000000001"
NAME = periods.field(uuid4(), uuid4())


@pytest.fixture
def running(shared: Running) -> Running:
    """The keeper of this folder's tests."""
    return shared


@pytest.fixture
def extracting(server: Server, database: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the role of the extract, committing each statement."""
    url = server.url(dbname=database, user=roles.EXTRACT)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def begun(connection: psycopg.Connection[Any]) -> UUID:
    run = uuid4()
    connection.execute("insert into access_extractrun (run) values (%s)", [run])
    return run


def entries(world: World, run: UUID) -> list[tuple[Any, ...]]:
    return world.owner.execute(
        "select event, actor, case_id, compartments, purpose from access_audit"
        " where detail ->> 'run' = %s order by seq",
        [str(run)],
    ).fetchall()


def sealed(client: Client, actor: Viewer, text: bytes = b"codes") -> tuple[str, bytes]:
    period, fields = client.seal_codes({NAME: text}, actor=actor, purpose="record")
    return period, fields[NAME]


@pytest.mark.parametrize(
    ("instant", "period"),
    [
        (datetime(2026, 1, 1, 4, 59, tzinfo=UTC), "2025-Q4"),
        (datetime(2026, 1, 1, 5, tzinfo=UTC), "2026-Q1"),
        (datetime(2026, 6, 30, 23, tzinfo=UTC), "2026-Q2"),
        (datetime(2026, 7, 1, 5, tzinfo=UTC), "2026-Q3"),
    ],
)
def test_a_quarter_begins_at_midnight_in_lima(instant: datetime, period: str) -> None:
    assert periods.period_of(instant) == period


def test_a_run_opens_what_was_sealed_with_one_entry_of_the_audit(
    running: Running, world: World, extracting: psycopg.Connection[Any]
) -> None:
    client = running.client()
    period, one = sealed(client, world.somebody())
    _, other = sealed(client, world.somebody("cem"), b"others")
    run = begun(extracting)

    keys = client.code_keys(run, [period])

    opened = [
        texts.opened(keys[period], *periods.place(period), {NAME: text})[NAME]
        for text in (one, other)
    ]
    assert opened == [b"codes", b"others"]
    assert entries(world, run) == [("codes-opened", None, None, "", "extract")]


def test_codes_open_as_what_they_were_sealed_and_nowhere_else(
    running: Running, world: World, extracting: psycopg.Connection[Any]
) -> None:
    client = running.client()
    period, one = sealed(client, world.somebody())
    keys = client.code_keys(begun(extracting), [period])

    moved = {periods.field(uuid4(), uuid4()): one}
    with pytest.raises(SealBroken):
        texts.opened(keys[period], *periods.place(period), moved)


def test_a_run_is_taken_once(
    running: Running, world: World, extracting: psycopg.Connection[Any]
) -> None:
    client, run = running.client(), begun(extracting)
    client.code_keys(run, [])

    with pytest.raises(Refused, match=r"^hide$"):
        client.code_keys(run, [])
    assert [event for event, *_ in entries(world, run)] == ["codes-opened", "refused"]


def test_a_run_that_began_long_ago_gets_nothing(
    running: Running, world: World, extracting: psycopg.Connection[Any]
) -> None:
    run = begun(extracting)
    world.owner.execute(
        "update access_extractrun set began_at = began_at - interval '16 minutes' where run = %s",
        [run],
    )

    with pytest.raises(Refused, match=r"^hide$"):
        running.client().code_keys(run, [])


def test_a_run_that_nobody_began_gets_nothing(running: Running, world: World) -> None:
    run = uuid4()

    with pytest.raises(Refused, match=r"^hide$"):
        running.client().code_keys(run, ["2026-Q4"])
    assert [event for event, *_ in entries(world, run)] == ["refused"]


@pytest.mark.parametrize("role", [roles.WEB, roles.WORKER, roles.KEYD])
def test_only_the_role_of_the_extract_begins_a_run(
    server: Server, database: str, role: str
) -> None:
    url = server.url(dbname=database, user=role)
    with (
        psycopg.connect(url, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        begun(connection)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from access_extractrun",
        "insert into access_extractrun (run, began_at) values (gen_random_uuid(), 'infinity')",
        "update access_extractrun set taken_at = null",
        "delete from access_extractrun",
        "select * from access_casekey",
        "select * from cases_sealeditem",
        "select * from cases_party",
        "select author_id from cases_act",
        "select code from cases_case",
        "select department from cases_case",
        "select * from cases_obligation",
        "select * from access_grant",
        "select * from access_user",
        "select name from directory_office",
        "delete from cases_counted",
        "update cases_act set kind = 'x'",
    ],
)
def test_the_role_of_the_extract_may_not(
    extracting: psycopg.Connection[Any], statement: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        extracting.execute(statement)


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_who_has_no_cases_adds_no_codes(running: Running, world: World, role: str) -> None:
    nobody = world.somebody()
    world.owner.execute("update access_user set role = %s where id = %s", [role, nobody.user_id])

    with pytest.raises(Refused, match=r"^hide$"):
        sealed(running.client(), nobody)


def test_a_session_that_is_over_adds_none(running: Running, world: World) -> None:
    with pytest.raises(Refused, match=r"^login$"):
        sealed(running.client(), Viewer(uuid4(), "", "", "", "", session="nothing"))


def test_a_destroyed_quarter_stays_closed(
    running: Running, world: World, extracting: psycopg.Connection[Any]
) -> None:
    client = running.client()
    period, _ = sealed(client, world.somebody())
    kept, _ = periods.slot(keyfile.read(running.key_file), period)
    world.owner.execute("delete from access_casekey where case_id = %s", [kept])

    assert client.code_keys(begun(extracting), [period]) == {}


@pytest.mark.parametrize(
    "message",
    [
        {"op": "code-keys", "run": "x", "periods": []},
        {"op": "code-keys", "run": SOME_RUN, "periods": "2026-Q4"},
        {"op": "code-keys", "run": SOME_RUN, "periods": ["2026-Q4" * 3]},
        {"op": "code-keys", "run": SOME_RUN, "periods": [5]},
        {"op": "seal-codes", "session": "x", "purpose": "record", "fields": {"a|b": "eA=="}},
    ],
)
def test_what_is_no_question_ends_the_conversation(
    running: Running, message: dict[str, Any]
) -> None:
    with talking(running.socket) as connection:
        connection.sendall(wire.frame(message))
        with pytest.raises(wire.Closed):
            wire.receive(connection)
