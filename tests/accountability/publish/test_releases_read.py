"""A frozen release: read as it was written, never written again, and whole or found out."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from tests.accountability.publish import sample

from ruta.accountability.publish import release, shelf
from ruta.accountability.publish.freezing import AlreadyFrozen
from ruta.accountability.publish.release import BadRelease, Release


def contents(made: Release) -> dict[str, str]:
    files = (path for path in made.folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(made.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_a_release_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = sample.release(tmp_path)

    found = release.opened(tmp_path / "2026-Q2")

    assert list(found.tables) == list(made.tables)
    assert len(found.tables["complaints"].rows()) == 4 * 4 * 4
    assert set(found.tables["complaints"].rows()[0]) == set(found.tables["complaints"].columns)


def test_a_row_is_found_by_what_it_is_about_and_what_is_not_named_means_all(
    tmp_path: Path,
) -> None:
    table = sample.release(tmp_path).tables["complaints"]

    row = table.row(level="department", place="21", risk="severo")

    assert (row["level"], row["place"], row["risk"], row["language"]) == (
        "department", "21", "severo", "",
    )  # fmt: skip


@pytest.mark.check("SEC-41")
def test_a_release_that_exists_is_never_written_again(tmp_path: Path) -> None:
    before = contents(sample.release(tmp_path))

    with pytest.raises(AlreadyFrozen):
        sample.release(tmp_path)

    assert contents(release.opened(tmp_path / "2026-Q2")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["2026-Q2"]


def test_equal_drafts_give_equal_bytes(tmp_path: Path) -> None:
    first, second = sample.release(tmp_path / "a"), sample.release(tmp_path / "b")

    assert contents(first) == contents(second)


def test_the_archive_holds_the_whole_release(tmp_path: Path) -> None:
    made = sample.release(tmp_path)

    with zipfile.ZipFile(made.archive) as file:
        packed = {
            name.removeprefix("2026-Q2/"): hashlib.sha256(file.read(name)).hexdigest()
            for name in file.namelist()
        }

    assert packed == {n: h for n, h in contents(made).items() if n != release.ARCHIVE}


def test_a_release_as_it_was_frozen_has_no_problem(tmp_path: Path) -> None:
    assert release.problems(sample.release(tmp_path)) == []


@pytest.mark.parametrize("name", ["manifest.json", "tables/complaints.csv", "archive.zip"])
def test_a_changed_file_is_found_out(tmp_path: Path, name: str) -> None:
    made = sample.release(tmp_path)
    path = made.folder / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1))

    found = release.problems(made)

    assert name in {problem.split(":")[0] for problem in found}


def test_a_missing_file_and_an_added_one_are_found_out(tmp_path: Path) -> None:
    made = sample.release(tmp_path)
    (made.folder / "sql").chmod(0o755)
    (made.folder / "sql" / "complaints.sql").unlink()
    (made.folder / "exact.csv").write_text("7")

    assert release.problems(made) == ["sql/complaints.sql: missing", "exact.csv: added"]


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(BadRelease):
        release.opened(tmp_path)


def test_files_are_read_only(tmp_path: Path) -> None:
    made = sample.release(tmp_path)

    modes = {path.stat().st_mode & 0o222 for path in made.folder.rglob("*")}

    assert modes == {0}


def test_the_shelf_has_the_newest_first_and_a_correction_before_what_it_corrects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.release(tmp_path)
    sample.release(tmp_path, id_="2026-Q2.1", corrects="2026-Q2")
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))

    found = shelf.releases(demo=False)

    assert [one.id for one in found] == ["2026-Q2.1", "2026-Q2"]
    assert shelf.corrected_by(found[1], found) == found[0]


def test_a_release_being_written_is_not_on_the_shelf(tmp_path: Path) -> None:
    sample.release(tmp_path).folder.rename(tmp_path / ".2026-Q2-x")

    assert shelf.releases(at=tmp_path, demo=False) == []


def test_the_dictionary_of_the_package_names_every_column(tmp_path: Path) -> None:
    made = sample.release(tmp_path)

    package = json.loads((made.folder / release.PACKAGE).read_text())

    described = {
        resource["path"]: tuple(field["name"] for field in resource["schema"]["fields"])
        for resource in package["resources"]
    }
    assert described == {t.said["file"]: t.columns for t in made.tables.values()}
    assert "inventado" in package["title"]
