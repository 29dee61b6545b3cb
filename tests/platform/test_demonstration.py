"""`ruta demo` from nothing: it serves on loopback only, stops cleanly, and starts again soon."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="ruta-demo-"))
    yield made / "var"
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    return free


@contextmanager
def demonstration(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A running demonstration and the lines it said until it was ready."""
    words = [sys.executable, "-m", "ruta", "demo", "--port", str(port), "--cases", "3"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("RUTA_")
    } | {"RUTA_VAR": str(folder), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said: list[str] = []
        for line in process.stderr:
            said.append(line.rstrip())
            if "Ruta is ready" in line:
                break
        try:
            yield process, said
        finally:
            process.terminate()
            process.wait(60)


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def answer(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as page:
        return int(page.status)


def test_a_first_start_builds_serves_on_loopback_and_leaves_nobody_behind(
    folder: Path, port: int
) -> None:
    with demonstration(folder, port) as (process, said):
        assert said[-1] == f"Ruta is ready: http://127.0.0.1:{port}/  (Ctrl-C stops it)"
        assert answer(port, "/salud?listo") == 200
        assert answer(port, "/demo/") == 200
        children = family(process)
        listening = {
            each.laddr.ip
            for child in children
            for each in child.net_connections(kind="inet")
            if each.status == psutil.CONN_LISTEN
        }

    assert listening == {"127.0.0.1"}
    assert process.returncode == 0
    assert [child for child in children if child.is_running()] == []


def test_a_second_start_finds_the_data_and_loads_nothing(folder: Path, port: int) -> None:
    with demonstration(folder, port) as (_, said):
        assert [line for line in said if "Inventing" in line or "Building" in line] == []
        assert answer(port, "/salud?listo") == 200


def test_its_keys_are_closed_to_others(folder: Path) -> None:
    kept = [folder / name for name in ("keys.json", "secret_key")]

    assert [path.stat().st_mode & 0o077 for path in kept] == [0, 0]


def test_what_it_logged_names_nobody(folder: Path) -> None:
    logs = "".join(path.read_text() for path in (folder / "logs").iterdir())

    assert '"route": "salud"' in logs
    assert "listo" not in logs
