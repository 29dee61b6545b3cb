"""SEC-50: five hundred secrets go into a case; whoever steals the disk or a backup finds none."""

import logging
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests.cases.conftest import committed_file, key_file, keys, offices  # noqa: F401
from tests.cases.stage import CEM, POLICE, Stage, act, complaint

from ruta.access.backend import database_now
from ruta.access.keys import envelope, keyfile, wrapping
from ruta.access.viewer import Viewer
from ruta.acts import catalogue, vocabulary
from ruta.cases.intake import NewAct, NewParty
from ruta.cli.process import archive, programs
from ruta.postgres import roles
from ruta.postgres.server import Server
from ruta.web.requestlog import JsonLines

SECRETS = 500
RUN = secrets.token_hex(6)
MARK = f"zqx{RUN}n"
CONTROL = f"control{RUN}"
SHORTEST = len(MARK) + 4


def sealed_texts(kind: vocabulary.Kind) -> list[str]:
    """The facts of a kind of act that hold a sealed text with room for a secret."""
    facts = [catalogue.load().facts[name] for name in kind.facts]
    return [
        fact.name
        for fact in facts
        if fact.type == "text"
        and fact.compartment != catalogue.CLEAR
        and (fact.max_length or 0) >= SHORTEST
    ]


def recordable(viewer: Viewer) -> list[tuple[str, list[str]]]:
    """Kinds of act that need nothing but sealed texts, with those texts."""
    found = ((kind, sealed_texts(kind)) for kind in vocabulary.kinds().values())
    return [
        (kind.id, texts)
        for kind, texts in found
        if texts
        and kind.in_case
        and kind.id != "annulment"
        and kind.may_be_recorded_by(viewer.office_type)
        and set(kind.required) <= set(texts)
    ]


def acts_of(viewer: Viewer, numbers: "count[int]", now: datetime) -> list[NewAct]:
    """One act of each kind, with a new secret in each of its texts."""
    return [
        NewAct(
            act_id=uuid4(), kind=kind, at=now,
            facts={name: f"{MARK}{next(numbers):04d}" for name in texts},
        )
        for kind, texts in recordable(viewer)
    ]  # fmt: skip


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """What Ruta logs meanwhile, down to the least important line."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("", "ruta", "django")]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(logging.DEBUG)
    yield lines
    for each, level in zip(loggers, levels, strict=True):
        each.removeHandler(handler)
        each.setLevel(level)


@pytest.fixture
def written(committed_file: Stage, logged: list[str]) -> Stage:  # noqa: F811
    """A case of two people with five hundred secrets in what is sealed."""
    numbers, now = count(), database_now()
    people = tuple(
        NewParty(
            party_id=uuid4(), role=role, document=f"{MARK}{next(numbers):04d}",
            facts={name: f"{MARK}{next(numbers):04d}" for name in ("names", "surnames", "address")},
        )
        for role in ("survivor", "accused")
    )  # fmt: skip
    committed_file.opened(complaint(now), now=now, parties=people)
    committed_file.recorded(act("cem-notified", now, to="T-CEM-1"), now=now)
    while next(numbers) < SECRETS:
        for who in (POLICE, CEM):
            committed_file.recorded(*acts_of(who, numbers, now), by=who, now=now)
    return committed_file


def occurrences(content: bytes, word: str) -> int:
    """How often a word is in there, as PostgreSQL or anybody else may have written it."""
    forms = {word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()}
    return sum(content.count(form) for form in forms)


def in_folder(folder: Path, word: str) -> dict[str, int]:
    """The files of a folder that hold a word; those that vanish meanwhile hold nothing."""
    found = {}
    for path in folder.rglob("*"):
        try:
            hits = occurrences(path.read_bytes(), word) if path.is_file() else 0
        except FileNotFoundError:
            continue
        if hits:
            found[str(path.relative_to(folder))] = hits
    return found


def as_text(owner: str, path: Path) -> bytes:
    """A backup as the script it stands for."""
    archive.write(owner, path)

    def pour(pipe: object) -> None:
        with path.open("rb") as file:
            programs.copy(file, pipe)  # type: ignore[arg-type]

    with programs.as_sql(pour) as script:
        return script.read()


@pytest.mark.check("SEC-50")
def test_no_secret_is_on_the_disk_in_a_backup_or_in_a_log(
    written: Stage, logged: list[str], server: Server, database_name: str, tmp_path: Path
) -> None:
    owner = server.url(dbname=database_name, user=roles.OWNER)
    with psycopg.connect(owner) as connection:
        connection.execute(f"create table seen as select '{CONTROL}' as word")
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute("checkpoint")

    dump = as_text(owner, tmp_path / "dump")

    # The search finds what is there: a word in the clear, in the table, in the log of writes …
    places = in_folder(server.folder, CONTROL)
    assert any("/base/" in f"/{place}" for place in places), places
    assert any("pg_wal" in place for place in places), places
    assert occurrences(dump, CONTROL) == 1
    # … and no secret anywhere.
    assert in_folder(server.folder, MARK) == {}
    assert occurrences(dump, MARK) == 0
    assert [line for line in logged if MARK in line] == []


def test_whoever_has_both_the_database_and_the_keys_reads_every_secret(
    written: Stage,
    keys: Path,  # noqa: F811
    owner_connection: psycopg.Connection,
) -> None:
    """Else the search above would prove nothing: the secrets are there."""
    ring = keyfile.read(keys)
    rows = owner_connection.execute(
        "select compartment, item_id, ciphertext, kek_version, wrapped from cases_sealeditem"
        " join access_casekey using (case_id, compartment) where case_id = %s", [written.case_id],
    ).fetchall()  # fmt: skip

    seen: set[bytes] = set()
    for compartment, item_id, ciphertext, version, wrapped in rows:
        key = wrapping.unwrap(ring, (written.case_id, compartment), version, wrapped)
        place = envelope.Place(str(written.case_id), compartment, str(item_id))
        seen |= set(re.findall(rb"%s\d{4}" % MARK.encode(), envelope.open_(key, ciphertext, place)))
    assert len(seen) >= SECRETS
