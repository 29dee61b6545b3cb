"""The keeper's own connections to the database, as `ruta_keyd`; each mends itself."""

import queue
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg

SIZE = 4
CONNECT_S = 2
WAIT_S = 3.0
Connection = psycopg.Connection[tuple[Any, ...]]
Found = TypeVar("Found")


class DatabaseAbsent(Exception):
    """The database cannot be asked now; nothing is said about why, it may quote an address."""


def connect(url: str) -> Connection:
    """
    A connection that commits each statement, gives up soon, and waits for the disk when it commits.

    :raises OperationalError: the database refuses or is not there
    """
    options = "-c statement_timeout=3000 -c lock_timeout=2500 -c synchronous_commit=on"
    connection = psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=CONNECT_S,
        options=options,
        application_name="ruta-keyd",
    )
    connection.prepare_threshold = 0
    return connection


class Readers:
    """A few connections, lent to one thread at a time."""

    def __init__(self, url: str, size: int = SIZE) -> None:
        self._url = url
        self._free: queue.LifoQueue[Connection | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)

    def run(self, work: Callable[[Connection], Found]) -> Found:
        """
        What `work` answers; tried again once on a new connection, as the old one may be dead.

        :raises DatabaseAbsent: no connection is free in time, or the database fails
        """
        try:
            connection = self._free.get(timeout=WAIT_S)
        except queue.Empty:
            raise DatabaseAbsent("busy") from None
        try:
            if connection is not None:
                try:
                    return work(connection)
                except psycopg.OperationalError:
                    if not connection.closed:
                        raise
            connection = connect(self._url)
            return work(connection)
        except psycopg.Error as error:
            if connection is not None:
                connection.close()
                connection = None
            raise DatabaseAbsent(type(error).__name__) from None
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """End the connections that nobody uses."""
        while not self._free.empty():
            if connection := self._free.get_nowait():
                connection.close()
