"""Who may ask the keeper, and what it makes of nonsense."""

import json
import os
import random
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.access.keyd.world import Running, World, open_, seal, talking, wire

from ruta.access.keyd.listener import Listener, peer_of
from ruta.access.keys.client import Client
from ruta.access.keys.service import Refused

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
