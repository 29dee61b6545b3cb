"""One PostgreSQL for a run, tests that connect as the web role, and no way out to a network.

The server starts when the first test asks for a database: in a folder of its own, on a Unix socket,
with nothing kept safe on disk. The first process to need it builds a template as the owner; every
pytest-xdist worker works in its own copy of that template.
"""

import contextlib
import fcntl
import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from tests import keeper

from ruta.cli.process import framework, preparation
from ruta.postgres import address, roles
from ruta.postgres.server import THROWAWAY, Server

FOLDER = "RUTA_TEST_POSTGRES"
TEMPLATE = "ruta_template"
QUIETLY = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


class NetworkBlocked(Exception):
    """A test tried to reach another machine."""


# --- The network --------------------------------------------------------------------------------


def _is_here(host: object) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(str(host)).is_loopback
    return host in {"localhost", ""}


_connect = socket.socket.connect


def _connect_here(self: socket.socket, where: object) -> None:
    if self.family != socket.AF_UNIX and not _is_here(where[0]):  # type: ignore[index]
        raise NetworkBlocked("tests reach loopback and Unix sockets only")
    return _connect(self, where)  # type: ignore[arg-type]


# --- The run: one server, started and stopped by the process that began the run -----------------


_own: Server | None = None
# `ruta mutants` runs tests hundreds of times, and lends every run the server it started itself.
_lent = FOLDER in os.environ and "PYTEST_XDIST_WORKER" not in os.environ


def _server_of_run() -> Server:
    return Server(Path(os.environ[FOLDER]), options=dict(THROWAWAY, max_connections="200"))


def _start() -> None:
    global _own
    if _own is None and not _lent:
        _own = _server_of_run()
        _own.start()


def pytest_configure(config: pytest.Config) -> None:
    socket.socket.connect = _connect_here  # type: ignore[method-assign,assignment]
    if hasattr(config, "workerinput"):
        return
    framework.compile_languages(preparation.PACKAGE)
    if _lent:
        return
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="ruta-tests-")
    if getattr(config.option, "numprocesses", None):
        _start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _own is not None:
        _own.stop()
    if not hasattr(config, "workerinput") and FOLDER in os.environ and not _lent:
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A long campaign is left out, and said to be, unless the run is `ruta test --full`."""
    if os.environ.get("RUTA_TEST_FULL"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


@pytest.fixture(autouse=True)
def nothing_left_to_write() -> Iterator[None]:
    """What a test without a request left to be written afterwards is not the next one's."""
    yield
    if afterwards := sys.modules.get("ruta.access.audit.afterwards"):
        afterwards._left.writes.clear()


@pytest.fixture(scope="session")
def server(django_db_blocker: object) -> Server:
    """The run's PostgreSQL; the first to ask for it builds the template with the whole schema."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _start()
    running = _server_of_run()
    with (running.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (running.folder / "ready").exists():
            with django_db_blocker.unblock():  # type: ignore[attr-defined]
                _build_template(running)
            (running.folder / "ready").touch()
    return running


def _build_template(running: Server) -> None:
    """Build the schema as the owner, in the database that every test database is copied from."""
    from django.core.management import call_command
    from django.db import connection

    from ruta.postgres import schema

    running.make_database(TEMPLATE)
    with psycopg.connect(running.url(dbname=TEMPLATE, user=roles.OWNER)) as owner:
        schema.open_to_servants(owner)
    _point_django_at(running.url(dbname=TEMPLATE, user=roles.OWNER))
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def _point_django_at(url: str) -> None:
    from django.db import connections

    connections["default"].close()
    connections.settings["default"].update(address.parse(url), CONN_MAX_AGE=0)


def _copy_template(running: Server, name: str) -> None:
    with psycopg.connect(running.url(), autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} template {TEMPLATE} owner {roles.OWNER}")
        for servant in roles.SERVANTS:
            admin.execute(f"grant connect on database {name} to {servant}")


@pytest.fixture(scope="session")
def database_name(worker_id_or_main: str) -> str:
    """The name of this process's own database."""
    return f"ruta_{worker_id_or_main}"


@pytest.fixture(scope="session")
def worker_id_or_main() -> str:
    """`gw0`, `gw1`, … under pytest-xdist, else `main`."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def django_db_setup(server: Server, database_name: str, django_db_blocker: object) -> None:
    """Give this process a database of its own, reached as the web role."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _copy_template(server, database_name)
        _point_django_at(server.url(dbname=database_name, user=roles.WEB))

    def start_again(self: TransactionTestCase) -> None:
        """The web role may truncate nothing: a test that commits gets a new copy after it."""
        from django.db import connection

        connection.close()
        _copy_template(server, database_name)

    TransactionTestCase._fixture_teardown = start_again


@pytest.fixture
def owner_connection(
    server: Server, django_db_setup: None, database_name: str
) -> Iterator[psycopg.Connection]:
    """
    A psycopg connection as `ruta_owner`, committing each statement.

    It sees only what other connections committed, and what it commits stays for later tests: use it
    with `transactional_db`, or clean up.
    """
    url = server.url(dbname=database_name, user=roles.OWNER)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def worker_connection(
    server: Server, django_db_setup: None, database_name: str
) -> Iterator[psycopg.Connection]:
    """A psycopg connection as `ruta_worker`, committing each statement."""
    url = server.url(dbname=database_name, user=roles.WORKER)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def acting_as(
    server: Server, django_db_setup: None, database_name: str
) -> Callable[[str], AbstractContextManager[None]]:
    """
    `with acting_as(roles.WORKER):` Django connects as that role within; for what is committed.
    """

    @contextlib.contextmanager
    def acting(role: str) -> Iterator[None]:
        _point_django_at(server.url(dbname=database_name, user=role))
        try:
            yield
        finally:
            _point_django_at(server.url(dbname=database_name, user=roles.WEB))

    return acting


@pytest.fixture(scope="session")
def through_keyd(request: pytest.FixtureRequest) -> Iterator[keeper.Through]:
    """Cursors as `ruta_keyd` on this process's database; a server is started at the first one."""

    def url() -> str:
        running: Server = request.getfixturevalue("server")
        return running.url(dbname=request.getfixturevalue("database_name"), user=roles.KEYD)

    through = keeper.Through(url)
    yield through
    through.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this process: one, as a second loop beside its own would be refused."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*QUIETLY, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        )
        yield running
        running.close()
