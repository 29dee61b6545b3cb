"""The one command: what a person can mend ends in one line, never in a traceback."""

import errno
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from ruta import cli
from ruta.cli import demo
from ruta.cli.process import children, framework
from ruta.postgres.refusal import Refusal

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def run_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    def fail(args: object) -> int:
        raise error

    monkeypatch.setattr(demo, "run", fail)
    return cli.main(["demo"])


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Refusal("the tide is out"), "ruta: the tide is out"),
        (OSError(errno.ENOSPC, "No space left on device"), "ruta: the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "ruta: Permission denied: /x"),
        (psycopg.OperationalError("no such host\nIs it running?"), "refused: no such host"),
        (psycopg.errors.DiskFull("could not extend file"), "ruta: the disk is full"),
    ],
)
def test_what_a_person_can_mend_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, line: str
) -> None:
    code = run_with(monkeypatch, error)

    said = capsys.readouterr().err
    assert code == 1
    assert line in said
    assert said.count("\n") == 1


def test_an_error_that_the_framework_wrapped_is_unwrapped() -> None:
    from django.db import utils

    error = utils.OperationalError("wrapped")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")

    assert cli.mendable(error) == cli.DISK_FULL


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        run_with(monkeypatch, ZeroDivisionError())


def test_a_port_in_use_is_said_with_another_to_try(busy_port: int) -> None:
    with pytest.raises(children.PortTaken, match=f"--port {busy_port + 1}"):
        children.check_port(busy_port)


def test_a_child_that_ends_is_named_with_its_log(tmp_path: Path) -> None:
    parts = children.Children(tmp_path)
    gone = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    gone.wait()
    parts.running["worker"] = gone

    with pytest.raises(children.ChildEnded, match=r"worker process ended by itself \(code 3\)"):
        parts.check()


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('.', flush=True)"
    child = subprocess.Popen(
        [sys.executable, "-c", f"{deaf}; time.sleep(60)"], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.read(1)
    parts = children.Children(tmp_path, running={"web": child})

    parts.stop(timeout_s=0.2)

    assert child.returncode == -9
    child.stdout.close()


def test_a_python_without_venv_is_said_in_one_line(tmp_path: Path) -> None:
    copy_of_command(tmp_path)
    python = tmp_path / "python-without-venv"
    python.write_text('#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\nexit 0\n')
    python.chmod(0o755)

    done = start(tmp_path, RUTA_PYTHON=str(python))

    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_no_python_is_said_in_one_line(tmp_path: Path) -> None:
    copy_of_command(tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("cat", "cksum", "cut", "basename", "dirname"):
        (tools / tool).symlink_to(Path("/usr/bin") / tool)

    done = start(tmp_path, PATH=str(tools))

    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr


def copy_of_command(folder: Path) -> None:
    (folder / "requirements").mkdir()
    for name in ("ruta", "requirements/run.lock", "requirements/installer.lock"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder / "ruta").chmod(0o755)


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(folder / "ruta"), "demo"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", **environment},
    )


def test_languages_are_compiled_when_their_source_is_newer(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "Plazo"\nmsgstr "Term"\n')

    first, second = (framework.compile_languages(tmp_path) for _ in range(2))

    assert (first, second) == (1, 0)
    assert b"Term" in (folder / "django.mo").read_bytes()


def test_the_children_of_a_demonstration_do_not_learn_the_owners_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ruta.cli.process.database import Addresses

    monkeypatch.setenv("DATABASE_URL", "postgresql://owner")
    monkeypatch.setenv("RUTA_KEYD_DATABASE_URL", "postgresql://k")
    addresses = Addresses(
        owner="postgresql://owner",
        web="postgresql://w",
        worker="postgresql://j",
        keyd="postgresql://k",
    )

    web = addresses.environment("web")

    assert web["RUTA_WEB_DATABASE_URL"] == "postgresql://w"
    assert "postgresql://owner" not in web.values()
    assert not {"postgresql://j", "postgresql://k"} & set(web.values())


def test_few_desks_share_the_work_of_a_demonstration() -> None:
    from ruta.cli.process import caseload

    offices = [
        SimpleNamespace(id=f"PNP-{number}", type="pnp", ubigeo="210101") for number in range(9)
    ]

    taken = list(caseload._few_of_each(offices, {"PNP-7"}))

    assert [office.id for office in taken] == ["PNP-0", "PNP-1", "PNP-7"]
