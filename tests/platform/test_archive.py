"""Backups: written whole, read back whole, and never over something by accident."""

import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from ruta.cli.process import archive

Make = Callable[[], str]


@pytest.fixture
def filled(empty_database: Make) -> str:
    """A database with one table, one row, one grant and a mark on its schema."""
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("create table act (id int primary key, at timestamptz not null)")
        connection.execute("insert into act values (1, '2025-03-03 22:40:00.123456-05')")
        connection.execute("grant select on act to ruta_web")
        connection.execute("comment on schema public is 'marked'")
    return url


def content(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        acts = connection.execute("select id, at from act").fetchall()
        grants = connection.execute(
            "select grantee from information_schema.role_table_grants"
            " where table_name = 'act' and grantee <> current_user"
        ).fetchall()
        mark = connection.execute(
            "select obj_description('public'::regnamespace, 'pg_namespace')"
        ).fetchall()
    return [*acts, *grants, *mark]


def test_what_was_backed_up_comes_back(filled: str, empty_database: Make, tmp_path: Path) -> None:
    target = empty_database()

    archive.write(filled, tmp_path / "one.dump")
    archive.read(target, tmp_path / "one.dump", replace=False)

    assert content(target) == content(filled)


def test_a_restored_database_can_be_backed_up_and_restored_again(
    filled: str, tmp_path: Path
) -> None:
    before = content(filled)
    for name in ("one.dump", "two.dump"):
        archive.write(filled, tmp_path / name)
        archive.read(filled, tmp_path / name, replace=True)

    assert content(filled) == before


def test_a_backup_is_closed_to_others(filled: str, tmp_path: Path) -> None:
    archive.write(filled, tmp_path / "one.dump")

    assert stat.S_IMODE((tmp_path / "one.dump").stat().st_mode) == 0o600


def test_a_backup_never_replaces_a_file(filled: str, tmp_path: Path) -> None:
    (tmp_path / "one.dump").write_text("mine")

    with pytest.raises(archive.ArchiveRefused, match="never replaces"):
        archive.write(filled, tmp_path / "one.dump")

    assert (tmp_path / "one.dump").read_text() == "mine"


def test_a_database_that_holds_something_is_not_replaced_unasked(
    filled: str, tmp_path: Path
) -> None:
    archive.write(filled, tmp_path / "one.dump")

    with pytest.raises(archive.ArchiveRefused, match="--yes"):
        archive.read(filled, tmp_path / "one.dump", replace=False)


def test_another_file_is_not_taken_for_a_backup(empty_database: Make, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("no backup")

    with pytest.raises(archive.ArchiveRefused, match="not a backup"):
        archive.read(empty_database(), tmp_path / "letter", replace=False)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_damaged_backup_leaves_the_database_as_it_was(
    filled: str, tmp_path: Path, kept: float
) -> None:
    archive.write(filled, tmp_path / "one.dump")
    whole = (tmp_path / "one.dump").read_bytes()
    (tmp_path / "cut.dump").write_bytes(whole[: int(len(whole) * kept)])
    before = content(filled)

    with pytest.raises(archive.ArchiveRefused):
        archive.read(filled, tmp_path / "cut.dump", replace=True)

    assert content(filled) == before
