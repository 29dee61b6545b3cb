"""The keeper as a process: started, stopped, killed and away (P12)."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.access.keyd.world import Running, World, open_, seal

from ruta.access.keyd.listener import FolderOpen, Listener
from ruta.access.keys import intake
from ruta.access.keys.envelope import SealBroken
from ruta.access.keys.service import KeeperAbsent
from ruta.postgres.server import Server


@pytest.fixture(scope="module")
def running(starting_once: Callable[..., Running]) -> Running:
    """A keeper that tests may kill, and leave running."""
    return starting_once()


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


# --- When it is away ----------------------------------------------------------------------------


@pytest.mark.check("SEC-81")
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


@pytest.mark.check("SEC-81")
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
