"""A database written to one file and read back, by PostgreSQL's own tools."""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ruta.postgres import address, binaries, schema
from ruta.postgres.refusal import Refusal

EMPTYING = (
    "drop schema public cascade",
    "create schema public",
    # As a new database has it; otherwise the next backup would try to make the schema itself.
    "alter schema public owner to pg_database_owner",
)


class ArchiveRefused(Refusal):
    """A backup could not be written or read back."""


def is_empty(owner: str) -> bool:
    """Whether the database has no table."""
    with psycopg.connect(owner) as connection:
        query = "select not exists (select from pg_tables where schemaname = 'public')"
        row = connection.execute(query).fetchone()
    return bool(row and row[0])


def stamp(owner: str) -> str:
    """The database's own time as `20250303T2240`, for names of files."""
    with psycopg.connect(owner) as connection:
        query = "select to_char(now() at time zone 'UTC', 'YYYYMMDD\"T\"HH24MI')"
        row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""


def write(owner: str, path: Path) -> None:
    """
    Write the whole database to a new file that only we may read.

    :raises ArchiveRefused: the file exists, or PostgreSQL refused
    """
    if path.exists():
        raise ArchiveRefused(f"{path} exists; a backup never replaces another")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        _run("pg_dump", owner, "--format=custom", f"--file={part}")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(owner: str, path: Path, *, replace: bool) -> None:
    """
    Put the database of a backup in place, whole or not at all.

    :param replace: empty the database first; otherwise it must be empty
    :raises ArchiveRefused: not a backup, a database that holds something, or PostgreSQL refused
    """
    if not _is_archive(path):
        raise ArchiveRefused(f"{path} is not a backup made by `ruta backup`")
    if not replace and not is_empty(owner):
        raise ArchiveRefused(
            "the database is not empty; `ruta restore FILE --yes` replaces what it holds"
        )
    _in_one_transaction(owner, path)
    with psycopg.connect(owner) as connection:
        schema.open_to_servants(connection)


def _is_archive(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(5) == b"PGDMP"


def _in_one_transaction(owner: str, path: Path) -> None:
    """Empty the database and fill it from the backup; whatever fails leaves it as it was."""
    script = [program("pg_restore"), "--no-owner", "--file=-", str(path)]
    words = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file=-"]
    with (
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as source,
        _start("psql", owner, *words) as target,
    ):
        assert source.stdout is not None
        assert target.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            target.stdin.write("".join(f"{line};\n" for line in ("begin", *EMPTYING)).encode())
            shutil.copyfileobj(source.stdout, target.stdin)
            # Only a backup that was read to its end is kept: without this word all is undone.
            if source.wait() == 0:
                target.stdin.write(b"commit;\n")
        _, problems = target.communicate()
        source.stdout.close()
    if target.returncode != 0:
        raise ArchiveRefused(f"psql failed: {_first_error(problems.decode())}")
    if source.returncode != 0:
        raise ArchiveRefused(f"{path} is damaged; the database is as it was")


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    return str(binaries.find() / name)


def _start(name: str, owner: str, *words: str) -> subprocess.Popen[bytes]:
    """Start a program on the database; the password goes by the environment, not by the words."""
    parts = conninfo_to_dict(owner)
    password = str(parts.get("password") or "")
    bare = address.with_user(owner, user=str(parts.get("user") or ""))
    return subprocess.Popen(
        [program(name), "--dbname", bare, "--no-password", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **({"PGPASSWORD": password} if password else {})},
    )


def _run(name: str, owner: str, *words: str) -> None:
    with _start(name, owner, *words) as process:
        _, problems = process.communicate()
    if process.returncode != 0:
        raise ArchiveRefused(f"{name} failed: {_first_error(problems.decode())}")


def _first_error(text: str) -> str:
    lines = [line for line in text.splitlines() if "error" in line.lower()] or ["no reason given"]
    return re.split(r"error:", lines[0], flags=re.IGNORECASE)[-1].strip()
