"""Destroying keys and copying them: SEC-52, legal hold, retention."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pyrage
import pytest
from tests.access.keyd.world import Running, World, open_, seal

from ruta.access.keyd import copies, erasure, retention
from ruta.access.keys import keyfile
from ruta.access.keys.client import Client
from ruta.access.keys.envelope import SealBroken
from ruta.access.keys.service import KeyMissing, Refused
from ruta.cli.process import archive
from ruta.postgres import roles
from ruta.postgres.server import Server


@pytest.fixture
def keeper_connection(keyd_url: str) -> Iterator[psycopg.Connection[Any]]:
    """What an operator's command works with."""
    with psycopg.connect(keyd_url, autocommit=True) as connection:
        yield connection


# --- SEC-52: destroying keys --------------------------------------------------------------------


def test_what_is_erased_opens_for_nobody_from_the_next_question(
    shared: Running, world: World
) -> None:
    officer, client = world.somebody(), shared.client()
    case_id = world.case_of(officer)
    sealed, kept = seal(client, case_id, officer, "N"), seal(client, case_id, officer, "I")

    done = shared.command("erase", str(case_id), "--compartments", "N", "--why", "her-request")

    assert done.returncode == 0, done.stderr
    with pytest.raises(KeyMissing):
        open_(client, case_id, officer, sealed, "N")
    assert open_(client, case_id, officer, kept) == b"texto"
    (entry,) = [e for e in world.entries(case_id) if e["event"] == "erased"]
    assert (entry["compartments"], entry["purpose"]) == ("N", "her-request")


def test_what_is_sealed_after_an_erasure_has_another_key(world: World, shared: Running) -> None:
    officer, client = world.somebody(), shared.client()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    shared.command("erase", str(case_id), "--compartments", "I", "--why", "mistake")

    again = seal(client, case_id, officer)

    assert open_(client, case_id, officer, again) == b"texto"
    with pytest.raises(SealBroken):
        open_(client, case_id, officer, sealed)


@pytest.mark.parametrize(("until", "held"), [([], True), (["--until", "2999-01-01"], True),
                                             (["--until", "2020-01-01"], False)])  # fmt: skip
def test_what_the_law_holds_is_not_erased(
    world: World, shared: Running, until: list[str], held: bool
) -> None:
    officer, client = world.somebody(), shared.client()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer, "N")
    words = [str(case_id), "--compartments", "N", "--why"]
    assert shared.command("hold", *words, "criminal-trial", *until).returncode == 0

    done = shared.command("erase", str(case_id), "--compartments", "I,N", "--why", "her-request")

    assert done.returncode == (1 if held else 0)
    if held:
        assert "under legal hold: N (criminal-trial)" in done.stderr
        assert open_(client, case_id, officer, sealed, "N") == b"texto"


@pytest.mark.parametrize("words", ["", "X", "E", "N,9"])
def test_a_compartment_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(erasure.NoSuchCompartment):
        erasure.letters(words)


def test_compartments_are_written_with_or_without_commas() -> None:
    assert erasure.letters("n, H") == erasure.letters("HN") == ["H", "N"]


def age() -> tuple[pyrage.x25519.Identity, list[pyrage.x25519.Recipient]]:
    one, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    return one, [one.to_public(), other.to_public()]


@pytest.mark.check("SEC-52")
def test_sec_52_a_shredded_case_stays_unreadable_after_a_restore(
    starting: Callable[..., Running], world: World, server: Server, database: str, tmp_path: Path
) -> None:
    """A data backup of before the erasure, and the newest copy of the keys."""
    world.owner.execute("delete from access_casekey")
    running = starting(RUTA_CAP_PERSON_HOUR="100000")
    officer, client = world.somebody(), running.client()
    case_id, other = world.case_of(officer), world.case_of(officer)
    shredded, kept = seal(client, case_id, officer, "N"), seal(client, other, officer, "N")
    archive.write(server.url(dbname=database, user=roles.OWNER), tmp_path / "data.dump")
    running.command("erase", str(case_id), "--compartments", "N", "--why", "her-request")
    identity, recipients = age()
    with psycopg.connect(running.database_url) as connection:
        copies.write(tmp_path / "keys.age", connection, running.key_file, recipients)

    restored, client = _restored(starting, server, tmp_path, identity)

    with psycopg.connect(restored.database_url) as connection:
        where = "select count(*) from access_casekey where case_id = %s"
        assert connection.execute(where, [case_id]).fetchone() == (0,)
    assert open_(client, other, officer, kept, "N") == b"texto"
    with pytest.raises(KeyMissing):
        open_(client, case_id, officer, shredded, "N")


@pytest.mark.check("SEC-52")
def test_sec_52_an_older_copy_of_the_keys_does_not_undo_what_the_data_say_was_erased(
    starting: Callable[..., Running], world: World, server: Server, database: str, tmp_path: Path
) -> None:
    world.owner.execute("delete from access_casekey")
    running = starting(RUTA_CAP_PERSON_HOUR="100000")
    officer, client = world.somebody(), running.client()
    case_id, other = world.case_of(officer), world.case_of(officer)
    shredded, kept = seal(client, case_id, officer, "N"), seal(client, other, officer, "N")
    identity, recipients = age()
    with psycopg.connect(running.database_url) as connection:
        copies.write(tmp_path / "keys.age", connection, running.key_file, recipients)
    running.command("erase", str(case_id), "--compartments", "N", "--why", "her-request")
    archive.write(server.url(dbname=database, user=roles.OWNER), tmp_path / "data.dump")

    _, client = _restored(starting, server, tmp_path, identity)

    assert open_(client, other, officer, kept, "N") == b"texto"
    with pytest.raises(KeyMissing):
        open_(client, case_id, officer, shredded, "N")


