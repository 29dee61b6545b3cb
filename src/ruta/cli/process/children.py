"""The processes of a running Ruta: started in order, watched, and stopped in the reverse order."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from ruta.postgres.refusal import Refusal

LOOPBACK = "127.0.0.1"
FOLLOWS = "RUTA_FOLLOWS"
PR_SET_PDEATHSIG = 1


class PortTaken(Refusal):
    """Something else listens on the port."""


class ChildEnded(Refusal):
    """A process of Ruta ended by itself."""


class Stopped(KeyboardInterrupt):
    """Somebody asked this process to stop, by Ctrl-C or SIGTERM."""


def stop_on_signals() -> None:
    """Turn SIGINT and SIGTERM into `Stopped`, so that what was opened is closed."""

    def stop(number: int, frame: FrameType | None) -> None:
        # A second signal must not interrupt the closing.
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def follow_parent() -> None:
    """In a child: end when the parent ends, however it ends (Linux; elsewhere nothing)."""
    if os.environ.get(FOLLOWS) and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def check_port(port: int) -> None:
    """:raises PortTaken: something listens on the port, or we may not"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise PortTaken(
                f"port {port} cannot be used ({(error.strerror or 'refused').lower()}): "
                f"choose another, as in --port {port + 1}"
            ) from error


@dataclass
class Children:
    """Subcommands of ours running beside us, with their logs in one folder."""

    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *words: str, environment: dict[str, str]) -> None:
        """Start `ruta NAME WORDS`, writing to `NAME.log`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "ruta", name, *words],
                env={**environment, FOLLOWS: "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def check(self) -> None:
        """:raises ChildEnded: naming the first process that is no longer there"""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise ChildEnded(
                    f"the {name} process ended by itself (code {process.returncode}); "
                    f"{self.logs / name}.log says why"
                )

    def watch(self) -> None:
        """Wait until a process ends by itself, or a signal comes."""
        while True:
            self.check()
            time.sleep(0.5)

    def await_ready(self, url: str, *, timeout_s: float = 30) -> None:
        """
        Wait until `url` answers 200.

        :raises ChildEnded: a process ended first, or nothing answered in time
        """
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            self.check()
            try:
                with urllib.request.urlopen(url, timeout=2) as answer:
                    if answer.status == 200:
                        return
            except urllib.error.HTTPError as answer:
                if answer.code == 500:
                    raise ChildEnded(f"the pages do not work; see {self.logs}") from answer
                time.sleep(0.1)
            except OSError:
                time.sleep(0.1)
        raise ChildEnded(f"Ruta did not answer in {timeout_s:.0f} s; see {self.logs}")

    def await_keeper(self, path: Path, *, timeout_s: float = 20) -> None:
        """
        Wait until the keeper of keys answers on its socket.

        :raises ChildEnded: a process ended first, or nothing answered in time
        """
        from ruta.access.keys import wire

        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            self.check()
            with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError, wire.Closed):
                probe.settimeout(2)
                probe.connect(str(path))
                wire.send(probe, {"op": "ping"})
                wire.receive(probe)
                return
            time.sleep(0.05)
        raise ChildEnded(f"the keeper of keys did not answer in {timeout_s:.0f} s; see {self.logs}")

    def stop(self, *, timeout_s: float = 15) -> None:
        """End every process, last started first; one that does not listen is killed."""
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()
