"""Where nothing can be read, or a question makes no sense, one message says why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.accountability.asked_logs import (
    AS_OF,
    NORMS,
    RULED,
    TITLES,
    TOLD,
    Comply,
    values,
)

from ruta import cli


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
