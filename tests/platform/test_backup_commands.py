"""`ruta backup` and `ruta restore` as they are typed: what they refuse, and the drill."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pyrage
import pytest

from ruta import cli
from ruta.cli.process import stock
from ruta.postgres import roles
from ruta.postgres.server import Server

ROOT = Path(__file__).resolve().parents[2]
Make = Callable[[], str]


@pytest.fixture
def installation(
    empty_database: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, Path]:
    """An installation over a database that is empty, and its data folder."""
    url = empty_database()
    monkeypatch.setenv("RUTA_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("RUTA_DATABASE_URL", url)
    monkeypatch.delenv("RUTA_BACKUP_RECIPIENTS", raising=False)
    return url, tmp_path


def test_a_backup_for_nobody_in_particular_is_refused(
    installation: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, folder = installation

    code = cli.main(["backup", str(folder / "one")])

    said = capsys.readouterr().err
    assert code == 1
    assert "--to or RUTA_BACKUP_RECIPIENTS" in said
    assert said.count("\n") == 1
    assert not (folder / "one").exists()


@pytest.mark.parametrize("word", ["--plain", "demonstration"])
def test_in_the_clear_only_when_asked_or_in_a_demonstration(
    installation: tuple[str, Path], capsys: pytest.CaptureFixture[str], word: str
) -> None:
    url, folder = installation
    if word == "demonstration":
        with psycopg.connect(url) as connection:
            connection.execute(f"comment on schema public is '{stock.MARK}'")

    code = cli.main(["backup", str(folder / "one"), *([word] if word == "--plain" else [])])

    assert (code, (folder / "one").read_bytes()[:5]) == (0, b"PGDMP")
    assert "in the clear" in capsys.readouterr().out


def test_a_backup_says_that_the_keys_are_not_in_it(
    installation: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, folder = installation
    recipient = str(pyrage.x25519.Identity.generate().to_public())

    cli.main(["backup", str(folder / "one"), "--to", recipient])

    said = capsys.readouterr().out
    assert "encrypted" in said
    assert "The keys of cases are not in it" in said


def test_a_drill_restores_checks_and_leaves_nothing(
    server: Server, django_db_setup: None, database_name: str, tmp_path: Path
) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity").write_text(str(identity))
    (tmp_path / "recipients").write_text(str(identity.to_public()))
    owner = server.url(dbname=database_name, user=roles.OWNER)
    words = {"RUTA_VAR": str(tmp_path / "var"), "RUTA_DATABASE_URL": owner}

    written = ruta("backup", "one.age", "--to", "recipients", folder=tmp_path, **words)
    drill = ruta(
        "restore", "--drill", "one.age", "--identity", "identity", folder=tmp_path, **words
    )

    assert (written.returncode, drill.returncode) == (0, 0), drill.stderr
    for line in (
        "Restored in ",
        "newest act: there is none",
        "their acts say: 0",
        "chain: 0",
        "The drill passed",
    ):
        assert line in drill.stdout
    assert [path.name for path in (tmp_path / "var").iterdir() if "drill" in path.name] == []


def ruta(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("RUTA_")}
    return subprocess.run(
        [sys.executable, "-m", "ruta", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**known, **environment, "PYTHONPATH": str(ROOT / "src")},
    )
