"""The keeper of keys of most tests: in this process, on a connection of its own as `ruta_keyd`.

The web may not touch the table of keys, so it cannot be Django's connection. What is kept there is
committed at once, as it is by the real keeper; a case of another test has another identifier.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from ruta.access.keys import keyfile
from ruta.access.keys.local import LocalKeyService


class Through:
    """Cursors on one connection, opened when first needed and when its database was replaced."""

    def __init__(self, url: Callable[[], str]) -> None:
        self._url = url
        self._connection: psycopg.Connection[Any] | None = None
        self._alone = threading.RLock()

    @contextmanager
    def cursor(self) -> Iterator[psycopg.Cursor[Any]]:
        """A cursor for one thread at a time; each statement commits."""
        with self._alone, self._alive().cursor() as cursor:
            yield cursor

    def _alive(self) -> psycopg.Connection[Any]:
        if self._connection is not None:
            try:
                self._connection.execute("select 1")
            except psycopg.OperationalError:
                self.close()
        if self._connection is None:
            self._connection = psycopg.connect(self._url(), autocommit=True)
        return self._connection

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def local(key_file: Path, through: Through) -> LocalKeyService:
    """A keeper over the keys of this file."""
    return LocalKeyService(keyfile.read(key_file), through.cursor)
