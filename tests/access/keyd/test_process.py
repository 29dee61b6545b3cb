"""The keeper as a process: one on its socket, closed to strangers, unmoved by nonsense; P12."""

import json
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.access.keyd.world import Running, World, open_, seal, talking, wire

from ruta.access.keyd.listener import FolderOpen, Listener, peer_of
from ruta.access.keys import intake
from ruta.access.keys.client import Client
from ruta.access.keys.envelope import SealBroken
from ruta.access.keys.service import KeeperAbsent, Refused
from ruta.postgres.server import Server


@pytest.fixture(scope="module")
def running(starting: Callable[..., Running]) -> Running:
    """A keeper that tests may kill, and leave running."""
    return starting()


# --- Starting and stopping ----------------------------------------------------------------------


def test_a_second_keeper_cannot_take_the_socket(running: Running) -> None:
    second = running.command("run")

    assert second.returncode == 1
    assert second.stderr.strip().endswith(f"already listens on {running.socket}")
    assert running.answers()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(running: Running, number: int) -> None:
    assert running.signal(number) == 0

    assert not running.socket.exists()
    assert running.socket.with_name(intake.PUBLIC_FILE).exists()
    running.start()


def test_what_a_killed_keeper_left_is_no_obstacle(running: Running) -> None:
    running.kill()
    assert running.socket.exists()

    running.start()

    assert running.answers()


def test_the_web_goes_on_by_itself_after_a_restart(running: Running, world: World) -> None:
    officer, client = world.somebody(), running.client()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    running.kill()
    running.start()

    assert open_(client, case_id, officer, sealed) == b"texto"


def test_socket_and_folder_are_closed_to_others(running: Running) -> None:
    modes = [path.stat().st_mode & 0o777 for path in (running.socket.parent, running.socket)]

    assert modes == [0o700, 0o600]


def test_it_leaves_no_core(running: Running) -> None:
    assert running.process is not None
    limits = Path(f"/proc/{running.process.pid}/limits").read_text()
    (line,) = [line for line in limits.splitlines() if line.startswith("Max core file size")]

    assert line.split()[4:6] == ["0", "0"]


def test_an_open_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keyd").mkdir(mode=0o755)
    (tmp_path / "keyd").chmod(0o755)

    with pytest.raises(FolderOpen, match="0700"):
        Listener(tmp_path / "keyd" / "socket", dict, peers=frozenset())


def test_without_a_key_file_it_says_so_in_one_line(running: Running, tmp_path: Path) -> None:
    (tmp_path / ".ruta").touch()
    other = Running(tmp_path, running.database_url)

    done = other.command("run")

    assert done.returncode == 1
    assert (
        done.stderr.strip() == f"ruta: {other.key_file} cannot be opened: No such file or directory"
    )


def test_init_makes_a_key_file_and_never_replaces_one(running: Running, tmp_path: Path) -> None:
    (tmp_path / ".ruta").touch()
    other = Running(tmp_path, running.database_url)

    assert other.command("init").returncode == 0
    before = other.key_file.read_bytes()
    assert other.command("init").returncode == 1
    assert other.key_file.read_bytes() == before


def test_status_says_figures_and_no_key(running: Running) -> None:
    told = running.command("status")

    assert told.returncode == 0
    assert "key_version: 1" in told.stdout
    for key in json.loads(running.key_file.read_text())["wrapping"].values():
        assert key not in told.stdout


# --- Who asks -----------------------------------------------------------------------------------


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Callable[[], tuple[Listener, list[Any]]]]:
    """`listening()`: a listener in this process that counts what it was asked."""
    made: list[tuple[Listener, threading.Thread]] = []

    def start() -> tuple[Listener, list[Any]]:
        asked: list[Any] = []

        def answer(message: dict[str, Any]) -> dict[str, Any]:
            asked.append(message)
            return {"ok": True}

        listener = Listener(tmp_path / "keyd" / "socket", answer, peers=frozenset())
        serving = threading.Thread(target=listener.serve, daemon=True)
        serving.start()
        made.append((listener, serving))
        return listener, asked

    yield start
    for listener, serving in made:
        listener.stop()
        serving.join()
        listener.close()


