"""The database a subcommand works on: the one the environment names, else our own server's."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ruta.cli.process.folder import Folder, FolderRefused, kept_secret
from ruta.postgres import address, roles, schema
from ruta.postgres.server import Server

NAME = "ruta"


@dataclass(frozen=True)
class Addresses:
    """The database's URL for each role."""

    owner: str
    web: str
    worker: str
    keyd: str
    extract: str = ""

    def environment(self, role: str) -> dict[str, str]:
        """
        The environment of a process of that role: it learns its own address and no other.
        """
        hidden = ("RUTA_DATABASE_URL", "DATABASE_URL")
        known = {name: value for name, value in os.environ.items() if name not in hidden}
        variable = {name: f"RUTA_{name.upper()}_DATABASE_URL" for name in roles.BY_NAME}
        for name in variable.values():
            known.pop(name, None)
        if role == "owner":
            return {**known, "RUTA_ROLE": role, "RUTA_DATABASE_URL": self.owner}
        return {**known, "RUTA_ROLE": role, variable[role]: getattr(self, role)}


def given() -> str:
    """The owner's address from the environment, or nothing."""
    return os.environ.get("RUTA_DATABASE_URL") or os.environ.get("DATABASE_URL") or ""


@contextmanager
def opened(folder: Folder) -> Iterator[Addresses]:
    """
    A database ready for migrations: roles made, schema open to them; our server stopped after.

    While `ruta demo` runs on the same folder its server is used, and left running.

    :raises Refusal: the server, its roles or the folder cannot be used
    """
    if url := given():
        yield _prepared(url, folder.path)
        return
    server = Server(folder.path / "postgres")
    if not folder.held and not folder.hold():
        yield _of_server(server)
        return
    try:
        server.start()
        server.make_database(NAME)
        addresses = _of_server(server)
        with psycopg.connect(addresses.owner) as connection:
            schema.open_to_servants(connection)
        yield addresses
    finally:
        server.stop()


def _of_server(server: Server) -> Addresses:
    urls = [server.url(dbname=NAME, user=role) for role in (roles.OWNER, *roles.SERVANTS)]
    return Addresses(*urls)


def _prepared(url: str, folder: Path) -> Addresses:
    """Make roles on a server that is not ours; their passwords stay in the data folder."""
    with psycopg.connect(url) as connection:
        passwords = _passwords(folder, lacking=roles.missing(connection))
        roles.make(connection, passwords=passwords)
        schema.open_to_servants(connection)

    def reach(role: str, variable: str) -> str:
        chosen = os.environ.get(variable)
        return chosen or address.with_user(url, user=role, password=passwords.get(role, ""))

    return Addresses(
        owner=url,
        web=reach(roles.WEB, "RUTA_WEB_DATABASE_URL"),
        worker=reach(roles.WORKER, "RUTA_WORKER_DATABASE_URL"),
        keyd=reach(roles.KEYD, "RUTA_KEYD_DATABASE_URL"),
        extract=reach(roles.EXTRACT, "RUTA_EXTRACT_DATABASE_URL"),
    )


def _passwords(folder: Path, *, lacking: list[str]) -> dict[str, str]:
    """The passwords of the roles that we made or are about to make; none for anybody else's."""
    path = folder / "role-passwords.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    fresh = {role: secrets.token_urlsafe(24) for role in lacking}
    if fresh:
        known.update(fresh)
        path.unlink(missing_ok=True)
        kept_secret(path, make=json.dumps(known))
    return known


def only_ours(folder: Folder) -> None:
    """
    Hold the folder, or say who does.

    :raises FolderRefused: another Ruta is running on it
    """
    if not folder.hold():
        raise FolderRefused(
            f"Ruta already runs on {folder.path} (process {folder.holder()}); "
            "stop it, or choose another folder with RUTA_VAR"
        )
