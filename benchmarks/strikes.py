"""Killing a part of a running Ruta without warning, and mending it as an init system would."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
import urllib.request
from collections.abc import Callable

import psycopg
from benchmarks.running import Running, children_of

from ruta.cli.process.children import ChildEnded
from ruta.postgres.server import ServerFailed

TARGETS = ("postmaster", "backend", "web", "pages", "keyd", "worker")
"""`web` is the server of the pages with all it started; `pages`, the one process that draws."""
READY_S = 30
BACKENDS = """
    select pid from pg_stat_activity
    where usename in ('ruta_web', 'ruta_keyd', 'ruta_worker') order by pid
"""


def strike(running: Running, target: str, draw: random.Random) -> None:
    """Kill -9 one part; the others are left to find out by themselves."""
    if target == "postmaster":
        assert running.stage.server.process is not None
        _kill(postmaster(running))
        running.stage.server.process.wait()
    elif target == "backend":
        found = [pid for (pid,) in running.sql(BACKENDS)]
        _kill(draw.choice(found))
    elif target == "pages":
        _kill(draw.choice(children_of(running.stage.parts.running["web"].pid)))
    else:
        running.kill(target)
        running.start(target)


def mend(running: Running, works: Callable[[], bool], *, timeout_s: float = READY_S) -> float:
    """
    Start again whatever ended, until the pages are ready and `works`; the seconds it took.

    :raises ChildEnded: it did not come to that in time
    """
    began = time.monotonic()
    while time.monotonic() - began < timeout_s:
        start_what_ended(running)
        if works() and is_ready(running):
            return time.monotonic() - began
        time.sleep(0.1)
    raise ChildEnded(f"no work after {timeout_s:.0f} s; see {running.stage.parts.logs}")


def start_what_ended(running: Running) -> None:
    """One look at the parts, as an init system takes it when one of them ends."""
    server, parts = running.stage.server, running.stage.parts
    if server.process is None or server.process.poll() is not None:
        with contextlib.suppress(ServerFailed, psycopg.Error):
            server.start(timeout_s=10)
    for name, process in list(parts.running.items()):
        if process.poll() is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            running.start(name)


def is_ready(running: Running) -> bool:
    """Whether `/salud?listo` says so."""
    try:
        with urllib.request.urlopen(running.address("/salud?listo"), timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def postmaster(running: Running) -> int:
    """The process that started all of the database's others."""
    return int((running.stage.server.data / "postmaster.pid").read_text().split()[0])


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