def test_another_user_of_the_machine_is_turned_away(
    listening: Callable[[], tuple[Listener, list[Any]]],
) -> None:
    listener, asked = listening()
    listener.peers = frozenset({os.geteuid() + 1})

    with talking(listener.path) as connection:
        assert _ends(connection)

    assert asked == []


def test_the_user_who_runs_it_is_answered(
    listening: Callable[[], tuple[Listener, list[Any]]],
) -> None:
    listener, asked = listening()

    assert Client(listener.path).ask("ping") == {"ok": True}
    assert asked == [{"op": "ping"}]


def test_the_system_says_who_asks() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert peer_of(one) == os.geteuid()


def _ends(connection: socket.socket) -> bool:
    """Whether the other side ended the conversation without a word."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


# --- Nonsense -----------------------------------------------------------------------------------

NONSENSE = {
    "an impossible length": b"\xff\xff\xff\xff{}",
    "no length": b"\0\0\0\0",
    "no JSON": b"\0\0\0\x05hello",
    "a list": b"\0\0\0\x02[]",
    "a number": b"\0\0\0\x01" + b"7",
    "deep": (200_000).to_bytes(4, "big") + b"[" * 200_000,
    "not UTF-8": b"\0\0\0\x02\xff\xfe",
    "no question": wire.frame({}),
    "an unknown question": wire.frame({"op": "everything"}),
    "a list for a question": wire.frame({"op": ["keys"]}),
    "a case that is none": wire.frame({"op": "keys", "case_id": "x", "session": "x"}),
    "a huge session": wire.frame(
        {"op": "keys", "action": "read", "session": "x" * 10_000, "purpose": "test",
         "case_id": str(uuid4()), "compartments": "I"}
    ),
    "a zero in a session": wire.frame(
        {"op": "keys", "action": "read", "session": "\0", "purpose": "test",
         "case_id": str(uuid4()), "compartments": "I"}
    ),
    "half a character": wire.frame(
        {"op": "index", "purpose": "document", "value": "\ud800"}
    ),
    "writing asked as reading": wire.frame(
        {"op": "keys", "action": "write", "session": "x", "purpose": "test",
         "case_id": str(uuid4()), "compartments": "I"}
    ),
    "existence is not sealed": wire.frame(
        {"op": "keys", "action": "read", "session": "x", "purpose": "test",
         "case_id": str(uuid4()), "compartments": "E"}
    ),
    "no compartment": wire.frame(
        {"op": "keys", "action": "read", "session": "x", "purpose": "test",
         "case_id": str(uuid4()), "compartments": ""}
    ),
    "parts that are none": wire.frame(
        {"op": "seal", "session": "x", "purpose": "test", "case_id": str(uuid4()), "parts": [1]}
    ),
    "bytes that are none": wire.frame({"op": "protect", "use": "ab", "context": "", "text": "*"}),
    "a separator in a name": wire.frame(
        {"op": "seal", "session": "x", "purpose": "test", "case_id": str(uuid4()),
         "parts": [{"compartment": "I", "fields": {"a|b": ""}}]}
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_ends_the_conversation_and_nothing_else(shared: Running, what: str) -> None:
    with talking(shared.socket) as connection:
        connection.sendall(NONSENSE[what])
        assert _ends(connection)

    assert shared.answers()


def test_a_message_cut_short_harms_nobody(shared: Running) -> None:
    whole = wire.frame({"op": "ping"})
    for length in range(len(whole)):
        with talking(shared.socket) as connection:
            connection.sendall(whole[:length])

    assert shared.answers()


def test_random_frames_never_bring_it_down(shared: Running, world: World) -> None:
    officer, chosen = world.somebody(), random.Random(7)
    case_id = str(world.case_of(officer))
    values: list[Any] = [
        None, 0, -1, 1e300, True, "", "x", "I", "read", case_id, officer.session, [], {}, ["I"],
        {"a": "YQ=="}, [{"compartment": "I", "fields": {"a": "YQ=="}}], "YQ==", "\u0000", "ñ" * 50,
    ]  # fmt: skip
    ops = [
        "keys",
        "seal",
        "note",
        "index",
        "protect",
        "reveal",
        "open-intake",
        "sign-head",
        "status",
    ]
    names = [
        "session", "action", "case_id", "compartments", "purpose", "parts", "value", "use",
        "context", "text", "head", "event", "detail", "intake_id",
    ]  # fmt: skip
    for _ in range(400):
        message = {"op": chosen.choice(ops)}
        message |= {name: chosen.choice(values) for name in chosen.sample(names, 8)}
        with talking(shared.socket) as connection:
            connection.sendall(wire.frame(message))
            try:
                assert "keys" not in wire.receive(connection)
            except (wire.Closed, ConnectionError):
                continue

    assert shared.answers()
    assert "conversation failed" not in shared.log.read_text()


def test_random_bytes_never_bring_it_down(shared: Running) -> None:
    chosen = random.Random(11)
    for _ in range(200):
        with talking(shared.socket) as connection:
            connection.sendall(chosen.randbytes(chosen.randint(1, 400)))

    assert shared.answers()
    assert "conversation failed" not in shared.log.read_text()


def test_the_log_holds_identifiers_only(shared: Running, world: World) -> None:
    officer, stranger, client = world.somebody(), world.somebody(), shared.client()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer, text=b"un relato inventado")
    with pytest.raises(Refused):
        open_(client, case_id, stranger, sealed)

    log = shared.log.read_text()

    assert json.loads(log.splitlines()[-1])["kind"] == "hide"
    for secret in ("relato", officer.session, stranger.session):
        assert secret not in log
    for key in json.loads(shared.key_file.read_text())["wrapping"].values():
        assert key not in log


# --- When it is away ----------------------------------------------------------------------------


def test_p12_without_the_keeper_nothing_opens_and_it_is_said_at_once(
    running: Running, world: World
) -> None:
    officer, client = world.somebody(), running.client()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    running.kill()

    began = time.monotonic()
    for _ in range(20):
        with pytest.raises(KeeperAbsent):
            open_(client, case_id, officer, sealed)
    assert time.monotonic() - began < 1

    running.start()
    assert open_(client, case_id, officer, sealed) == b"texto"


def test_p12_what_is_written_meanwhile_is_sealed_and_opens_for_its_author_only(
    running: Running, world: World
) -> None:
    officer, other, intake_id = world.somebody(), world.somebody(), uuid4()
    running.kill()

    sealed = intake.seal(
        intake.public_beside(running.socket),
        b"lo que conto, inventado",
        author=officer.user_id,
        intake_id=intake_id,
    )
    assert b"inventado" not in sealed
    client = running.start().client()

    def opened(who: Any, which: Any = intake_id) -> bytes:
        return client.open_intake(sealed=sealed, intake_id=which, actor=who, purpose="intake")

    assert opened(officer) == b"lo que conto, inventado"
    with pytest.raises(SealBroken):
        opened(other)
    with pytest.raises(SealBroken):
        opened(officer, uuid4())
    entry = world.owner.execute(
        "select purpose from access_audit where event = 'intake-opened' and actor = %s",
        [officer.user_id],
    ).fetchone()
    assert entry == ("intake",)


def test_before_the_first_keeper_there_is_no_key_to_seal_to(tmp_path: Path) -> None:
    with pytest.raises(KeeperAbsent):
        intake.public_beside(tmp_path / "socket")


def test_a_keeper_that_hangs_holds_one_up_and_not_the_next(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ruta.access.keys import client as module

    monkeypatch.setattr(module, "ANSWER_S", 0.3)
    client = running.client()
    assert running.process is not None
    running.process.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        for _ in range(10):
            with pytest.raises(KeeperAbsent):
                client.ask("ping")
        assert time.monotonic() - began < 1
    finally:
        running.process.send_signal(signal.SIGCONT)


def test_while_the_database_is_away_it_refuses_fast_and_mends_by_itself(
    starting: Callable[..., Running], server: Server, database: str, world: World
) -> None:
    running = starting()
    officer, client = world.somebody(), running.client()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"alter database {database} with allow_connections false")
        try:
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = %s and usename = 'ruta_keyd'",
                [database],
            )
            began = time.monotonic()
            with pytest.raises(KeeperAbsent):
                open_(client, case_id, officer, sealed)
            assert time.monotonic() - began < 2
        finally:
            admin.execute(f"alter database {database} with allow_connections true")

    assert open_(client, case_id, officer, sealed) == b"texto"
