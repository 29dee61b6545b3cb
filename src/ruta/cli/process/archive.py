"""A database written to one file and read back, by PostgreSQL's own tools; the keys stay apart.

A data backup never holds the wrapped keys of cases, and a restore never brings any: keys that were
destroyed stay destroyed, whatever data comes back. The file is encrypted with age as it is written
and decrypted as it is read, so that nothing of it touches the disk in the clear.
"""

import contextlib
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO, Any

import psycopg
import pyrage

from ruta.cli.process import programs, stock
from ruta.cli.process.programs import ArchiveRefused
from ruta.postgres import schema

__all__ = ["ArchiveRefused", "is_demonstration", "is_empty", "read", "stamp", "write"]

KEYS, ERASED = "access_casekey", "access_erased"
AGE, CUSTOM = b"age-encryption.org/", b"PGDMP"
EMPTYING = (
    "drop schema public cascade",
    "create schema public",
    # As a new database has it; otherwise the next backup would try to make the schema itself.
    "alter schema public owner to pg_database_owner",
)
KEEP = "create temporary table kept_{0} on commit drop as table public.{0}"
# What was kept, in the columns that the backup's version has.
PUT_BACK = """
set row_security = on;
do $$ declare names text := (
    select string_agg(quote_ident(now.attname), ', ')
    from pg_attribute now join pg_attribute kept on kept.attname = now.attname
    where now.attrelid = to_regclass('public.{0}') and kept.attrelid = 'kept_{0}'::regclass
        and now.attnum > 0 and not now.attisdropped);
begin
    if names is not null then
        {1}
        execute format('insert into public.{0} (%s) select %s from kept_{0}'
            ' on conflict do nothing', names, names);
    end if;
end $$"""
# Of the keys only those of today: none that a backup brought. Of what was erased, both.
FIRST = {KEYS: f"delete from public.{KEYS};", ERASED: ""}


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


def is_demonstration(owner: str) -> bool:
    """Whether the database says of itself that it is a demonstration."""
    with psycopg.connect(owner) as connection:
        query = "select obj_description('public'::regnamespace, 'pg_namespace')"
        row = connection.execute(query).fetchone()
    return bool(row and row[0] == stock.MARK)


def write(owner: str, path: Path, *, recipients: Sequence[Any] = ()) -> None:
    """
    Write the whole database but the keys of cases to a new file that only we may read.

    :param recipients: of age; without any the file is in the clear
    :raises ArchiveRefused: the file exists, or PostgreSQL refused
    """
    if path.exists():
        raise ArchiveRefused(f"{path} exists; a backup never replaces another")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            _dump(owner, file, recipients)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _dump(owner: str, file: IO[bytes], recipients: Sequence[Any]) -> None:
    # Without the first option the owner's own row security would make pg_dump refuse; the policy
    # of the owner shows every row.
    words = ("--enable-row-security", "--format=custom", f"--exclude-table-data=public.{KEYS}")
    with programs.reading("pg_dump", owner, *words) as source:
        if recipients:
            pyrage.encrypt_io(source, file, list(recipients))
        else:
            programs.copy(source, file)


def read(owner: str, path: Path, *, replace: bool, identities: Sequence[Any] = ()) -> None:
    """
    Put the data of a backup in place, whole or not at all; the keys of cases stay as they are.

    :param replace: empty the database first; otherwise it must be empty
    :param identities: of age, for a backup that is encrypted
    :raises ArchiveRefused: not a backup, one that we cannot open, a database that holds something,
        or PostgreSQL refused
    """
    encrypted = _is_encrypted(path)
    if encrypted and not identities:
        raise ArchiveRefused(f"{path} is encrypted: name the file of an identity with --identity")
    if not replace and not is_empty(owner):
        raise ArchiveRefused(
            "the database is not empty; `ruta restore FILE --yes` replaces what it holds"
        )
    _in_one_transaction(owner, path, list(identities) if encrypted else [])
    with psycopg.connect(owner) as connection:
        schema.open_to_servants(connection)


def _is_encrypted(path: Path) -> bool:
    """:raises ArchiveRefused: it is no backup at all"""
    with contextlib.suppress(OSError), path.open("rb") as file:
        begins = file.read(len(AGE))
        if begins == AGE or begins.startswith(CUSTOM):
            return begins == AGE
    raise ArchiveRefused(f"{path} is not a backup made by `ruta backup`")


def _in_one_transaction(owner: str, path: Path, identities: list[Any]) -> None:
    """Empty the database and fill it from the backup; whatever fails leaves it as it was."""
    kept = _present(owner, FIRST)
    before = ["begin", *(KEEP.format(table) for table in kept), *EMPTYING]
    after = [*(PUT_BACK.format(table, FIRST[table]) for table in kept), "commit"]
    with programs.executing(owner) as script:
        script.say(before)
        with path.open("rb") as file, programs.as_sql(_opening(file, identities)) as sql:
            script.pour(sql)
        # Only a backup that was read to its end is kept: without these words all is undone.
        script.say(after)


def _opening(file: IO[bytes], identities: list[Any]) -> programs.Source:
    """What writes the archive in the clear into a pipe, and fails when it was altered or cut."""

    def pour(target: IO[bytes]) -> None:
        if not identities:
            programs.copy(file, target)
            return
        try:
            pyrage.decrypt_io(file, target, identities)
        except (pyrage.DecryptError, OSError):
            raise ArchiveRefused(
                "the backup is damaged, or not for this identity; the database is as it was"
            ) from None

    return pour


def _present(owner: str, tables: Collection[str]) -> list[str]:
    """Those of the tables that the database has."""
    query = "select to_regclass(name) is not null from unnest(%s::text[]) as names(name)"
    names = [f"public.{table}" for table in tables]
    with psycopg.connect(owner) as connection:
        there = connection.execute(query, [names]).fetchall()
    return [name for name, (is_there,) in zip(tables, there, strict=True) if is_there]
