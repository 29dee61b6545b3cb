"""What is odd about a log is counted with its rows and told; whether it is still read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.accountability.asked_logs import (
    RULED,
    TITLES,
    TOLD,
    Comply,
    odd,
    rows,
    values,
)


def test_a_log_without_fault_is_told_without_any(comply: Comply, csv: Any) -> None:
    code, _, report = comply(csv(TOLD, RULED), "--strict")
    assert (code, report["odd"], report["log"]["acts"]) == (0, [], 2)
    assert report["obligations"] == sum(one["obligations"] for one in report["counts"]) > 0


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
