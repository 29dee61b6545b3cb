"""A real keeper of keys on a real socket, over a database of its own where things are committed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from tests.access.keyd.world import Running, World

from ruta.access.keyd.keeper import Keeper
from ruta.access.keyd.limits import Configuration, Limits
from ruta.access.keys import keyfile
from ruta.access.keys.client import Client
from ruta.postgres import roles
from ruta.postgres.server import Server

Starting = Callable[..., Running]


@pytest.fixture(autouse=True)
def keys() -> None:
    """No key file of the tests around: each keeper here has its own."""


@pytest.fixture(scope="package")
def database(server: Server, worker_id_or_main: str) -> Iterator[str]:
    """A copy of the template, for this folder."""
    name = f"ruta_keyd_{worker_id_or_main}_{uuid4().hex[:8]}"
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"create database {name} template ruta_template owner {roles.OWNER}")
        for servant in roles.SERVANTS:
            admin.execute(f"grant connect on database {name} to {servant}")
    yield name
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="package")
def keyd_url(server: Server, database: str) -> str:
    """The address of that database for the keeper."""
    return server.url(dbname=database, user=roles.KEYD)


@pytest.fixture(scope="package")
def owner(server: Server, database: str) -> Iterator[psycopg.Connection]:
    """The owner of that database, committing each statement."""
    url = server.url(dbname=database, user=roles.OWNER)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="package")
def world(owner: psycopg.Connection) -> World:
    """What tests put into that database."""
    return World(owner)


@contextmanager
def keepers(keyd_url: str) -> Iterator[Starting]:
    """Keepers with keys of their own, each in a folder of its own, stopped at the end."""
    running: list[Running] = []
    with TemporaryDirectory(prefix="ruta-k-") as place:

        def start(**chosen: str) -> Running:
            folder = Path(place) / str(len(running))
            folder.mkdir()
            (folder / ".ruta").touch()
            running.append(Running(folder, keyd_url, chosen))
            keyfile.create(running[-1].key_file)
            return running[-1].start()

        yield start
        for each in running:
            each.stop()


@pytest.fixture
def starting(keyd_url: str) -> Iterator[Starting]:
    """`starting(RUTA_CAP_PERSON_HOUR="3")`: a keeper of this test."""
    with keepers(keyd_url) as start:
        yield start


@pytest.fixture(scope="module")
def starting_once(keyd_url: str) -> Iterator[Starting]:
    """The same for all tests of a file."""
    with keepers(keyd_url) as start:
        yield start


@pytest.fixture(scope="package")
def shared(keyd_url: str) -> Iterator[Running]:
    """A keeper with high caps, for tests that leave it as it was."""
    with keepers(keyd_url) as start:
        yield start(RUTA_CAP_PERSON_HOUR="100000", RUTA_CAP_OFFICE_HOUR="100000")


@pytest.fixture
def client(shared: Running) -> Client:
    """The web's side of it."""
    return shared.client()


@pytest.fixture(scope="package")
def keeper(shared: Running, keyd_url: str) -> Iterator[Keeper]:
    """A keeper in this process, over the keys of `shared`: what it says is asked of it at once."""
    limits = Limits(person_hour=100_000, office_hour=100_000, index_minute=100_000)
    made = Keeper(Configuration(shared.socket, shared.key_file, keyd_url, limits))
    yield made
    made.close()
