"""A whole Ruta beside a filled database: pages and worker, with people of its offices signed in."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from benchmarks.browsing import Connections, Person
from benchmarks.stage import Stage

from ruta.access.agencies import agency_of
from ruta.postgres import roles

STAFF = """
    select u.username, u.id, u.office_id, o.type, u.role
    from access_user u join directory_office o on o.id = u.office_id
    where u.username like 'staff.%%' order by 1
"""
SEEN = """
    select case_id::text from cases_involvement
    where office_id = %s and access_sees(case_id)
        and case_id <> all ((select access_my_closed())::uuid[])
    order by case_id limit %s
"""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Running:
    """The pages of a stage on a port of their own; `parts` are the processes, by name."""

    stage: Stage
    chosen: dict[str, str] = field(default_factory=dict)
    workers: int = 1
    port: int = field(default_factory=lambda: free_port())

    def start(self, name: str) -> None:
        """Start keyd, web or worker; an old one of the name is gone."""
        words = {"web": ("--port", str(self.port), "--workers", str(self.workers))}.get(name, ())
        environment = {**self.stage.environment(name), **self.chosen}
        self.stage.parts.start(name, *words, environment=environment)

    def await_ready(self, *, timeout_s: float = 30) -> None:
        """
        Wait until the pages are ready.

        :raises ChildEnded: a process ended, or they were not ready in time
        """
        self.stage.parts.await_ready(self.address("/salud?listo"), timeout_s=timeout_s)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def kill(self, name: str) -> None:
        """End a process and what it started, as the machine would, and forget it."""
        process = self.stage.parts.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database as its superuser: row security is for the others."""
        url = self.stage.server.url(dbname="ruta")
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def people(self, connections: Connections, *, cases: int = 100) -> list[Person]:
        """The staff of the busiest offices, not signed in yet, with cases that they see."""
        url = self.stage.server.url(dbname="ruta", user=roles.WEB)
        found = []
        with psycopg.connect(url) as web:
            for username, person, office, kind, role in self.sql(STAFF):
                who = [person, office, agency_of(kind, role), ""]
                web.execute("select access_enter(%s, %s, %s, %s)", who)
                seen = [case for (case,) in web.execute(SEEN, [office, cases])]
                found.append(Person(username, connections, cases=seen))
        return found

    def cpu_s(self) -> dict[str, float]:
        """Seconds of CPU used so far by each part, with what it started, and the database."""
        groups = {process.pid: name for name, process in self.stage.parts.running.items()}
        assert self.stage.server.process is not None
        database = self.stage.server.process.pid
        used: dict[str, float] = dict.fromkeys([*groups.values(), "database"], 0.0)
        for pid, parent, group, spent in _processes():
            if database in (pid, parent):
                used["database"] += spent
            elif group in groups:
                used[groups[group]] += spent
        return used


@contextmanager
def whole(stage: Stage, chosen: dict[str, str], *, workers: int) -> Iterator[Running]:
    """The pages and the worker of a stage whose database and keeper are at work."""
    running = Running(stage, chosen, workers)
    running.start("worker")
    running.start("web")
    running.await_ready()
    yield running


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(parent: int) -> list[int]:
    """The processes that a process started."""
    return sorted(pid for pid, of, _, _ in _processes() if of == parent)


def _processes() -> Iterator[tuple[int, int, int, float]]:
    """Every process: its id, its parent's, its group's, and its seconds of CPU with its dead."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        spent = sum(int(words[at]) for at in (11, 12, 13, 14)) / TICKS
        yield int(path.parent.name), int(words[1]), int(words[2]), spent
