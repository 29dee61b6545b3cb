"""SEC-52: a case whose keys were destroyed stays unreadable, whatever copies are restored."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pyrage
import pytest

from ruta.access.keyd import copies, erasure
from ruta.access.keys import envelope, keyfile, wrapping
from ruta.cli.process import archive, drill
from ruta.postgres import roles
from ruta.postgres.server import Server

FORGOTTEN, KEPT = uuid4(), uuid4()
TEXT = b"Relato inventado"


class Place:
    """An installation as far as it concerns copies: a database and a key file."""

    def __init__(self, url: str, key_file: Path) -> None:
        self.url, self.key_file = url, key_file

    def run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            done = connection.execute(query, values)
            return done.fetchall() if done.description else []

    def seal(self, case_id: UUID) -> None:
        ring, key = keyfile.read(self.key_file), envelope.new_key()
        sealed = envelope.seal(key, TEXT, envelope.Place(str(case_id), "N", "account"))
        self.run(
            "insert into access_casekey (case_id, compartment, kek_version, wrapped)"
            " values (%s, 'N', %s, %s)", case_id, ring.current, wrapping.wrap(
                ring, (case_id, "N"), key),
        )  # fmt: skip
        self.run(
            "insert into cases_sealeditem values (%s, %s, 'N', %s, now())",
            case_id, uuid4(), sealed,
        )  # fmt: skip

    def read(self, case_id: UUID) -> bytes | None:
        """What somebody with this database and this key file reads of a case; None: nothing."""
        ring = keyfile.read(self.key_file)
        query = "select kek_version, wrapped from access_casekey where case_id = %s"
        keys = [wrapping.unwrap(ring, (case_id, "N"), *row) for row in self.run(query, case_id)]
        ((sealed,),) = self.run("select ciphertext from cases_sealeditem where case_id=%s", case_id)
        bound = envelope.Place(str(case_id), "N", "account")
        return envelope.open_(keys[0], bytes(sealed), bound) if keys else None


@pytest.fixture
def place(
    server: Server, django_db_setup: None, worker_id_or_main: str, tmp_path: Path
) -> Iterator[Place]:
    """Two cases, each with a sealed text."""
    name = f"ruta_shredding_{worker_id_or_main}"
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"create database {name} template ruta_template owner {roles.OWNER}")
    made = Place(server.url(dbname=name, user=roles.OWNER), tmp_path / "keys.json")
    keyfile.create(made.key_file)
    for case_id in (FORGOTTEN, KEPT):
        made.seal(case_id)
    yield made
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"drop database {name} with (force)")


@pytest.fixture
def identities() -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.generate() for _ in range(2)]


def data_of(place: Place, path: Path, identities: list[pyrage.x25519.Identity]) -> Path:
    archive.write(place.url, path, recipients=[each.to_public() for each in identities])
    return path


def keys_of(place: Place, path: Path, identities: list[pyrage.x25519.Identity]) -> Path:
    to = [each.to_public() for each in identities]
    with psycopg.connect(place.url, autocommit=True) as connection:
        copies.write(path, connection, place.key_file, to)
    return path


def shred(place: Place) -> None:
    with psycopg.connect(place.url, autocommit=True) as connection:
        assert erasure.erase(connection, FORGOTTEN, ["N"], why="her-request").keys == 1


def elsewhere(empty_database: Callable[[], str], backup: drill.Backup, folder: Path) -> Place:
    """Another machine, to which copies were restored."""
    place = Place(empty_database(), folder / "elsewhere.json")
    drill.put(backup, place.url, key_file=place.key_file, replace=False)
    return place


@pytest.mark.check("SEC-52")
def test_data_of_before_and_keys_of_after_do_not_bring_a_case_back(
    place: Place, identities: list[pyrage.x25519.Identity], tmp_path: Path,
    empty_database: Callable[[], str],
) -> None:  # fmt: skip
    data = data_of(place, tmp_path / "data", identities)
    assert place.read(FORGOTTEN) == TEXT
    shred(place)
    keys = keys_of(place, tmp_path / "keys", identities)

    found = elsewhere(empty_database, drill.Backup(data, tuple(identities), keys), tmp_path)

    assert (found.read(KEPT), found.read(FORGOTTEN)) == (TEXT, None)


@pytest.mark.check("SEC-52")
def test_data_of_after_and_keys_of_before_do_not_bring_a_case_back(
    place: Place, identities: list[pyrage.x25519.Identity], tmp_path: Path,
    empty_database: Callable[[], str],
) -> None:  # fmt: skip
    keys = keys_of(place, tmp_path / "keys", identities)
    shred(place)
    data = data_of(place, tmp_path / "data", identities)

    found = elsewhere(empty_database, drill.Backup(data, tuple(identities), keys), tmp_path)

    assert (found.read(KEPT), found.read(FORGOTTEN)) == (TEXT, None)


@pytest.mark.check("SEC-52")
def test_a_restore_in_place_does_not_bring_a_case_back(
    place: Place, identities: list[pyrage.x25519.Identity], tmp_path: Path
) -> None:
    data = data_of(place, tmp_path / "data", identities)
    keys = keys_of(place, tmp_path / "keys", identities)
    shred(place)

    for copied in (None, keys):
        backup = drill.Backup(data, tuple(identities), copied)
        drill.put(backup, place.url, key_file=place.key_file, replace=True)
        assert (place.read(KEPT), place.read(FORGOTTEN)) == (TEXT, None)


@pytest.mark.check("SEC-52")
def test_the_data_alone_open_nothing(
    place: Place, identities: list[pyrage.x25519.Identity], tmp_path: Path,
    empty_database: Callable[[], str],
) -> None:  # fmt: skip
    data = data_of(place, tmp_path / "data", identities)
    found = Place(empty_database(), place.key_file)

    drill.put(
        drill.Backup(data, tuple(identities)), found.url, key_file=place.key_file, replace=False
    )

    assert (found.read(KEPT), found.read(FORGOTTEN)) == (None, None)
