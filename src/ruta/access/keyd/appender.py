"""Entries of the audit, committed before anything is handed out: many at once, by one thread."""

import json
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from ruta.access.keyd.readers import Connection, connect

AT_ONCE = 64
WAIT_S = 4.0
APPEND = "select access_audit_append(%s::jsonb)"
RAISE = "select access_alert_raise(%s, %s, %s, %s, %s)"


class AuditFailed(Exception):
    """The entries could not be committed: whatever they speak of must not happen."""


@dataclass(frozen=True)
class Alert:
    """Something others must look at, committed with the entries it belongs to."""

    kind: str
    case_id: UUID | None
    actor: UUID
    office: str
    agency: str


@dataclass(frozen=True)
class Writing:
    """Entries and alerts that are committed together, and who waits for that."""

    entries: Sequence[dict[str, Any]]
    alerts: Sequence[Alert]
    done: "Future[int]"


class Appender:
    """
    One thread and one connection; who asks waits for the commit.

    Entries that wait together are committed together: the disk is asked once for all of them.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: queue.SimpleQueue[Writing | None] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self.failing = False
        self._thread = threading.Thread(target=self._work, name="appender", daemon=True)
        self._thread.start()

    def append(self, entries: Sequence[dict[str, Any]], alerts: Sequence[Alert] = ()) -> int:
        """
        The place in the chain of the last entry committed with these, which are committed now.

        :raises AuditFailed: they were not, or not in time
        """
        done: Future[int] = Future()
        self._waiting.put(Writing(tuple(entries), tuple(alerts), done))
        try:
            return done.result(WAIT_S)
        except TooLate:
            raise AuditFailed("not in time") from None

    def stop(self) -> None:
        """Commit what waits, and end."""
        self._waiting.put(None)
        self._thread.join(WAIT_S)

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, last = [first], False
            while len(batch) < AT_ONCE and not self._waiting.empty():
                more = self._waiting.get()
                if more is None:
                    last = True
                    break
                batch.append(more)
            self._commit(batch)
            if last:
                break
        if self._connection is not None:
            self._connection.close()

    def _commit(self, batch: list[Writing]) -> None:
        """Commit all of them together; where that fails for a reason of one, each by itself."""
        try:
            seq = self._write(batch)
        except psycopg.OperationalError as error:
            self._fail(batch, error)
        except Exception as error:
            if len(batch) == 1:
                self._fail(batch, error)
                return
            for each in batch:
                self._commit([each])
        else:
            self.failing = False
            for each in batch:
                each.done.set_result(seq)

    def _fail(self, batch: list[Writing], error: Exception) -> None:
        self.failing = True
        for each in batch:
            each.done.set_exception(AuditFailed(type(error).__name__))

    def _write(self, batch: list[Writing]) -> int:
        """
        One transaction; tried again once on a new connection when the old one was dead.

        Had the old one committed and died before it said so, the entries are there twice: an entry
        without a key is harmless, a key without an entry is not.
        """
        if self._connection is not None:
            try:
                return _written(self._connection, batch)
            except psycopg.OperationalError:
                if not self._connection.closed:
                    raise
        self._connection = connect(self._url)
        return _written(self._connection, batch)


def _written(connection: Connection, batch: list[Writing]) -> int:
    entries = [entry for each in batch for entry in each.entries]
    alerts = [alert for each in batch for alert in each.alerts]
    text = json.dumps(entries, separators=(",", ":"))
    if not alerts:
        return _seq(connection, text)
    with connection.transaction():
        for alert in alerts:
            values = [alert.kind, alert.case_id, alert.actor, alert.office, alert.agency]
            connection.execute(RAISE, values)
        return _seq(connection, text)


def _seq(connection: Connection, text: str) -> int:
    row = connection.execute(APPEND, [text]).fetchone()
    assert row is not None
    return int(row[0])
