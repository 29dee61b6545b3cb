"""`ruta clock` and `ruta law` at the command line, with good input and bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ruta import cli

FIXTURE = Path(__file__).parents[2] / "benchmarks/fixtures/severe_case_30_acts.json"
FOREIGN = Path(__file__).parent / "foreign/norms"


def clock(tmp_path: Path, content: object, *options: str) -> int:
    file = tmp_path / "acts.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return cli.main(["clock", str(file), *options])


def act(kind: str = "case-known-court", at: str = "2024-03-02T11:00:00-05:00", **more: object):
    return {"kind": kind, "at": at, **more}


def test_acts_come_in_and_obligations_come_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["clock", str(FIXTURE), "--as-of", "2024-04-03T00:00:00-05:00"]) == 0
    printed = capsys.readouterr().out
    assert "court-measures-severe-24h-2023" in printed
    assert "2024-03-03 11:00" in printed


def test_acts_out_of_order_and_of_another_zone_give_the_same_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = act(id="a", arrival=1)
    decided = act("measures-decided", "2024-03-03T01:00:00+09:00", id="b", arrival=2)
    clock(tmp_path, [known, decided], "--json", "--as-of", "2024-04-01T00:00:00Z")
    straight = capsys.readouterr().out
    clock(tmp_path, [decided, known], "--json", "--as-of", "2024-04-01T00:00:00Z")
    assert capsys.readouterr().out == straight
    assert '"status": "met"' in straight


def test_what_has_not_happened_yet_is_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    future = act(at="2031-01-01T00:00:00Z")
    assert clock(tmp_path, [future], "--json", "--as-of", "2024-04-01T00:00:00Z") == 0
    assert json.loads(capsys.readouterr().out)["obligations"] == []


def test_another_countrys_norms_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    acts = {"acts": [act("call-received", "2021-10-30T12:00:00+01:00", id="NA")]}
    options = ("--json", "--as-of", "2021-10-31T00:00:00Z", "--norms", str(FOREIGN))
    assert clock(tmp_path, acts, *options) == 0
    (found,) = json.loads(capsys.readouterr().out)["obligations"]
    assert (found["start_act"], found["due_at"]) == ("NA", "2021-11-01T11:00:00+00:00")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{broken", ":1: not JSON"),
        ('{"acts": 3}', "expected"),
        ([act(kind="complaint-eaten")], "act 1: unknown kind 'complaint-eaten'"),
        ([act(at="2024-03-02T11:00:00")], "is not an instant with its zone"),
        ([act(at="yesterday")], "is not an instant with its zone"),
        ([act(at="0001-01-01T00:00:00Z")], "is not of the years 1900 to 2200"),
        ([act(at="9999-12-31T23:59:59-05:00")], "is not of the years 1900 to 2200"),
        ([act(fact={"risk": "severo"})], "act 1: unknown key 'fact'"),
        ([{"kind": "case-known-court"}], "act 1 has no at"),
        ([act(office="PNP-1")], "is not an office"),
        ([act(id="x"), act(id="x")], "act 2: the id 'x' is that of act 1"),
        (" " * 10_000_001, "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_bad_input_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: object, says: str
) -> None:
    assert clock(tmp_path, content) == 2
    printed = capsys.readouterr().err.strip()
    assert says in printed
    assert len(printed.splitlines()) == 1


def test_a_file_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["clock", "/nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err


def test_the_law_is_listed_by_bearer_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["law", "list", "--bearer", "juzgado-familia", "--on", "2015-12-01"]) == 0
    assert "court-measures-72h-2015" in capsys.readouterr().out


def test_an_unknown_bearer_is_refused_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["law", "list", "--bearer", "sheriff"]) == 2
    assert "juzgado-familia" in capsys.readouterr().out


def test_a_duty_is_shown_with_its_thread(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["law", "show", "court-measures-severe-24h-2023"]) == 0
    printed = capsys.readouterr().out
    assert "court-measures-72h-2015" in printed
    assert "Ley 31715" in printed


def test_the_difference_of_two_days_pairs_a_wording_with_what_it_replaced(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["law", "diff", "2023-03-22", "2023-03-23"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (row,) = [line for line in lines if "court-measures-severe-24h-2023" in line]
    assert "court-measures-severe-24h (PT24H)" in row


def test_the_shipped_norms_pass_their_own_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["law", "check"]) == 0
    assert "no mistake found" in capsys.readouterr().out


def test_one_file_can_be_checked_in_the_company_of_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["law", "check", str(tmp_path / "absent.toml")]) == 1
    assert "no such file" in capsys.readouterr().err
