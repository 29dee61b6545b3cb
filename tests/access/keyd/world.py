"""A small world for the keeper of keys: offices, people with sessions, cases with grants.

Every case, person and session is new, so that tests share a database and do not meet.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from ruta.access.keys import wire
from ruta.access.keys.client import Client
from ruta.access.keys.service import Sealing
from ruta.access.viewer import Viewer

ROOT = Path(__file__).resolve().parents[3]
PURPOSE = "test"
OFFICE = """
    insert into directory_office (id, type, name, ubigeo, department, province, district, address,
        phone, phone_doubtful, hours, languages, national, demonstration, source)
    values (%s, %s, 'Oficina inventada', '210101', 'PUNO', '', '', '', '', false, '', '', false,
        true, 'invented')
"""
PERSON = """
    insert into access_user (id, username, display_name, office_id, role, language, password,
        is_active, demonstration)
    values (%s, %s, 'Persona inventada', %s, %s, 'es-pe', '!', true, %s)
"""
SESSION = """
    insert into access_session (key, account, data, opened_at, seen_at, expire_date)
    values (%s, %s, '', now(), now(), now() + interval '10 hours')
"""
GRANT = """
    insert into access_grant
        (case_id, office_id, basis, act_id, compartments, purpose, since, until)
    values (%s, %s, %s, gen_random_uuid(), %s, '', now(), now() + interval '30 days')
"""
ROLES = {
    "pnp": "police_officer",
    "cem": "cem_psychologist",
    "juzgado-familia": "court_clerk",
    "fiscalia-penal": "prosecutor",
    "ipress": "health_worker",
    "supervision": "supervisor",
}


@dataclass
class World:
    """What tests put into the database, as its owner, committed."""

    owner: psycopg.Connection[Any]

    def office(self, kind: str) -> str:
        name = f"T-{uuid4().hex[:10]}"
        self.owner.execute(OFFICE, [name, kind])
        return name

    def worker(self, office: str, kind: str = "pnp", *, demonstration: bool = False) -> Viewer:
        """Somebody of an office, signed in."""
        person = uuid4()
        self.owner.execute(PERSON, [person, person.hex, office, ROLES[kind], demonstration])
        return Viewer(person, office, kind, ROLES[kind], "PUNO", session=self.sign_in(person))

    def somebody(self, kind: str = "pnp") -> Viewer:
        """Somebody of an office of their own, signed in."""
        return self.worker(self.office(kind), kind)

    def sign_in(self, person: UUID) -> str:
        token = uuid4().hex
        self.owner.execute(SESSION, [digest(token), person])
        return token

    def grant(
        self, case_id: UUID, office: str, basis: str = "duty", compartments: str = ""
    ) -> None:
        self.owner.execute(GRANT, [case_id, office, basis, compartments])

    def case_of(self, *viewers: Viewer) -> UUID:
        """A case that the offices of these people have by their duty."""
        case_id = uuid4()
        for office in {viewer.office_id for viewer in viewers}:
            self.grant(case_id, office)
        return case_id

    def entries(self, case_id: UUID) -> list[dict[str, Any]]:
        """The audit of a case, oldest first."""
        cursor = self.owner.execute(
            "select event, action, compartments, purpose, basis, rule, detail, actor, seq"
            " from access_audit where case_id = %s order by seq",
            [case_id],
        )
        names = [column.name for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def alerts(self, **where: Any) -> set[str]:
        """Kinds of alert raised about a case or a person: `case_id=…` or `actor=…`."""
        ((column, value),) = where.items()
        statement = f"select distinct kind from access_alert where {column} = %s"
        return {kind for (kind,) in self.owner.execute(statement, [value])}


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass
class Running:
    """A real keeper of keys, in a process of its own."""

    folder: Path
    database_url: str
    chosen: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "keyd" / "socket"

    @property
    def key_file(self) -> Path:
        return self.folder / "keys.json"

    @property
    def log(self) -> Path:
        return self.folder / "keyd.log"

    def environment(self) -> dict[str, str]:
        known = {name: value for name, value in os.environ.items() if not name.startswith("RUTA_")}
        return {
            **known,
            "PYTHONPATH": str(ROOT / "src"),
            "RUTA_VAR": str(self.folder),
            "RUTA_KEY_FILE": str(self.key_file),
            "RUTA_KEYD_SOCKET": str(self.socket),
            "RUTA_KEYD_DATABASE_URL": self.database_url,
            **self.chosen,
        }

    def start(self) -> "Running":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ruta", "keyd"],
                env=self.environment(), stdout=log, stderr=log, cwd=ROOT,
            )  # fmt: skip
        until = time.monotonic() + 20
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            if self.answers():
                return self
            time.sleep(0.02)
        raise AssertionError(self.log.read_text())

    def answers(self) -> bool:
        try:
            return bool(Client(self.socket).ask("ping")["pid"])
        except Exception:
            return False

    def client(self) -> Client:
        return Client(self.socket)

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """`ruta keyd WORDS` beside the running keeper."""
        return subprocess.run(
            [sys.executable, "-m", "ruta", "keyd", *words],
            env=self.environment(), capture_output=True, text=True, cwd=ROOT, check=False,
            timeout=60,
        )  # fmt: skip

    def signal(self, number: int) -> int:
        """Send a signal and wait for the end; the code it ended with."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(20)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            assert self.signal(signal.SIGTERM) == 0, self.log.read_text()


@contextmanager
def talking(socket_path: Path) -> Iterator[Any]:
    """A bare connection to a keeper, for what no client would send."""
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(10)
        connection.connect(str(socket_path))
        yield connection


def seal(
    client: Client, case_id: UUID, actor: Viewer, compartment: str = "I", text: bytes = b"texto"
) -> bytes:
    """One text sealed."""
    parts = {compartment: {"a": text}}
    sealed = client.seal_case(case_id=case_id, parts=parts, actor=actor, purpose=PURPOSE)
    return sealed[compartment]["a"]


def open_(
    client: Client, case_id: UUID, actor: Viewer, sealed: bytes, compartment: str = "I"
) -> bytes:
    """One text opened."""
    items = [Sealing(case_id, compartment, {"a": sealed})]
    (opened,) = client.open_batch(items, actor=actor, purpose=PURPOSE)
    return opened["a"]


__all__ = ["PURPOSE", "Running", "World", "digest", "open_", "seal", "talking", "wire"]
