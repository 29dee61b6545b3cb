"""A store of invented cases published: once, for ever, with who approved, and by the command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.accountability.publish.test_linked_releases import bare
from tests.accountability.publish.test_releases_read import contents

from ruta import cli
from ruta.accountability.publish import making, release, shelf
from ruta.accountability.publish.freezing import AlreadyFrozen
from ruta.accountability.publish.making import Refused, Wanted
from ruta.accountability.publish.period import TooEarly
from ruta.accountability.publish.release import Release
from ruta.acts.store import opened
from ruta.directory import offices
from ruta.law import rulebook
from ruta.simulator import country, filling
from ruta.simulator.offices import Office

UNTIL = datetime(2026, 10, 1, 5, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 12, 1, 15, tzinfo=UTC)
SEED = 7


def silent(_: str) -> None:
    """Nobody watches."""


def store(folder: Path, *, cases: int) -> Path:
    places = [Office(o.id, o.type, o.department, o.province, o.ubigeo) for o in offices.every()]
    invented = country.simulate(
        cases=cases, seed=SEED, until=UNTIL, offices=places, departments=["Tacna", "Puno", "Lima"],
        recent_share=None, acts="core",
    )  # fmt: skip
    filling.fill(
        invented, folder, offices=places, zone=rulebook.default().zone,
        about={"simulated": {"seed": SEED, "cases": cases}},
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store as it is when the quarter is published."""
    return store(tmp_path_factory.mktemp("early"), cases=1200)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store a year later, in which cases of that quarter were recorded since."""
    return store(tmp_path_factory.mktemp("late"), cases=2400)


def wanted(store_: Path, into: Path, period: str = "2026-Q1", **more: object) -> Wanted:
    chosen: dict[str, object] = {
        "approved_by": "Autoridad de la muestra", "only": ("complaints",), **more,
    }  # fmt: skip
    return Wanted(period=period, store=store_, into=into, **chosen)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def first(early: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    into = tmp_path_factory.mktemp("shelf")
    return making.publish(wanted(early, into), now=NOW, tell=silent)


def test_a_release_says_how_it_was_made(first: Release) -> None:
    said = first.manifest

    assert said["period"] == {"from": "2026-01-01", "until": "2026-04-01"}
    assert said["simulated"] == {"seed": SEED, "cases": 1200}
    assert said["approved_by"] == "Autoridad de la muestra"
    assert "Autoridad de la muestra" in said["attestation"]
    assert said["gate"]["passed"]
    assert {"sql/complaints.sql"} | {f"norms/{name}" for name in said["law"]} <= set(said["files"])
    assert release.problems(first) == []


def test_every_number_published_is_small_or_rounded(first: Release) -> None:
    texts = {row["n"] for table in first.tables.values() for row in table.rows()}

    assert "<10" in texts
    assert all(text in ("", "<10") or int(text) % 10 == 0 for text in texts)


def test_every_place_has_a_row_whether_or_not_anything_happened_there(first: Release) -> None:
    rows = first.tables["complaints"].rows()

    assert len([row for row in rows if row["level"] == "department"]) == 25


def test_an_invented_country_is_not_attacked_beside_one_that_is(
    early: Path, tmp_path: Path
) -> None:
    bare(tmp_path, "2026")

    made = making.publish(wanted(early, tmp_path), now=NOW, tell=silent)

    assert made.manifest["linked"] == []


def all_contents(releases: Sequence[Release]) -> list[dict[str, str]]:
    return [contents(one) for one in releases]


@pytest.mark.check("SEC-41")
def test_cases_recorded_later_change_no_release_and_the_next_one_says_revision(
    first: Release, late: Path
) -> None:
    into, before = first.folder.parent, contents(first)

    with pytest.raises(AlreadyFrozen):
        making.publish(wanted(late, into), now=NEXT_YEAR, tell=silent)
    with pytest.raises(TooEarly, match="a year apart"):
        making.publish(
            wanted(late, into, corrects="2026-Q1", why="actos tardíos"), now=NOW, tell=silent
        )
    revised = making.publish(
        wanted(late, into, corrects="2026-Q1", why="actos tardíos"), now=NEXT_YEAR, tell=silent
    )

    assert contents(first) == before
    assert (revised.id, revised.manifest["corrects"]) == ("2026-Q1.1", "2026-Q1")
    assert revised.manifest["why"] == "actos tardíos"
    assert revised.manifest["linked"] == ["2026-Q1"]
    whole = [one.tables["complaints"].row()["n"] for one in (first, revised)]
    assert int(whole[0]) < int(whole[1])
    found = shelf.releases(at=into, demo=False)
    assert shelf.corrected_by(first, found) == revised


def test_the_same_store_published_again_gives_the_same_tables(
    first: Release, early: Path, tmp_path: Path
) -> None:
    again = making.publish(wanted(early, tmp_path), now=NOW, tell=silent)

    assert contents(again) == contents(first)


def refuse(text: str, asked: Wanted, *, now: datetime = NOW) -> None:
    with pytest.raises((Refused, TooEarly), match=text):
        making.publish(asked, now=now, tell=silent)
    assert not asked.into.exists() or list(asked.into.iterdir()) == []


def test_what_nobody_approved_is_refused(early: Path, tmp_path: Path) -> None:
    refuse("nobody approved", wanted(early, tmp_path, approved_by=" "))


def test_before_the_lag_is_over_nothing_is_published(early: Path, tmp_path: Path) -> None:
    refuse("2026-12-30", wanted(early, tmp_path, "2026-Q3"))


def test_figures_are_not_read_before_the_lag_is_over(early: Path, tmp_path: Path) -> None:
    soon = datetime(2026, 5, 1, tzinfo=UTC)

    refuse("2026-06-30", wanted(early, tmp_path, as_of=soon))


def test_figures_are_not_read_as_of_a_day_to_come(early: Path, tmp_path: Path) -> None:
    tomorrow = NOW + timedelta(days=1)

    refuse("still to come", wanted(early, tmp_path, as_of=tomorrow))


def test_an_invented_country_keeps_its_seed(early: Path, tmp_path: Path) -> None:
    refuse("of seed 7, not of 8", wanted(early, tmp_path, seed=8))


def test_a_correction_says_of_what_and_why(early: Path, tmp_path: Path) -> None:
    refuse("says why", wanted(early, tmp_path, corrects="2026-Q1"))
    refuse("not the last release", wanted(early, tmp_path, corrects="2026-Q1", why="x"))


def command(*words: str) -> int:
    args = cli.parser("publish").parse_args(["publish", *words])
    return int(cli.commands("publish")["publish"].run(args))


def test_the_command_publishes_and_checks(
    early: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--period", "2026-Q1", "--store", str(early), "--out", str(tmp_path))
    by = ("--approved-by", "Autoridad", "--only", "complaints")

    assert command(*words) == 1
    assert "nobody approved" in capsys.readouterr().err
    assert command(*words, *by) == 0
    assert "the attack found none" in capsys.readouterr().out
    assert command("--check", str(tmp_path / "2026-Q1")) == 0

    table = tmp_path / "2026-Q1" / "tables" / "complaints-datos-simulados.csv"
    table.chmod(0o644)
    table.write_text(table.read_text().replace("<10", "3", 1))

    assert command("--check", str(tmp_path / "2026-Q1")) == 1
    assert "tables/complaints-datos-simulados.csv: changed" in capsys.readouterr().out
    assert command("--check", str(tmp_path)) == 1


def test_a_manifest_holds_no_exact_count_of_cases_published(first: Release) -> None:
    said = json.loads((first.folder / release.MANIFEST).read_text())

    assert said["data"]["acts_in_all"].endswith("0")


@pytest.mark.check("SEC-42")
def test_no_hash_of_a_manifest_can_be_guessed_from_totals(first: Release, early: Path) -> None:
    text = (first.folder / release.MANIFEST).read_text()

    # Whoever guesses how many cases there are could write that file, and compare.
    assert release.digest(early / "store.json") not in text
    assert set(first.manifest["data"]) == {"store", "acts_in_all"}


@pytest.mark.check("SEC-42")
def test_another_store_has_another_hash(first: Release, early: Path, tmp_path: Path) -> None:
    read = opened(shutil.copytree(early, tmp_path / "copy"))
    same = making._data(read.folder, read)
    (read.folder / "cases.parquet").write_bytes(b"")

    assert same == first.manifest["data"]
    assert making._data(read.folder, read) != same


SOURCE = str(Path(cli.__file__).parents[2])
STOPPED = """
import os, signal, sys
from pathlib import Path
from ruta import cli
from ruta.accountability.figures import relations

def write(source, into, **how):
    into.mkdir(parents=True)
    (into / "exact.parquet").write_bytes(b"exact")
    os.kill(os.getpid(), signal.SIGTERM)

relations.write = write
args = cli.parser("publish").parse_args(sys.argv[1:])
sys.exit(cli.commands("publish")["publish"].run(args))
"""


@pytest.mark.check("SEC-42")
def test_a_run_that_is_stopped_leaves_nothing_exact_and_nothing_half(
    early: Path, tmp_path: Path
) -> None:
    exact, shelf_ = tmp_path / "exact", tmp_path / "shelf"
    exact.mkdir()
    shelf_.mkdir()
    words = ["publish", "--period", "2026-Q1", "--store", str(early), "--out", str(shelf_)]

    done = subprocess.run(
        [sys.executable, "-c", STOPPED, *words, "--approved-by", "Autoridad"],
        env={**os.environ, "TMPDIR": str(exact), "PYTHONPATH": SOURCE},
        capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == 143, done.stderr
    assert list(exact.iterdir()) == []
    assert list(shelf_.iterdir()) == []
