"""What is odd about a log is counted and told; where nothing can be read, one message says so."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ruta import cli
from ruta.accountability.comply import writing
from ruta.accountability.comply.logs import trouble
from ruta.accountability.comply.logs.walls import Walls
from ruta.acts.columns import Acts, Dictionaries
from ruta.acts.store import Writer

NORMS = Path(__file__).parents[1] / "spec" / "probe" / "norms"
SOURCE = Path(__file__).parents[2] / "src"
TITLES = "case,act,kind,at,office,office_type"
TOLD, RULED = "1,a,told,2020-06-01T10:00:00Z,C-1,clerk", "1,b,ruled,2020-06-01T18:00:00Z,C-1,clerk"
AS_OF = ("--as-of", "2021-01-01T00:00:00Z")

Said = tuple[int, str, dict[str, Any]]
Comply = Callable[..., Said]


@pytest.fixture
def comply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Comply:
    """Run the command on a file; what it left to say: its code, standard error, the report."""

    def run(log: Path, *words: str, norms: Path = NORMS) -> Said:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        given = ["--acts", str(log), "--report", str(report), "--norms", str(norms)]
        code = cli.main(["law", "comply", *given, *AS_OF, *words])
        said = json.loads(report.read_text()) if report.exists() else {}
        return code, capsys.readouterr().err, said

    return run


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, titles: str = TITLES, encoding: str = "utf-8") -> Path:
        path = tmp_path / "log.csv"
        path.write_bytes("\n".join([titles, *lines, ""]).encode(encoding))
        return path

    return write


def odd(report: dict[str, Any]) -> dict[str, int]:
    return {one["sort"]: one["count"] for one in report["odd"]}


def rows(report: dict[str, Any], sort: str) -> list[int]:
    return next(one["rows"] for one in report["odd"] if one["sort"] == sort)


def values(report: dict[str, Any], sort: str) -> dict[str, int]:
    return next(one["values"] for one in report["odd"] if one["sort"] == sort)


def test_a_log_without_fault_is_told_without_any(comply: Comply, csv: Any) -> None:
    code, _, report = comply(csv(TOLD, RULED), "--strict")
    assert (code, report["odd"], report["log"]["acts"]) == (0, [], 2)
    assert report["obligations"] == sum(one["obligations"] for one in report["counts"]) > 0


# --- One oddity each: the line that has it, what it is called, and whether it is still read ------


@pytest.mark.parametrize(
    ("line", "sort", "acts"),
    [
        (",c,told,2020-06-01T10:00:00Z,C-1,clerk", "no-case", 2),
        ("1,c,,2020-06-01T10:00:00Z,C-1,clerk", "no-kind", 2),
        ("1,c,told,,C-1,clerk", "no-instant", 2),
        ("1,c,told,yesterday,C-1,clerk", "unreadable-instant", 2),
        ("1,c,told,2020-02-30T10:00:00Z,C-1,clerk", "unreadable-instant", 2),
        ("1,c,told,2020-06-01 10:00:00 Nowhere/Lost,C-1,clerk", "unknown-zone", 2),
        ("1,c,told,0020-06-01T10:00:00Z,C-1,clerk", "out-of-range", 2),
        ("1,c,told,1970-01-01T00:00:00Z,C-1,clerk", "day-of-1970", 3),
        ("1,c,told,1979-12-31T10:00:00Z,C-1,clerk", "before-1980", 3),
        ("1,c,told,2150-06-01T10:00:00Z,C-1,clerk", "in-the-future", 3),
        ("1,c,told,2020-06-01T10:00:00-05:00,C-1,clerk", "mixed-zones", 3),
        ("1,c,told,2020-06-01T10:00:00,C-1,clerk", "mixed-zones", 3),
        (TOLD, "duplicate", 2),
        ("1,c,sung,2020-06-01T10:00:00Z,C-1,clerk", "unknown-kind", 3),
        ("1,c,told", "bad-row", 2),
        ("1,c,told,2020-06-01T10:00:00Z,C-1,clerk,more", "bad-row", 2),
    ],
)
def test_it_is_counted_with_its_row_and_strict_stops(
    comply: Comply, csv: Any, line: str, sort: str, acts: int
) -> None:
    log = csv(TOLD, RULED, line)
    code, said, report = comply(log)
    assert (code, report["log"]["acts"]) == (0, acts)
    assert odd(report)[sort] == (3 if sort == "mixed-zones" else 1)
    if sort not in ("mixed-zones", "unknown-kind"):
        assert rows(report, sort) == [3]
        assert "rows 3" in said
    code, said, report = comply(log, "--strict", "--out", str(log.with_name("out.csv")))
    assert (code, report) == (1, {})
    assert "--strict" in said
    assert not log.with_name("out.csv").exists()


def test_what_is_no_mistake_is_said_and_stops_nothing(comply: Comply, csv: Any) -> None:
    log = csv("1,a,told,2020-06-01 10:00:00,,", "1,b,told,2020-06-02,,", "1,c,told,2021-06-01,,")
    code, _, report = comply(log, "--strict")
    assert code == 0
    assert odd(report) == {"no-offset": 3, "no-hour": 2, "after-as-of": 1}
    assert report["log"]["written"] == {"without an offset": 3}


def test_instants_without_an_offset_are_of_the_zone_said(comply: Comply, csv: Any) -> None:
    log, out = csv("1,a,told,2020-06-01 10:00:00,,"), csv().with_name("out.parquet")
    csv("1,a,told,2020-06-01 10:00:00,,")
    started = []
    for words in ((), ("--zone", "Europe/Madrid")):
        assert comply(log, *words, "--out", str(out))[0] == 0
        started.append(pq.read_table(out)["started"][0].as_py())
    assert [at.isoformat() for at in started] == [
        "2020-06-01T10:00:00-04:00",
        "2020-06-01T04:00:00-04:00",
    ]


def test_kinds_nobody_knows_are_listed_the_ten_most_frequent(comply: Comply, csv: Any) -> None:
    many = [f"{n},x{n},odd-{n % 12},2020-06-01T10:00:0{n % 10}Z,C-1,clerk" for n in range(40)]
    _, _, report = comply(csv(*many))
    listed = values(report, "unknown-kind")
    assert odd(report)["unknown-kind"] == 40
    assert len(listed) == 10
    assert listed["odd-0"] == 4


def test_a_value_the_rules_do_not_know_is_told_with_its_fact(comply: Comply, csv: Any) -> None:
    log = csv(f"{TOLD},SEVERE", f"{RULED},high", titles=f"{TITLES},risk")
    assert values(comply(log)[2], "unknown-value") == {"risk = SEVERE": 1}


def test_rows_repeated_without_a_column_of_acts_are_read_and_told(comply: Comply, csv: Any) -> None:
    line = "1,told,2020-06-01T10:00:00Z"
    _, _, report = comply(csv(line, line, titles="case,kind,at"))
    assert (odd(report), report["log"]["acts"]) == ({"perhaps-duplicate": 1}, 2)


def test_what_corrects_or_annuls_nothing_is_told(comply: Comply, csv: Any) -> None:
    titles = "case,act,kind,at,corrects,annuls"
    log = csv(
        "1,a,told,2020-06-01T10:00:00Z,,",
        "1,b,told,2020-06-01T11:00:00Z,zz,",
        "1,c,annulment,2020-06-01T12:00:00Z,,zz",
        "1,a,filed,2020-06-01T13:00:00Z,,",
        titles=titles,
    )
    _, _, report = comply(log)
    told = {name: odd(report)[name] for name in ("corrects-nothing", "annuls-nothing", "same-act")}
    assert told == {"corrects-nothing": 1, "annuls-nothing": 1, "same-act": 1}
    assert rows(report, "corrects-nothing") == [2]


def test_ten_thousand_acts_in_one_case_are_read_and_told(comply: Comply, csv: Any) -> None:
    acts = [f"1,a{n},told,2020-06-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z,C-1,clerk"
            for n in range(10_000)]  # fmt: skip
    code, _, report = comply(csv(*acts, "2,z,told,2020-06-01T10:00:00Z,C-1,clerk"))
    assert (code, odd(report), report["log"]["cases"]) == (0, {"long-case": 1}, 2)
    assert rows(report, "long-case") == [1]


def test_numbers_since_1970_are_read_in_the_unit_of_their_size(
    comply: Comply, tmp_path: Path
) -> None:
    log, out = tmp_path / "log.parquet", tmp_path / "out.parquet"
    for unit, way in ((1, "seconds"), (10**3, "milliseconds"), (10**6, "micro"), (10**9, "nano")):
        table = {"case": ["1"], "kind": ["told"], "at": pa.array([1_591_005_600 * unit])}
        pq.write_table(pa.table(table), log)
        assert way in next(iter(comply(log, "--out", str(out))[2]["log"]["written"]))
        started = pq.read_table(out)["started"][0].as_py()
        assert started == datetime.fromisoformat("2020-06-01T10:00:00+00:00")


def test_instants_in_a_form_of_the_country_are_read_as_said(comply: Comply, csv: Any) -> None:
    log = csv("1,a,told,02/06/2020 10:00,,", "1,b,told,31/31/2020 10:00,,")
    _, _, report = comply(log, "--instants", "%d/%m/%Y %H:%M")
    assert odd(report) == {"unreadable-instant": 1, "no-offset": 1}


# --- Nothing can be read: one message, code 2 -----------------------------------------------------


def _bytes(name: str, data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return write


def _truncated(folder: Path) -> Path:
    pq.write_table(pa.table({"case": ["1"] * 99, "kind": ["a"] * 99}), folder / "log.parquet")
    whole = (folder / "log.parquet").read_bytes()
    (folder / "log.parquet").write_bytes(whole[: len(whole) // 2])
    return folder / "log.parquet"


def _damaged(folder: Path) -> Path:
    table = pa.table({"case": ["1"] * 99, "kind": ["a"] * 99, "at": ["2020-01-01"] * 99})
    pq.write_table(table, folder / "log.parquet")
    whole = bytearray((folder / "log.parquet").read_bytes())
    whole[4:200] = b"\0" * 196
    (folder / "log.parquet").write_bytes(whole)
    return folder / "log.parquet"


XES = b'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">'
LATIN = f"{TITLES}\n1,a,denuncia de la niña,2020-06-01T10:00:00Z,C-1,clerk\n".encode("latin-1")


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (_bytes("log.csv", b""), "the file is empty"),
        (_bytes("log.csv", b"\n\n"), "the file is empty"),
        (_bytes("log.csv", TITLES.encode() + b"\n"), "it has titles, and no row below them"),
        (_bytes("log.csv", b"case\n1\n2\n"), "no column for kind, at"),
        (_bytes("log.csv", b"case,kind,at,case\n"), "two columns have one title: case"),
        (_bytes("log.csv", b"case,kind,at\n1,told,never\n"), "instants that cannot be read"),
        (_bytes("log.csv", LATIN), "line 2 is not UTF-8: try --encoding latin-1"),
        (_bytes("log.csv", "case,kind,at\n".encode("utf-16")), "UTF-16"),
        (_bytes("log.csv", b"case,kind,at\r\n1,told,x\n1,told,y\r\n"), "do not end alike"),
        (_bytes("log.csv", b"case,kind,at\n1,told,never\n"), "no act in it can be read"),
        (_bytes("log.xlsx", b"PK\x03\x04rest"), "save the sheet as CSV"),
        (_bytes("log.xls", b"\xd0\xcf\x11\xe0" + bytes(99)), "save the sheet as CSV"),
        (_bytes("log.dat", bytes(range(256))), "neither text nor a file of Parquet"),
        (_bytes("log.parquet", b"PAR1"), "cut short"),
        (_truncated, "cut short"),
        (_damaged, "log.parquet: "),
        (_bytes("log.xes", XES + b"<trace><event>"), "line 1"),
        (_bytes("log.xes", XES + b"</log>"), "no event"),
        (_bytes("log.csv.gz", b"\x1f\x8bhalf"), "log.csv.gz: "),
        (lambda folder: folder / "none.csv", "there is no such file (from /"),
        (lambda folder: folder.parent, "lies in"),
        (lambda folder: NORMS, "is no store"),
        (lambda folder: Path("/dev/null"), "is no file that can be read twice"),
    ],
)
def test_one_message_says_why(
    comply: Comply, tmp_path: Path, write: Callable[[Path], Path], told: str
) -> None:
    out = tmp_path / "out.csv"
    code, said, report = comply(write(tmp_path), "--out", str(out))
    assert (code, report) == (2, {})
    assert told in said
    assert "Traceback" not in said
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--zone", "America/Lma"), "unknown zone 'America/Lma'"),
        (("--zone", "/etc/passwd"), "unknown zone"),
        (("--map", "at=cuando"), "no column 'cuando'; there are: case, act, kind, at"),
        (("--map", "at"), "say NAME=COLUMN"),
        (("--memory", "10MB"), "too little"),
        (("--memory", "much"), "no size"),
        (("--out", "rows.xlsx"), "ends in neither .csv nor .parquet"),
        (("--out", "nowhere/rows.csv"), "there is no folder nowhere"),
        (("--as-of", "2020-01-01"), "is not an instant with its zone"),
        (("--duty", "nothing"), "no duty 'nothing'"),
        (("--engine", "postgres"), "needs the address of a database"),
        (("--encoding", "cp1252"), "encoding 'cp1252' is unknown"),
        (("--delimiter", "::"), "say one sign"),
        (("--instants", "%Q"), "log.csv: Failed to parse format specifier %Q"),
        (("--map", "when=at"), "'when' is nothing a log holds"),
        (("--counts",), "say --out FILE too"),
        (("--url", "postgresql://h/d"), "say --engine postgres too"),
        (("--master", "local"), "say --engine spark too"),
        (("--engine", "postgres", "--url", "no address"), "--url is no address of a database"),
        (("--engine", "postgres", "--url", "postgresql://u:secret@127.0.0.1:1/d"), "the database"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(
    comply: Comply, csv: Any, words: tuple[str, ...], told: str
) -> None:
    code, said, report = comply(csv(TOLD, RULED), *words)
    assert (code, report) == (2, {})
    assert told in said
    assert "secret" not in said


def test_an_engine_nobody_knows_is_told_with_those_there_are(
    comply: Comply, csv: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        comply(csv(TOLD), "--engine", "mysql")
    assert "invalid choice: 'mysql' (choose from 'local', 'duckdb'" in capsys.readouterr().err


def no_norms(law: Path) -> None:
    shutil.rmtree(law / "norms")


def norms_of_nothing(law: Path) -> None:
    shutil.rmtree(law / "norms")
    (law / "norms").mkdir()


def a_norm_cut_short(law: Path) -> None:
    (law / "norms" / "2022-01-01_cut.toml").write_text("[norm\n")


def no_rulebook(law: Path) -> None:
    """The shipped one is read, which has no such calendar."""
    (law / "rulebook.toml").unlink()


def a_rulebook_cut_short(law: Path) -> None:
    (law / "rulebook.toml").write_text("[zone\n")


def a_zone_nobody_knows(law: Path) -> None:
    path = law / "rulebook.toml"
    path.write_text(path.read_text().replace('zone = "America/New_York"', 'zone = "New York"'))


def a_duty_that_recurs_at_once(law: Path) -> None:
    path = next((law / "norms").glob("*_first.toml"))
    before = path.read_text()
    path.write_text(before.replace('within = "P3D"', 'within = "P0D"').replace("P1M", "P0M"))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (no_norms, "there is no such folder of norms"),
        (norms_of_nothing, "no norm in it states a duty"),
        (a_norm_cut_short, "2022-01-01_cut.toml:1: 2022-01-01_cut: not TOML"),
        (no_rulebook, "no calendar 'bench'"),
        (a_rulebook_cut_short, "the rulebook.toml or terms.toml of"),
        (a_zone_nobody_knows, "New York"),
        (a_duty_that_recurs_at_once, "recurs after no time at all"),
    ],
)
def test_norms_that_are_none_are_told_so(
    comply: Comply, csv: Any, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    law = tmp_path / "law"
    shutil.copytree(NORMS.parent, law)
    spoil(law)
    code, said, report = comply(csv(TOLD), norms=law / "norms")
    assert (code, report) == (2, {})
    assert told in said


def test_a_log_that_sets_no_duty_running_is_told_so(
    comply: Comply, csv: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "counts.csv"
    log = csv("1,a,told,1970-01-01T10:00:00Z,C-1,clerk")
    words = ["--acts", str(log), "--norms", str(NORMS), "--out", str(out), "--counts", *AS_OF]
    assert cli.main(["law", "comply", *words]) == 0
    said = capsys.readouterr()
    assert "no act known by then sets a duty running" in said.out
    assert "1  instants of 1 January 1970" in said.err
    assert out.read_text() == '"duty","status","obligations","share"\n'


def test_a_log_in_another_encoding_is_read_when_it_is_said(comply: Comply, csv: Any) -> None:
    log = csv("1,a,denuncia de la niña,2020-06-01T10:00:00Z,C-1,clerk", encoding="latin-1")
    _, _, report = comply(log, "--encoding", "latin-1")
    assert values(report, "unknown-kind") == {"denuncia de la niña": 1}


# --- What is written ------------------------------------------------------------------------------


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
