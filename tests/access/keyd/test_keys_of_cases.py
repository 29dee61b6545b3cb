"""Altering and turning keys: SEC-51 and SEC-53."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.access.keyd.world import Running, World, open_, seal

from ruta.access.keyd import rotation
from ruta.access.keys import keyfile, vault
from ruta.access.keys.client import Client
from ruta.access.keys.envelope import SealBroken
from ruta.access.viewer import Viewer

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


@pytest.mark.check("SEC-51")
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


def test_whoever_reads_catches_a_missing_key_and_a_broken_seal_as_one(
    world: World, client: Client
) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    with pytest.raises(vault.Unreadable):
        open_(client, case_id, officer, sealed[:-1])
    with pytest.raises(vault.Unreadable):
        open_(client, case_id, officer, sealed, "N")


@pytest.mark.check("SEC-51")
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


@pytest.mark.check("SEC-51")
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


@pytest.mark.check("SEC-53")
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


def test_the_keeper_is_told_of_the_new_key_before_any_row_changes(
    starting: Callable[..., Running],
    world: World,
    owner: psycopg.Connection,
    keeper_connection: psycopg.Connection,
) -> None:
    owner.execute("delete from access_casekey")
    running = starting()
    officer = world.somebody()
    case_id = world.case_of(officer)
    seal(running.client(), case_id, officer)
    told: list[tuple[int, int]] = []

    def tell() -> None:
        current = keyfile.read(running.key_file).current
        told.append((current, wrapped_of(world, case_id)[1]))

    rotation.rotate(running.key_file, keeper_connection, tell)

    assert told == [(2, 1)]
