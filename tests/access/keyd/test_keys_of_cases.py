"""Turning, altering, copying and destroying keys: SEC-51, SEC-52 and SEC-53."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pyrage
import pytest
from tests.access.keyd.world import Running, World, open_, seal

from ruta.access.keyd import copies, erasure, retention, rotation
from ruta.access.keys import keyfile
from ruta.access.keys.client import Client
from ruta.access.keys.envelope import SealBroken
from ruta.access.keys.service import KeyMissing, Refused
from ruta.access.viewer import Viewer
from ruta.cli.process import archive
from ruta.postgres import roles
from ruta.postgres.server import Server

KEY = "select wrapped, kek_version from access_casekey where case_id = %s and compartment = %s"


@pytest.fixture
def keeper_connection(keyd_url: str) -> Iterator[psycopg.Connection[Any]]:
    """What an operator's command works with."""
    with psycopg.connect(keyd_url, autocommit=True) as connection:
        yield connection


def wrapped_of(world: World, case_id: UUID, letter: str = "I") -> tuple[bytes, int]:
    row = world.owner.execute(KEY, [case_id, letter]).fetchone()
    assert row is not None
    return bytes(row[0]), row[1]


# --- SEC-51: altered, moved, cut ----------------------------------------------------------------


def test_sec_51_a_text_moved_altered_or_cut_does_not_open(world: World, client: Client) -> None:
    officer = world.somebody()
    mine, other = world.case_of(officer), world.case_of(officer)
    sealed = seal(client, mine, officer)
    seal(client, other, officer)
    seal(client, mine, officer, "N")

    with pytest.raises(SealBroken):
        open_(client, other, officer, sealed)
    with pytest.raises(SealBroken):
        open_(client, mine, officer, sealed, "N")
    for place in range(len(sealed)):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            open_(client, mine, officer, altered)
    for length in range(0, len(sealed), 16):
        with pytest.raises(SealBroken):
            open_(client, mine, officer, sealed[:length])


def test_sec_51_a_wrapped_key_moved_altered_or_cut_opens_nothing(
    world: World, client: Client
) -> None:
    officer = world.somebody()
    mine, other = world.case_of(officer), world.case_of(officer)
    sealed, _ = seal(client, mine, officer), seal(client, other, officer)
    right, strange = wrapped_of(world, mine)[0], wrapped_of(world, other)[0]
    put = "update access_casekey set wrapped = %s where case_id = %s"

    for wrong in (strange, right[:-1], right[:12], b"", right[:-1] + bytes([right[-1] ^ 1])):
        world.owner.execute(put, [wrong, mine])
        with pytest.raises(SealBroken):
            open_(client, mine, officer, sealed)

    world.owner.execute(put, [right, mine])
    assert open_(client, mine, officer, sealed) == b"texto"


def test_sec_51_a_key_said_to_be_of_another_version_opens_nothing(
    world: World, client: Client
) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    world.owner.execute("update access_casekey set kek_version = 9 where case_id = %s", [case_id])

    with pytest.raises(SealBroken):
        open_(client, case_id, officer, sealed)


# --- SEC-53: turning the wrapping key -----------------------------------------------------------


def test_sec_53_the_wrapping_key_turns_under_traffic_without_a_failure(
    starting: Callable[..., Running], world: World, owner: psycopg.Connection
) -> None:
    # Keys of the other keepers of this database are of other files.
    owner.execute("delete from access_casekey")
    running = starting(RUTA_CAP_PERSON_HOUR="100000")
    officers = [world.somebody() for _ in range(4)]
    _many_keys(running, owner, 1200)
    failures: list[Exception] = []
    asked, stop = [0] * 4, threading.Event()

    def work(number: int) -> None:
        client, officer = running.client(), officers[number]
        kept: list[tuple[UUID, bytes]] = []
        while not stop.is_set():
            try:
                case_id = world_cases[number][asked[number] % 20]
                kept.append((case_id, seal(client, case_id, officer, "I")))
                assert open_(client, *_first(kept, officer)) == b"texto"
                asked[number] += 1
            except Exception as error:
                failures.append(error)
                return

    world_cases = [[world.case_of(officer) for _ in range(20)] for officer in officers]
    threads = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        done = running.command("rotate")
        assert done.returncode == 0, done.stderr
    stop.set()
    for thread in threads:
        thread.join()

    assert failures == []
    assert min(asked) > 5
    assert set(owner.execute("select distinct kek_version from access_casekey")) == {(3,)}
    assert running.client().status()["key_versions"] == [1, 2, 3]
    forgotten = running.command("rotate", "--forget-old")
    assert (forgotten.returncode, forgotten.stdout) == (0, "Forgotten: 2 older wrapping keys.\n")
    assert running.client().status()["key_versions"] == [3]
    case_id = world_cases[0][0]
    sealed = seal(running.client(), case_id, officers[0])
    assert open_(running.client(), case_id, officers[0], sealed) == b"texto"


def _first(kept: list[tuple[UUID, bytes]], officer: Viewer) -> tuple[UUID, Viewer, bytes]:
    case_id, sealed = kept[0]
    return case_id, officer, sealed


def _many_keys(running: Running, owner: psycopg.Connection, count: int) -> None:
    """Data keys of other cases, so that turning takes several batches."""
    from ruta.access.keys import envelope, wrapping

    ring = keyfile.read(running.key_file)
    with owner.cursor() as cursor, cursor.copy(
        "copy access_casekey (case_id, compartment, kek_version, wrapped) from stdin"
    ) as copy:  # fmt: skip
        for case_id in (uuid4() for _ in range(count)):
            wrapped = wrapping.wrap(ring, (case_id, "I"), envelope.new_key())
            copy.write_row((case_id, "I", 1, wrapped))


def test_an_older_key_in_use_is_not_forgotten(
    starting: Callable[..., Running],
    world: World,
    owner: psycopg.Connection,
    keeper_connection: psycopg.Connection,
) -> None:
    owner.execute("delete from access_casekey")
    running = starting()
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(running.client(), case_id, officer)
    keyfile.add_version(running.key_file)

    with pytest.raises(rotation.StillInUse, match="version 1 still wraps 1 keys"):
        rotation.forget_old(running.key_file, keeper_connection, lambda: None)

    assert set(keyfile.read(running.key_file).wrapping) == {1, 2}
    assert open_(running.client(), case_id, officer, sealed) == b"texto"


def test_a_keeper_that_was_not_told_reads_the_new_key_by_itself(
    starting: Callable[..., Running],
    world: World,
    owner: psycopg.Connection,
    keeper_connection: psycopg.Connection,
) -> None:
    owner.execute("delete from access_casekey")
    running = starting()
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(running.client(), case_id, officer)

    assert rotation.rotate(running.key_file, keeper_connection, lambda: None) == 1

    assert wrapped_of(world, case_id)[1] == 2
    assert open_(running.client(), case_id, officer, sealed) == b"texto"


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
