"""How the keeper takes, ends and turns away conversations, and what it leaves as a process."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.access.keyd.world import ROOT, Running, talking, wire

from ruta.access.keyd import listener as module
from ruta.access.keyd import process
from ruta.access.keyd.listener import AlreadyRunning, FolderOpen, Listener
from ruta.access.keys import client, intake, keyfile

PING = wire.frame({"op": "ping"})
Listening = Callable[..., Listener]


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Listening]:
    """`listening()`: a listener in this process that says what it was asked."""
    made: list[tuple[Listener, threading.Thread]] = []

    def answer(message: dict[str, Any]) -> dict[str, Any]:
        if message["op"] == "mistake":
            raise ValueError
        return {"ok": True}

    def start(peers: frozenset[int] = frozenset()) -> Listener:
        listener = Listener(tmp_path / "keyd" / "socket", answer, peers=peers)
        serving = threading.Thread(target=listener.serve, daemon=True)
        serving.start()
        made.append((listener, serving))
        return listener

    yield start
    for listener, serving in made:
        listener.stop()
        serving.join(2)
        if listener._socket.fileno() != -1:
            listener.close()


def asks(connection: socket.socket, frame: bytes = PING) -> bool:
    """Whether it is answered; when not, the conversation is over."""
    try:
        connection.sendall(frame)
        return wire.receive(connection)["ok"] is True
    except (wire.Closed, ConnectionError):
        return False


# --- Conversations ------------------------------------------------------------------------------


def test_whoever_keeps_silent_may_still_ask(
    listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MESSAGE_S", 0.1)
    with talking(listening().path) as connection:
        for _ in range(2):
            time.sleep(0.35)
            assert asks(connection)


def test_a_message_may_not_be_long_in_arriving(
    listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MESSAGE_S", 0.1)
    with talking(listening().path) as connection:
        connection.settimeout(2)
        connection.sendall(PING[:-1])
        assert connection.recv(1) == b""


def test_a_mistake_ends_one_conversation_only(listening: Listening) -> None:
    path = listening().path
    with talking(path) as one, talking(path) as other:
        assert asks(one)
        assert not asks(one, wire.frame({"op": "mistake"}))
        assert asks(other)


def test_more_than_there_is_room_for_are_turned_away_until_somebody_goes(
    listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECTIONS", 2)
    listener = listening()
    with talking(listener.path) as first:
        assert asks(first)
        with talking(listener.path) as second:
            assert asks(second)
            with talking(listener.path) as third:
                assert not asks(third)
            assert asks(second)
        until = time.monotonic() + 2
        while len(listener._open) > 1 and time.monotonic() < until:
            time.sleep(0.01)
        with talking(listener.path) as third:
            assert asks(third)


def test_it_has_room_for_the_threads_of_many_web_processes() -> None:
    assert module.CONNECTIONS == 256


def test_when_it_closes_conversations_end_and_another_may_take_its_place(
    listening: Listening,
) -> None:
    first = listening()
    with talking(first.path) as connection:
        assert asks(connection)
        first.stop()
        first.close()
        connection.settimeout(2)
        assert connection.recv(1) == b""

    assert not first.path.exists()
    with talking(listening().path) as connection:
        assert asks(connection)


def test_of_two_on_one_socket_the_second_does_not_start(listening: Listening) -> None:
    first = listening()

    for _ in range(2):
        with pytest.raises(AlreadyRunning):
            listening()

    with talking(first.path) as connection:
        assert asks(connection)


# --- Who may come in ----------------------------------------------------------------------------


@pytest.mark.parametrize(("peers", "mode"), [((), 0o600), ((54321,), 0o660)])
def test_the_socket_is_open_to_the_group_only_where_others_may_ask(
    listening: Listening, peers: tuple[int, ...], mode: int
) -> None:
    before = os.umask(0o022)
    try:
        listener = listening(frozenset(peers))
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)

    assert stat.S_IMODE(listener.path.stat().st_mode) == mode
    assert stat.S_IMODE(listener.path.with_name("lock").stat().st_mode) == 0o600
    assert stat.S_IMODE(listener.path.parent.stat().st_mode) == 0o700
    assert listener.peers == {os.geteuid(), *peers}


@pytest.mark.parametrize("mode", [0o700, 0o710, 0o750])
def test_a_folder_the_group_may_enter_is_taken(
    tmp_path: Path, listening: Listening, mode: int
) -> None:
    (tmp_path / "keyd").mkdir()
    (tmp_path / "keyd").chmod(mode)

    assert listening().path.exists()


@pytest.mark.parametrize("mode", [0o701, 0o702, 0o704, 0o720, 0o777])
def test_a_folder_that_lets_others_in_is_not(tmp_path: Path, mode: int) -> None:
    (tmp_path / "keyd").mkdir()
    (tmp_path / "keyd").chmod(mode)

    with pytest.raises(FolderOpen):
        Listener(tmp_path / "keyd" / "socket", dict, peers=frozenset())


def test_a_folder_of_somebody_else_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)

    with pytest.raises(FolderOpen):
        Listener(tmp_path / "keyd" / "socket", dict, peers=frozenset())


def test_a_lock_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "keyd").mkdir(mode=0o700)
    (tmp_path / "keyd" / "lock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="symbolic"):
        Listener(tmp_path / "keyd" / "socket", dict, peers=frozenset())
    assert not (tmp_path / "elsewhere").exists()


# --- The process --------------------------------------------------------------------------------

HARDENED = """
import ctypes, os, resource
from ruta.access.keyd.process import harden
harden()
dumpable = ctypes.CDLL(None).prctl(3)
print(os.umask(0), resource.getrlimit(resource.RLIMIT_CORE), dumpable)
"""


def test_its_files_and_its_memory_are_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HARDENED],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout == f"{0o077} (0, 0) 0\n"


def test_the_public_key_is_left_for_all_to_read(tmp_path: Path) -> None:
    ring, sock = keyfile.new_ring(), tmp_path / "socket"
    for _ in range(2):
        process.publish(sock, ring)

    left = sock.with_name(intake.PUBLIC_FILE)
    assert left.read_text(encoding="ascii") == intake.public(ring).hex() + "\n"
    assert stat.S_IMODE(left.stat().st_mode) == 0o644
    assert intake.public_beside(sock) == intake.public(ring)
    assert [path.name for path in tmp_path.iterdir()] == [left.name]


def test_it_obeys_a_signal_at_once_and_waits_for_a_message_longer_than_the_web_does() -> None:
    assert module.TURN_S <= 0.25
    assert client.ANSWER_S < module.MESSAGE_S <= 10.0


def test_a_signal_has_it_read_its_key_file_again_and_an_unusable_one_changes_nothing(
    starting: Callable[..., Running],
) -> None:
    running = starting()
    assert running.process is not None

    def hang_up_until(told: Callable[[], bool]) -> None:
        assert running.process is not None
        running.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 3
        while not told():
            assert time.monotonic() < until
            time.sleep(0.02)

    keyfile.add_version(running.key_file)
    hang_up_until(lambda: running.client().status()["key_versions"] == [1, 2])
    running.key_file.write_text("nothing", encoding="utf-8")
    hang_up_until(lambda: "key file refused" in running.log.read_text())

    assert running.client().status()["key_version"] == 2
    assert "Traceback" not in running.log.read_text()
