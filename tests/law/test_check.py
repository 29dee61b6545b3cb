"""The linter of norms: each mistake is found, and named by file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ruta.law.check import Vocabulary, check

FOREIGN = Path(__file__).parent / "foreign"
NORM = "2021-01-01_harbour-act.toml"
ACTS = (
    "call-received call-answered log-written boat-registered hull-painted boat-sunk tide-read"
).split()

MISTAKES = [
    ('bearer = "warden"', 'bearer = "sheriff"', "unknown bearer 'sheriff'"),
    ('starts = "call-received"', 'starts = "call-heard"', "unknown act 'call-heard'"),
    ('within = "PT48H"', 'within = "48 hours"', "'48 hours' is not a duration"),
    ('within = "PT48H"', 'within = "PT48H"\nbasis = "working"', "hours elapse"),
    ('within = "P1M"', 'within = "P0M"', "recurs after no time at all"),
    ("given = ['tide == \"high\"']", "given = ['tide = high']", "is not a condition"),
    ("given = ['tide == \"high\"']", "given = ['tide == \"hihg\"']", "tide is never 'hihg'"),
    ("given = ['tide == \"high\"']", "given = ['name == \"x\"']", "the fact 'name' is sealed"),
    ("given = ['tide == \"high\"']", "given = ['wind > 3']", "knows no fact 'wind'"),
    ('article = "Harbour Act, 1"\n', "", "no article"),
    ('source = "invented"\n', "", "no source"),
    ('kind = "max"', 'kind = "maximum"', "kind 'maximum' is none of"),
    ('id = "write-log"', 'id = "answer-call"', "stated twice"),
    ('id = "paint-hull"', 'id = "paint-hull"\nreplaces = ["scrub"]', "which no norm states"),
    ('id = "paint-hull"', 'id = "paint-hull"\ncolour = "blue"', "unknown key 'colour'"),
    ("2021-03-29T13:00:00+01:00, status", "2021-03-29T12:00:00+01:00, status", "due is 2021-03-29"),
    ('status = "met" }', 'status = "met-late" }', "status is met, not met-late"),
    ("at = 2021-03-27T12:00:00+00:00", 'at = "yesterday"', "is not an instant with its zone"),
    ("at = 2021-03-27T12:00:00+00:00", "at = 2021-03-27T12:00:00", "is not an instant with"),
    ("[norm]", "[norm", "not TOML"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOREIGN, tmp_path / "law")
    return tmp_path / "law" / "norms"


def problems(folder: Path) -> list[str]:
    words = Vocabulary(acts=ACTS, sealed_facts=frozenset({"name"}))
    return [str(problem) for problem in check(folder, words)]


def test_a_sound_law_has_no_problem(folder: Path) -> None:
    assert problems(folder) == []


@pytest.mark.parametrize(("right", "wrong", "says"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_a_mistake_is_named_with_its_file_and_line(
    folder: Path, right: str, wrong: str, says: str
) -> None:
    path = folder / NORM
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, wrong, 1))
    found = [problem for problem in problems(folder) if says in problem]
    assert found, problems(folder)
    file, line, _ = found[0].split(":", 2)
    assert file == NORM
    assert int(line) > 0


def test_the_line_is_that_of_the_wrong_key(folder: Path) -> None:
    path = folder / NORM
    path.write_text(path.read_text().replace('within = "P2D"', 'within = "two days"'))
    (problem,) = problems(folder)
    line = int(problem.split(":")[1])
    assert "two days" in path.read_text().splitlines()[line - 1]


def test_a_term_without_a_worked_example_is_a_mistake(folder: Path) -> None:
    path = folder / NORM
    text = path.read_text()
    start, end = text.index("  [[wording.example]]"), text.index('[[wording]]\nid = "write-log"')
    path.write_text(text[:start] + text[end:])
    assert any("no worked example" in problem for problem in problems(folder))


def test_two_wordings_of_one_duty_on_the_same_days_are_a_mistake(folder: Path) -> None:
    later = (folder / NORM).read_text().replace("harbour-act", "pier-act")
    later = later.replace("2021-01-01", "2022-01-01").replace("answer-call", "answer-call-2")
    cut = later.index('[[wording]]\nid = "write-log"')
    (folder / "2022-01-01_pier-act.toml").write_text(later[:cut])
    assert any("overlaps 'answer-call'" in problem for problem in problems(folder))


def test_a_wording_that_takes_anothers_place_does_not_overlap_it(folder: Path) -> None:
    later = (folder / NORM).read_text().replace("harbour-act", "pier-act")
    later = later.replace("in_force = 2021-01-01", "in_force = 2022-01-01")
    later = later.replace(
        'id = "answer-call"', 'id = "answer-call-2"\nreplaces = ["answer-call"]'
    ).replace("2021-", "2022-")
    cut = later.index('[[wording]]\nid = "write-log"')
    (folder / "2022-01-01_pier-act.toml").write_text(later[:cut])
    assert not any("overlaps" in problem for problem in problems(folder))


def test_a_file_named_for_another_day_is_a_mistake(folder: Path) -> None:
    (folder / NORM).rename(folder / "2021-02-01_harbour-act.toml")
    assert any("should be named 2021-01-01_harbour-act" in p for p in problems(folder))
