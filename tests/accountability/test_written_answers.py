"""What `ruta law comply` writes is there whole or not at all, and over nothing it reads."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from tests.accountability.asked_logs import (
    NORMS,
    RULED,
    SOURCE,
    TITLES,
    TOLD,
    Comply,
    odd,
)

from ruta.accountability.comply import writing
from ruta.accountability.comply.logs import trouble
from ruta.accountability.comply.logs.walls import Walls
from ruta.acts.columns import Acts, Dictionaries
from ruta.acts.store import Writer


def test_nothing_is_left_of_rows_that_were_cut_short(tmp_path: Path) -> None:
    out, table = tmp_path / "out.csv", pa.table({"case": ["1"] * 100_000})
    out.write_text("what was there before")
    lima = Walls(ZoneInfo("America/Lima"))

    def cut_short() -> None:
        with writing.written(out, table.schema, lima) as add:
            add(table)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_short()
    assert out.read_text() == "what was there before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("log.csv", "log.csv, which is asked for too"),
        ("link.csv", "log.csv, which is asked for too"),
        ("norms/rows.csv", "norms, which is asked for too"),
        ("folder.csv", "is a folder"),
    ],
)
def test_nothing_that_is_read_is_written_over(
    comply: Comply, csv: Any, tmp_path: Path, place: str, told: str
) -> None:
    log, norms = csv(TOLD, RULED), tmp_path / "norms"
    shutil.copytree(NORMS, norms)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to(log)
    before = log.read_text()
    for word in ("--out", "--report"):
        code, said, _ = comply(log, word, str(tmp_path / place), norms=norms)
        assert code == 2
        assert told in said
    assert log.read_text() == before
    assert not (norms / "rows.csv").exists()


def test_rows_and_report_are_two_files(comply: Comply, csv: Any, tmp_path: Path) -> None:
    out = tmp_path / "both.csv"
    code, said, _ = comply(csv(TOLD), "--out", str(out), "--report", str(out))
    assert (code, out.exists()) == (2, False)
    assert "both.csv, which is asked for too" in said


def test_a_file_that_is_there_is_replaced_when_all_is_written(
    comply: Comply, csv: Any, tmp_path: Path
) -> None:
    out = tmp_path / "rows.csv"
    out.write_text("what was there before")
    assert comply(csv("1,a,told,never,C-1,clerk"), "--out", str(out))[0] == 2
    assert out.read_text() == "what was there before"
    assert comply(csv(TOLD), "--out", str(out))[0] == 0
    assert out.read_text().startswith('"case","duty"')


@pytest.mark.parametrize(("word", "name"), [("--out", "rows.csv"), ("--report", "said.json")])
def test_a_full_disk_is_told_and_leaves_nothing(
    comply: Comply, csv: Any, tmp_path: Path, word: str, name: str
) -> None:
    log = csv(TOLD, RULED)
    # What is written beside its place is written to a device that is always full.
    (tmp_path / f".{name}.part").symlink_to("/dev/full")
    code, said, _ = comply(log, word, str(tmp_path / name))
    assert code == 2
    assert f"or of {tmp_path} is full: free some space" in said
    assert not any(path.name.endswith(name) for path in tmp_path.iterdir())


def test_want_of_room_and_of_memory_is_told_with_what_to_do() -> None:
    full = duckdb.IOException('Could not write file "/t/x": No space left on device')
    assert "name a folder that has more in TMPDIR" in trouble.said(full)
    assert "--memory" in trouble.said(duckdb.OutOfMemoryException("failed to pin block"))
    assert "--memory" in trouble.said(OSError("Out of Memory Error: failed to allocate data"))


COMMAND = """
import signal, sys
from ruta import cli
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_told_to_stop_leaves_nothing_and_says_so(tmp_path: Path, asked: signal.Signals) -> None:
    log, aside = tmp_path / "log.csv", tmp_path / "aside"
    lines = (f"{n},{n},told,2020-06-01T10:00:00Z,C-1,clerk\n" for n in range(400_000))
    log.write_text("".join([TITLES + "\n", *lines]))
    aside.mkdir()
    words = ["--acts", str(log), "--norms", str(NORMS), "--out", str(tmp_path / "rows.csv")]
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "law", "comply", *words],
        env={**os.environ, "TMPDIR": str(aside), "PYTHONPATH": str(SOURCE)},
        stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        while not list(aside.glob("ruta-comply-*/acts.parquet")) and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(asked)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "stopped; no file is left half written" in said
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aside", "log.csv"]
    assert not list(aside.iterdir())


def test_counts_alone_are_written_when_asked(comply: Comply, csv: Any, tmp_path: Path) -> None:
    out = tmp_path / "counts.csv"
    _, _, report = comply(csv(TOLD, RULED), "--out", str(out), "--counts")
    assert out.read_text().splitlines()[0] == '"duty","status","obligations","share"'
    assert len(out.read_text().splitlines()) == len(report["counts"]) + 1


def test_every_engine_counts_alike(comply: Comply, csv: Any) -> None:
    log = csv(TOLD, RULED, "2,c,told,2020-06-01T10:00:00Z,C-1,clerk")
    local = comply(log)[2]["counts"]
    assert local
    assert comply(log, "--engine", "duckdb")[2]["counts"] == local


def test_the_acts_alone_of_a_store_are_read_as_they_are(comply: Comply, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    number = np.array([7, 7], np.int64)
    at = np.array([1_591_005_600, 1_591_009_200], np.int64) * 1_000_000
    with Writer(folder) as writer:
        writer.add(Acts(number, np.array([0, 1], np.int16), at, at // 86_400_000_000))
        kinds = Dictionaries(kinds=("told", "sung"))
        writer.finish(kinds, zone="America/New_York", about={})
    out = tmp_path / "out.csv"
    code, _, report = comply(folder, "--out", str(out))
    assert (code, odd(report)) == (0, {"unknown-kind": 1})
    assert out.read_text().splitlines()[1].startswith('"7"')


def test_a_store_of_another_zone_is_refused(comply: Comply, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with Writer(folder) as writer:
        writer.finish(Dictionaries(kinds=()), zone="America/Lima", about={})
    code, said, _ = comply(folder)
    assert code == 2
    assert "its days are those of America/Lima" in said
