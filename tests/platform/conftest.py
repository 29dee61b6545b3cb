"""Databases of their own for tests that migrate, back up or restore; people at their desks."""

from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest
from tests.cases.conftest import committed_file, file, key_file, keys, offices  # noqa: F401
from tests.web.desk.conftest import accounts, at_desk, now  # noqa: F401

from ruta.postgres import roles
from ruta.postgres.server import Server

numbers = count()


@pytest.fixture
def empty_database(server: Server, worker_id_or_main: str) -> Iterator[Callable[[], str]]:
    """Makes a new empty database at each call and returns its address for the owner."""
    made: list[str] = []

    def make() -> str:
        name = f"ruta_empty_{worker_id_or_main}_{next(numbers)}"
        server.make_database(name)
        made.append(name)
        return server.url(dbname=name, user=roles.OWNER)

    yield make
    with psycopg.connect(server.url(), autocommit=True) as admin:
        for name in made:
            admin.execute(f"drop database {name} with (force)")
