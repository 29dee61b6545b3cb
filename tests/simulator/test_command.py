"""`ruta simulate` writes cases as lines of JSON and says how far it is on the other stream."""

import argparse
import json
from pathlib import Path

import pytest

from ruta.cli import simulate

UNTIL = "2026-11-21T12:00:00-05:00"


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    return simulate.run(parser.parse_args(words))


def test_cases_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--cases", "5", "--seed", "1", "--until", UNTIL) == 0
    said = capsys.readouterr()
    assert len([json.loads(line) for line in said.out.splitlines()]) == 5
    assert "5 of 5 cases" in said.err


def test_the_same_command_writes_the_same_file(tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        command("--cases", "20", "--seed", "2", "--until", UNTIL, "--out", str(tmp_path / name))
    one, two = (tmp_path / name for name in ("one.jsonl", "two.jsonl"))
    assert one.read_bytes() == two.read_bytes()


def test_a_department_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    command("--cases", "5", "--until", UNTIL, "--department", "Puno")
    lines = capsys.readouterr().out.splitlines()
    assert {json.loads(line)["department"] for line in lines} == {"Puno"}


def test_an_unknown_department_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--cases", "5", "--until", UNTIL, "--department", "Atlantis") == 2
    assert "no published case" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--cases", "-1"),
        ("--cases", "1", "--until", "2026-11-21T12:00:00"),
        ("--cases", "1", "--until", "tomorrow"),
        ("--cases", "1", "--recent-share", "2"),
    ],
)
def test_a_wrong_word_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        command(*words)
