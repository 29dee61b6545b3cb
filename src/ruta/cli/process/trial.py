"""A copy of the repository in which faults are planted, beside a database that every run uses."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from ruta.cli.process.mutation import Fault
from ruta.postgres.refusal import Refusal
from ruta.postgres.server import THROWAWAY, Server

SETTINGS = Path(__file__).parents[1] / "mutants.toml"
LENT = "RUTA_TEST_POSTGRES"
CONNECTIONS = "60"
LEAST_S = 40.0
# Loading every plugin that is installed takes longer than most of these runs.
PLUGINS = ("-p", "pytest_django.plugin", "-p", "no:cacheprovider")
APART = frozenset({"RUTA_TEST_FULL", "PYTEST_XDIST_WORKER", "DJANGO_SETTINGS_MODULE", LENT})
"""What a run of tests that started us may have set, and is not for these."""
LEFT = "select datname from pg_database where datname ~ '^ruta_' and datname <> 'ruta_template'"


class Unsound(Refusal):
    """The tests fail without any fault: nothing would be measured."""


@dataclass
class Place:
    """
    The copy in `root`; `server`: a database for tests that need one.

    `patience_s`: how long a run may take before it counts as a failure.
    """

    root: Path
    server: Server | None = None
    patience_s: float = 600.0

    def try_whole(self, tests: Sequence[str]) -> None:
        """
        Run the tests without a fault, which builds the database and shows how long they take.

        :raises Unsound: if they fail
        """
        self.patience_s, began = 900.0, time.monotonic()
        if not self._passes(tests):
            raise Unsound(f"the tests fail by themselves: {' '.join(tests)}")
        self.patience_s = LEAST_S + 3 * (time.monotonic() - began)

    def finds(self, path: Path, fault: Fault, tests: Sequence[str]) -> bool:
        """Whether some test fails with this fault; the module is as it was afterwards."""
        whole = path.read_text(encoding="utf-8")
        try:
            self._write(path, fault.planted(whole))
            return not self._passes(tests)
        finally:
            self._write(path, whole)

    def _write(self, path: Path, text: str) -> None:
        # Two changes within a second, of one length, would be taken for the same module.
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")

    def _passes(self, tests: Sequence[str]) -> bool:
        self._forget_databases()
        running = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-x", *PLUGINS, *tests],
            cwd=self.root, env=self._environment(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return running.wait(self.patience_s) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            # A test that was stopped half way leaves the processes it started.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()

    def _environment(self) -> dict[str, str]:
        kept = {name: each for name, each in os.environ.items() if name not in APART}
        lent = {LENT: str(self.server.folder)} if self.server else {}
        return {
            **kept, **lent, "PYTHONPATH": str(self.root / "src"),
            "TMPDIR": str(self.root / "tmp"), "RUTA_VAR": str(self.root / "var"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }  # fmt: skip

    def _forget_databases(self) -> None:
        if self.server is None:
            return
        with psycopg.connect(self.server.url(), autocommit=True) as admin:
            for (name,) in admin.execute(LEFT).fetchall():
                admin.execute(f'drop database "{name}" with (force)')


@contextlib.contextmanager
def place(root: Path) -> Iterator[Place]:
    """Within, a copy of what git knows of a folder and a server; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ruta-mutants-"))
    server = Server(folder / "postgres", options=dict(THROWAWAY, max_connections=CONNECTIONS))
    try:
        copied = folder / "copy"
        for name in _known(root):
            target = copied / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, target)
        (copied / "tmp").mkdir()
        server.start()
        yield Place(copied, server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _known(root: Path) -> list[str]:
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (root / name).is_file()]


def settings() -> dict[str, Any]:
    """What `mutants.toml` holds."""
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))


def is_alike(known: Mapping[str, Any], module: str, line: str, fault: Fault) -> bool:
    """Whether a fault is listed as one that changes nothing."""
    return any(
        each["module"] == module and each["line"] == line and fault.says.startswith(each["says"])
        for each in known.get("equivalent", ())
    )
