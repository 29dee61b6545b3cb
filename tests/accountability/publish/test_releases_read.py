"""A frozen release: read as it was written, never written again, and whole or found out."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.accountability.publish import sample

from ruta.accountability.publish import freezing, package, release, shelf
from ruta.accountability.publish.freezing import AlreadyFrozen
from ruta.accountability.publish.release import BadRelease, Release

TABLE = "tables/complaints-datos-simulados.csv"


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


@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.sha256", TABLE, "LEEME.txt", "archive.zip"]
)
def test_a_changed_file_is_found_out(tmp_path: Path, name: str) -> None:
    made = sample.release(tmp_path)
    path = made.folder / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1))

    found = release.problems(made)

    known_by = "manifest.json" if name == "manifest.sha256" else name
    assert known_by in {problem.split(":")[0] for problem in found}


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

    told = json.loads((made.folder / release.PACKAGE).read_text())

    described = {
        resource["path"]: tuple(field["name"] for field in resource["schema"]["fields"])
        for resource in told["resources"]
    }
    assert described == {t.said["file"]: t.columns for t in made.tables.values()}
    assert "inventado" in told["title"]


def test_an_archive_of_an_invented_country_says_so_wherever_it_is_opened(tmp_path: Path) -> None:
    made = sample.release(tmp_path)

    with zipfile.ZipFile(made.archive) as file:
        names, read_me = file.namelist(), file.read("2026-Q2/LEEME.txt").decode()
        told = json.loads(file.read("2026-Q2/datapackage.json"))

    tables = [name for name in names if name.endswith(".csv")]
    assert len(tables) == len(made.tables)
    assert all(name.endswith("-datos-simulados.csv") for name in tables)
    assert read_me.startswith("DATOS SIMULADOS (semilla 30364, 4000 casos inventados)")
    assert "SIMULATED DATA (seed 30364" in read_me.splitlines()[1]
    for said in (told, *told["resources"]):
        assert "DATOS SIMULADOS" in said["description"]
        assert "SIMULATED DATA" in said["description"]


def test_an_archive_of_a_country_that_is_says_nothing_of_inventing(tmp_path: Path) -> None:
    said = {**sample.release(tmp_path / "a").manifest, "simulated": None, "tables": []}

    assert "SIMUL" not in package.read_me(said) + json.dumps(package.described(said))
    assert package.file_of("in-time", None) == "in-time.csv"


def test_a_correction_says_what_it_corrects_and_why_in_its_archive(tmp_path: Path) -> None:
    made = sample.release(tmp_path, id_="2026-Q2.1", corrects="2026-Q2")

    with zipfile.ZipFile(made.archive) as file:
        read_me = file.read("2026-Q2.1/LEEME.txt").decode()
        told = json.loads(file.read("2026-Q2.1/datapackage.json"))

    assert "Corrige a 2026-Q2: actos que llegaron tarde." in read_me
    assert "corrige a 2026-Q2" in told["title"]


def changed(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"1", b"7", 1))


@pytest.mark.check("SEC-41")
def test_a_table_that_is_not_the_one_frozen_is_never_read(tmp_path: Path) -> None:
    made = sample.release(tmp_path)
    changed(made.folder / TABLE)

    with pytest.raises(BadRelease, match="changed"):
        release.opened(made.folder).tables["complaints"].rows()


@pytest.mark.check("SEC-41")
def test_an_archive_that_is_not_the_one_frozen_is_never_given(tmp_path: Path) -> None:
    made = sample.release(tmp_path)
    other = sample.release(tmp_path / "other", id_="2026-Q2", corrects="2026-Q1")
    made.archive.chmod(0o644)
    made.archive.write_bytes(other.archive.read_bytes())

    with pytest.raises(BadRelease, match="changed"):
        release.opened(made.folder).packed()
    changed(made.archive)
    with pytest.raises(BadRelease, match="changed"):
        release.opened(made.folder).packed()


def test_an_archive_changed_after_it_was_given_once_is_not_given_again(tmp_path: Path) -> None:
    made = sample.release(tmp_path)
    assert made.packed() == made.archive.read_bytes()
    changed(made.archive)

    with pytest.raises(BadRelease):
        made.packed()


def test_a_link_in_the_place_of_a_file_is_found_out(tmp_path: Path) -> None:
    made = sample.release(tmp_path)
    table = made.folder / TABLE
    table.parent.chmod(0o755)
    elsewhere = tmp_path / "elsewhere.csv"
    table.rename(elsewhere)
    table.symlink_to(elsewhere)

    assert release.problems(made) == [f"{TABLE}: a link, not a file"]


def test_a_folder_that_is_a_link_is_found_out(tmp_path: Path) -> None:
    made = sample.release(tmp_path)
    sql = made.folder / "sql"
    sql.rename(tmp_path / "elsewhere")
    sql.symlink_to(tmp_path / "elsewhere")

    assert "sql: a link, not a file" in release.problems(made)


@pytest.mark.parametrize("lacks", ["name", "file", "sha256", "dimensions"])
def test_a_manifest_that_does_not_say_enough_of_a_table_is_none(tmp_path: Path, lacks: str) -> None:
    said = dict(sample.release(tmp_path).manifest)
    said["tables"] = [{k: v for k, v in table.items() if k != lacks} for table in said["tables"]]
    (tmp_path / "manifest.json").write_text(json.dumps(said))

    with pytest.raises(BadRelease, match=lacks):
        release.opened(tmp_path)


@pytest.mark.parametrize("text", ["[]", "3", '{"id": 1', '{"tables": 3}', '"x"'])
def test_what_is_no_manifest_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(BadRelease):
        release.opened(tmp_path)


def test_who_unpacked_an_archive_finds_it_whole_with_ruta_and_without(tmp_path: Path) -> None:
    made = sample.release(tmp_path / "shelf")
    with zipfile.ZipFile(made.archive) as file:
        file.extractall(tmp_path)
    folder = tmp_path / "2026-Q2"
    checked = ["sha256sum", "--check", "--strict", release.SEAL]

    assert release.problems(release.opened(folder)) == []
    assert subprocess.run(checked, cwd=folder, capture_output=True, check=False).returncode == 0

    changed(folder / TABLE)
    assert release.problems(release.opened(folder)) == [f"{TABLE}: changed"]
    assert subprocess.run(checked, cwd=folder, capture_output=True, check=False).returncode == 1


@pytest.mark.check("SEC-41")
def test_a_release_that_cannot_be_written_to_its_end_leaves_nothing(tmp_path: Path) -> None:
    said = sample.release(tmp_path / "other").manifest
    broken = {"norm.toml": "no bytes"}

    with pytest.raises(TypeError):
        freezing.freeze(freezing.Draft(said, [], broken), into=tmp_path / "shelf")  # type: ignore[arg-type]

    assert list((tmp_path / "shelf").iterdir()) == []


@pytest.mark.check("SEC-41")
def test_two_runs_at_once_freeze_one_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = freezing._shut

    def while_the_other_comes_first(folder: Path) -> None:
        monkeypatch.setattr(freezing, "_shut", shut)
        sample.release(tmp_path)
        shut(folder)

    monkeypatch.setattr(freezing, "_shut", while_the_other_comes_first)

    with pytest.raises(AlreadyFrozen, match="meanwhile"):
        sample.release(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["2026-Q2"]
    assert release.problems(release.opened(tmp_path / "2026-Q2")) == []
