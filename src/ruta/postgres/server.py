"""A PostgreSQL server of our own, in one folder, on a Unix socket only.

The folder holds `data/` (the cluster) and `server.log`. The server is a child process; stopping it
leaves the data. Whoever can open the socket's folder may connect as any role, so that folder is
closed to other accounts.
"""

import contextlib
import hashlib
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from ruta.postgres import address, roles
from ruta.postgres.account import Account, choose
from ruta.postgres.binaries import find
from ruta.postgres.refusal import Refusal

SUPERUSER = "postgres"
PORT = 5432
STILL_THERE = "shared memory block"
SOCKET_LIMIT = 90  # bytes of path that a Unix socket allows, less room for its file name
DURABLE = {"shared_buffers": "256MB", "max_wal_size": "2GB"}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


class ServerFailed(Refusal):
    """The server could not be made, started or stopped; the message is one line for a person."""


@dataclass
class Server:
    """One cluster in `folder`; `options` are server settings given on its command line."""

    folder: Path
    options: dict[str, str] = field(default_factory=lambda: dict(DURABLE))
    account: Account | None = None
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self.programs = find()
        self.account = self.account or choose(self.folder, self.programs)

    @property
    def data(self) -> Path:
        """The cluster's own folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Where the server writes what happens to it."""
        return self.folder / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket; a short one stands in where the path is too long."""
        inside = self.folder / "socket"
        if len(str(inside)) <= SOCKET_LIMIT and "," not in str(inside):
            return inside
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"ruta-{os.geteuid()}-{mark}"

    def url(self, *, dbname: str = "postgres", user: str = SUPERUSER) -> str:
        """The address of a database of this server for a role."""
        return address.url(dbname=dbname, user=user, host=str(self.socket), port=PORT)

    def start(self, *, timeout_s: float = 30) -> None:
        """
        Make the cluster if there is none, and wait until it answers.

        :raises ServerFailed: with the server's own last words
        """
        assert self.account is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.account.take(self.socket)
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        self._check_version()
        self._stop_orphan()
        until = time.monotonic() + timeout_s
        while True:
            self._launch()
            try:
                return self._await_answer(max(1.0, until - time.monotonic()))
            except ServerFailed as error:
                # After a kill the old server's children need a moment to let go of its memory.
                if STILL_THERE not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _launch(self) -> None:
        """Start the server's process, whatever becomes of it."""
        assert self.account is not None
        command = [str(self.programs / "postgres"), "-D", str(self.data), *self._settings()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.account.prefix, *command],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd="/",
                # A Ctrl-C at the terminal is for us: we stop the web first, then the server.
                start_new_session=True,
                **self.account.process,
            )

    def stop(self, *, timeout_s: float = 15) -> None:
        """Close every connection and stop; the data stays. Stopping twice is harmless."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout_s)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            # At once, without a last checkpoint: the next start reads the log of writes again.
            process.send_signal(signal.SIGQUIT)
            process.wait()

    def make_database(self, name: str) -> None:
        """Make Ruta's roles and the database `name`, owned by `ruta_owner`, unless they exist."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            roles.make(connection, names=(roles.OWNER, *roles.SERVANTS))
            known = connection.execute("select 1 from pg_database where datname = %s", [name])
            if known.fetchone() is None:
                statement = psycopg.sql.SQL("create database {} owner {}")
                connection.execute(
                    statement.format(
                        psycopg.sql.Identifier(name), psycopg.sql.Identifier(roles.OWNER)
                    )
                )

    def _make_cluster(self) -> None:
        assert self.account is not None
        if self.data.exists() and any(self.data.iterdir()):
            raise ServerFailed(
                f"{self.data} is not a database that Ruta can read: move it away, or start with "
                "--fresh to delete it"
            )
        self.account.take(self.data)
        options = ["-E", "UTF8", "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
        program = [str(self.programs / "initdb"), "-D", str(self.data), "-U", SUPERUSER, "-N"]
        made = subprocess.run(
            [*self.account.prefix, *program, *options],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            **self.account.process,
        )
        if made.returncode != 0:
            raise ServerFailed(f"the database could not be made: {_last_words(made.stderr)}")

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        version = subprocess.run(
            [str(self.programs / "postgres"), "--version"],
            check=True,
            capture_output=True,
            text=True,
        )
        ours = version.stdout.split()[2].split(".")[0]
        if made_by != ours:
            raise ServerFailed(
                f"the data was made by PostgreSQL {made_by} and this is {ours}: restore a backup "
                "into a new folder (docs/how-to/backup.md)"
            )

    def _settings(self) -> list[str]:
        fixed = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "log_statement": "none",
            # A failed statement and its details may quote a person's words.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
        }
        both = {**fixed, **self.options}
        return [part for name, value in both.items() for part in ("-c", f"{name}={value}")]

    def _stop_orphan(self) -> None:
        """Stop a server whose launcher died, so that ours can take its folder."""
        assert self.account is not None
        if not (self.data / "postmaster.pid").exists():
            return
        subprocess.run(
            [
                *self.account.prefix,
                str(self.programs / "pg_ctl"),
                *("-D", str(self.data), "-m", "fast", "-w", "-t", "30", "stop"),
            ],
            check=False,
            capture_output=True,
            cwd="/",
            **self.account.process,
        )

    def _await_answer(self, timeout_s: float) -> None:
        assert self.process is not None
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            if self.process.poll() is not None:
                self.process = None
                raise ServerFailed(f"the database did not start: {self._reason()}")
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            time.sleep(0.05)
        self.stop()
        raise ServerFailed(f"the database did not answer in {timeout_s:.0f} s: {self._reason()}")

    def _reason(self) -> str:
        return _last_words(self.log.read_text(errors="replace")) if self.log.exists() else "no log"


def _last_words(text: str) -> str:
    """The last line that says what went wrong, without its time and process number."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(w in line for w in ("FATAL:", "PANIC:", "error:"))]
    last = (telling or lines or ["no reason given"])[-1]
    for word in ("FATAL:", "PANIC:", "error:"):
        if word in last:
            return last.split(word, 1)[1].strip()
    return last
