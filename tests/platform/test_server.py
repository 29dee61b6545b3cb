"""Our own PostgreSQL: where it listens, whose it is, and what it says when it cannot start."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ruta.postgres import account, binaries, roles
from ruta.postgres.server import THROWAWAY, Server, ServerFailed


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="ruta-server-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def stopped(folder: Path) -> Iterator[Server]:
    """A server with a cluster, not running."""
    server = Server(folder / "postgres", options=dict(THROWAWAY))
    server.start()
    server.stop()
    yield server
    server.stop()


def test_data_outlives_a_stop(stopped: Server) -> None:
    stopped.start()
    stopped.make_database("kept")
    stopped.stop()

    stopped.start()

    with psycopg.connect(stopped.url(dbname="kept", user=roles.OWNER)) as connection:
        assert connection.execute("select current_user").fetchone() == (roles.OWNER,)


def test_it_listens_on_no_network_address(server: Server) -> None:
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("show unix_socket_permissions").fetchone() == ("0700",)


def test_a_failed_statement_is_not_written_to_the_log(stopped: Server) -> None:
    stopped.start()
    with psycopg.connect(stopped.url(), autocommit=True) as connection:
        connection.execute("create table t (name text check (name <> 'Fulana Inventada'))")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("insert into t values ('Fulana Inventada')")

    stopped.stop()

    log = stopped.log.read_text()
    assert "violates check constraint" in log
    assert "insert into" not in log
    assert "Fulana" not in log


def test_a_server_left_by_a_dead_launcher_is_taken_over(stopped: Server) -> None:
    stopped.start()
    orphan = stopped.process
    stopped.process = None
    heir = Server(stopped.folder, options=dict(THROWAWAY))

    heir.start()

    assert orphan is not None
    assert orphan.wait(10) == 0
    heir.stop()


def test_a_server_that_was_killed_starts_again(stopped: Server) -> None:
    stopped.start()
    assert stopped.process is not None
    stopped.process.send_signal(signal.SIGKILL)
    stopped.process.wait()

    stopped.start()

    assert stopped.process.poll() is None


def test_a_folder_that_holds_no_cluster_is_refused_in_one_line(folder: Path) -> None:
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "postgres" / "data" / "letter.txt").write_text("not a database")

    with pytest.raises(ServerFailed, match="--fresh") as refused:
        Server(folder / "postgres").start()

    assert "\n" not in str(refused.value)


def test_a_damaged_cluster_is_refused_with_the_servers_reason(stopped: Server) -> None:
    (stopped.data / "global" / "pg_control").unlink()

    with pytest.raises(ServerFailed, match=r"pg_control|did not start") as refused:
        stopped.start()

    assert "\n" not in str(refused.value)


def test_data_of_another_version_is_refused(stopped: Server) -> None:
    (stopped.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(ServerFailed, match="made by PostgreSQL 9"):
        stopped.start()


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    server = Server(folder / ("long" * 30))

    assert len(str(server.socket)) < 108


def test_root_without_namespaces_takes_an_existing_account(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    if os.getuid() != 0:
        monkeypatch.setattr(account, "_existing", lambda name, must_reach: account.Account(name))

    chosen = account.choose(folder / "postgres", Path("/usr/bin"), namespaces=False)

    assert chosen.name in account.ACCOUNTS


def test_root_without_namespaces_or_accounts_is_told_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "ACCOUNTS", ("nobody-by-this-name",))

    with pytest.raises(account.NoAccount, match="as an ordinary user, or set DATABASE_URL"):
        account.choose(folder, Path("/usr/bin"), namespaces=False)


def test_no_binaries_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "candidates", lambda: [Path("/nowhere")])

    with pytest.raises(binaries.NoBinaries, match="DATABASE_URL"):
        binaries.find()
