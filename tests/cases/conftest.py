"""Offices, the people who work in them, keys, and a clock that stands still."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from tests import keeper
from tests.cases import stage

from ruta.access.keys import keyfile, vault
from ruta.acts import store
from ruta.cases import extract
from ruta.postgres import roles
from ruta.postgres.server import Server


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys for this run."""
    return keyfile.create(tmp_path_factory.mktemp("keys") / "keys.json")


@pytest.fixture
def keys(settings: LazySettings, key_file: Path, through_keyd: keeper.Through) -> Iterator[Path]:
    """The keys in use."""
    settings.RUTA_KEY_FILE = key_file
    with vault.use(keeper.local(key_file, through_keyd)):
        yield key_file


@pytest.fixture
def offices(owner_connection: psycopg.Connection) -> Iterator[None]:
    """The offices of the stage, in the directory while a test runs."""
    stage.build_offices(owner_connection)
    yield
    stage.clear_offices(owner_connection)


@pytest.fixture
def file(db: None, offices: None, keys: Path) -> stage.Stage:
    """The case file, empty, in a transaction that is undone."""
    return stage.Stage()


@pytest.fixture
def committed_file(transactional_db: None, keys: Path, offices: None) -> stage.Stage:
    """The case file, empty, in a database of its own where things are committed."""
    return stage.Stage()


@pytest.fixture
def extracting(
    server: Server, database_name: str, committed_file: stage.Stage
) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the role of the extract, committing each statement."""
    url = server.url(dbname=database_name, user=roles.EXTRACT)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def extracted_to(extracting: psycopg.Connection[Any], tmp_path: Path) -> Callable[..., store.Store]:
    """Write the extract to a folder of the test."""

    def write(name: str = "extract") -> store.Store:
        extract.write(extracting, tmp_path / name, keeper=vault.service())
        return store.opened(tmp_path / name)

    return write
