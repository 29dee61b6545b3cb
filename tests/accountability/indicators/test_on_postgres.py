"""The same text of every indicator answers the same on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.accountability.indicators import engines

from ruta.accountability.figures import examples
from ruta.accountability.indicators import reading
from ruta.postgres.server import Server

NAMES = sorted(path.stem for path in reading.HERE.glob("*.sql"))


@pytest.fixture(scope="module")
def connection(server: Server, worker_id_or_main: str) -> Iterator[psycopg.Connection]:
    """A database with nothing in it."""
    name = f"figures_{worker_id_or_main}"
    server.make_database(name)
    with psycopg.connect(server.url(dbname=name), autocommit=True) as made:
        yield made


@pytest.mark.parametrize("name", NAMES)
def test_the_indicator_answers_its_worked_examples_on_postgres(
    connection: psycopg.Connection, name: str, tmp_path: Path
) -> None:
    indicator = reading.every()[name]
    for number, example in enumerate(indicator.examples):
        rows = engines.on_postgres(connection, indicator, example, tmp_path / str(number))

        assert list(examples.compared(example, rows)) == []