def _restored(
    starting: Callable[..., Running],
    server: Server,
    folder: Path,
    identity: pyrage.x25519.Identity,
) -> tuple[Running, Client]:
    """A new installation, from a backup of the data and a copy of the keys."""
    name = f"ruta_restored_{uuid4().hex[:8]}"
    server.make_database(name)
    archive.read(server.url(dbname=name, user=roles.OWNER), folder / "data.dump", replace=False)
    url = server.url(dbname=name, user=roles.KEYD)
    restored = starting(RUTA_CAP_PERSON_HOUR="100000", RUTA_KEYD_DATABASE_URL=url)
    restored.database_url = url
    restored.stop()
    restored.key_file.unlink()
    with psycopg.connect(url) as connection:
        copies.restore(folder / "keys.age", connection, restored.key_file, [identity])
    restored.start()
    return restored, restored.client()


# --- Copies -------------------------------------------------------------------------------------


def test_a_copy_of_the_keys_opens_for_either_recipient_and_for_nobody_else(
    shared: Running, keeper_connection: psycopg.Connection, tmp_path: Path
) -> None:
    one, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    path = tmp_path / "keys.age"
    copies.write(path, keeper_connection, shared.key_file, [one.to_public(), other.to_public()])

    assert path.stat().st_mode & 0o777 == 0o600
    for identity in (one, other):
        assert b"key_file" in pyrage.decrypt(path.read_bytes(), [identity])
    stranger = pyrage.x25519.Identity.generate()
    with pytest.raises(copies.CopyRefused):
        copies.restore(path, keeper_connection, tmp_path / "none.json", [stranger])
    assert not (tmp_path / "none.json").exists()


def test_a_copy_needs_two_recipients_and_a_new_file(
    shared: Running, keeper_connection: psycopg.Connection, tmp_path: Path
) -> None:
    identity, recipients = age()
    path = tmp_path / "keys.age"

    for few in ([], recipients[:1], [identity.to_public()] * 2):
        with pytest.raises(copies.CopyRefused, match="two recipients"):
            copies.write(path, keeper_connection, shared.key_file, few)
    path.touch()
    with pytest.raises(copies.CopyRefused, match="exists"):
        copies.write(path, keeper_connection, shared.key_file, recipients)


def test_a_copy_is_not_restored_over_another_installation(
    shared: Running, keeper_connection: psycopg.Connection, tmp_path: Path
) -> None:
    identity, recipients = age()
    path = tmp_path / "keys.age"
    copies.write(path, keeper_connection, shared.key_file, recipients)
    other = keyfile.create(tmp_path / "other.json")

    with pytest.raises(copies.CopyRefused, match="another installation"):
        copies.restore(path, keeper_connection, other, [identity])


def test_the_backup_command_writes_a_copy(shared: Running, tmp_path: Path) -> None:
    _, recipients = age()
    words = [word for recipient in recipients for word in ("--to", str(recipient))]

    done = shared.command("backup", str(tmp_path / "keys.age"), *words)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "keys.age").read_bytes().startswith(b"age-encryption.org/")
    for key in json.loads(shared.key_file.read_text())["wrapping"].values():
        assert base64.b64decode(key) not in (tmp_path / "keys.age").read_bytes()


# --- Retention ----------------------------------------------------------------------------------

CASE = """
    insert into cases_case (case_id, code, department, opened_at, last_act_at, act_count, risk,
        stage, open, revision, computed_at)
    values (%s, '', 'PUNO', %s, %s, 1, '', '', %s, 0, %s)
"""
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("letter", "days", "is_open", "expected"),
    [("L", 91, False, True), ("L", 89, False, False), ("L", 91, True, False),
     ("K", 366, False, True), ("K", 364, False, False), ("N", 4000, False, False)],
)  # fmt: skip
def test_what_is_kept_no_longer_is_listed(
    world: World, letter: str, days: int, is_open: bool, expected: bool
) -> None:
    case_id, closed = uuid4(), NOW - timedelta(days=days)
    with world.owner.transaction(force_rollback=True):
        world.owner.execute(CASE, [case_id, closed, closed, is_open, closed])
        world.owner.execute(
            "insert into access_casekey (case_id, compartment, kek_version, wrapped)"
            " values (%s, %s, 1, '')",
            [case_id, letter],
        )
        found = [(each.case_id, each.compartment) for each in retention.due(world.owner, now=NOW)]
        world.owner.execute(
            "insert into access_hold (case_id, compartment, why_code) values (%s, %s, 'trial')",
            [case_id, letter],
        )
        held = [each for each in retention.due(world.owner, now=NOW) if each.case_id == case_id]

    assert ((case_id, letter) in found) is expected
    assert held == []


def test_a_refusal_is_no_reason_to_make_a_key(world: World, client: Client) -> None:
    officer, stranger = world.somebody(), world.somebody()
    case_id = world.case_of(officer)

    with pytest.raises(Refused):
        seal(client, case_id, stranger)

    rows = world.owner.execute("select 1 from access_casekey where case_id = %s", [case_id])
    assert rows.fetchone() is None
