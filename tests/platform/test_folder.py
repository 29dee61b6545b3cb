"""The data folder: Ruta deletes and uses only what it made, and one Ruta at a time."""

import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from ruta.cli.process import preparation
from ruta.cli.process.folder import Folder, FolderRefused, kept_secret


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")

    with pytest.raises(FolderRefused, match="not a folder that Ruta made"):
        Folder(tmp_path).prepare()
    with pytest.raises(FolderRefused, match="nothing was deleted"):
        Folder(tmp_path).empty()

    assert (tmp_path / "thesis.odt").read_text() == "years of work"


def test_emptying_keeps_the_mark_and_follows_no_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    folder = Folder(tmp_path / "var")
    folder.prepare()
    (folder.path / "postgres").mkdir()
    (folder.path / "link").symlink_to(outside)

    folder.empty()

    assert [entry.name for entry in folder.path.iterdir()] == [".ruta"]
    assert (outside / "kept.txt").exists()


def test_a_second_ruta_is_told_who_has_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "var")
    folder.prepare()
    assert folder.hold()
    code = (
        "import sys; from pathlib import Path; from ruta.cli.process import database, folder;"
        "database.only_ours(folder.Folder(Path(sys.argv[1])))"
    )

    other = subprocess.run(
        [sys.executable, "-c", code, str(folder.path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
    )
    folder.release()

    assert "Ruta already runs on" in other.stderr
    heir = Folder(folder.path)
    assert heir.hold()
    heir.release()


@pytest.mark.parametrize(("begun", "free_mb", "refused"), [
    (False, 399, True), (False, 401, False), (True, 49, True), (True, 51, False),
])  # fmt: skip
def test_a_disk_without_room_is_refused_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: bool, free_mb: int, refused: bool
) -> None:
    folder = Folder(tmp_path / "var")
    folder.prepare()
    if begun:
        (folder.path / "postgres").mkdir()
    free = SimpleNamespace(free=free_mb * 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: free)

    context = pytest.raises(FolderRefused, match="MB are free") if refused else nullcontext()

    with context:
        folder.check_room()


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "secret", make="one")
    second = kept_secret(tmp_path / "secret", make="two")

    assert (first, second) == ("one", "one")
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_demonstration_is_prepared_again_after_the_code_or_the_data_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    package = tmp_path / "src" / "ruta"
    migration = package / "cases" / "migrations" / "0001.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("one")
    monkeypatch.setattr(preparation, "PACKAGE", package)
    before = preparation.is_current(tmp_path)
    preparation.note(tmp_path)
    after = preparation.is_current(tmp_path)

    (migration.parent / "0002.py").write_text("two")
    changed = preparation.is_current(tmp_path)
    preparation.note(tmp_path)
    preparation.forget(tmp_path)

    assert (before, after, changed) == (False, True, False)
    assert not preparation.is_current(tmp_path)
