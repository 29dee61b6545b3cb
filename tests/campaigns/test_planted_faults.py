"""Faults are planted where they matter, found by tests that look, and counted honestly (SEC-67)."""

import ast
from pathlib import Path

import pytest

from ruta.cli import mutants
from ruta.cli.process import mutation, trial
from ruta.cli.process.mutation import Fault

SOURCE = '''"""A module."""
LOG = getLogger("name")
LETTERS = "ICR"
KINDS = frozenset({"one", "two"})


def may(age: int | None, named: bool = False) -> bool:
    """Whether somebody may."""
    LOG.info("asked")
    if age is None or not named:
        raise ValueError("Nobody may without a name.")
    note(age)
    return age >= 18 and named
'''
TESTS = """from small import may


def test_it_is_of_age_only():
    assert may(18, True)
    assert not may(17, True)
"""


def planted() -> dict[str, str]:
    """Every fault of the module above: what it is called, with the line it leaves."""
    return {
        fault.says: fault.planted(SOURCE).splitlines()[fault.line - 1].strip()
        for fault in mutation.faults(SOURCE)
    }


@pytest.mark.parametrize(
    ("says", "line"),
    [
        ("Lt for GtE: age >= 18", "return (age < 18) and named"),
        ("and for or: age >= 18 and named", "return (age >= 18 or named)"),
        ("part 2 left out: age >= 18 and named", "return (age >= 18)"),
        ("one more: 18", "return age >= (19) and named"),
        ("the other truth: False", "def may(age: int | None, named: bool = (True)) -> bool:"),
        ("not left out: not named", "if age is None or (named):"),
        ("left out: note(age)", "pass"),
        ("nothing given back: return age >= 18 and named", "return None"),
        ('without C: "ICR"', "LETTERS = ('IR')"),
        ('another word: "two"', "KINDS = frozenset({\"one\", ('twoX')})"),
        ('entry 1 left out: {"one", "two"}', "KINDS = frozenset({'two'})"),
    ],
)
def test_a_fault_is_planted(says: str, line: str) -> None:
    assert planted()[says] == line


def test_what_no_behaviour_rests_on_is_left_alone() -> None:
    told = " ".join(planted())

    for word in ('"name"', "A module", "Whether", "asked", ": int | None", ': "Nobody'):
        assert word not in told


def test_every_fault_leaves_a_module_that_can_be_read() -> None:
    faults = mutation.faults(SOURCE)

    assert len(faults) > 15
    for fault in faults:
        assert ast.parse(fault.planted(SOURCE))
        assert fault.planted(SOURCE) != SOURCE


@pytest.mark.check("SEC-67")
def test_a_fault_is_found_by_a_test_that_looks_and_by_no_other(tmp_path: Path) -> None:
    place = _repository(tmp_path)
    path = tmp_path / "src" / "small.py"
    faults = {fault.says: fault for fault in mutation.faults(path.read_text())}

    place.try_whole(["test_small.py"])

    edge = faults["one more: 18"]
    unseen = faults["part 2 left out: age >= 18 and named"]
    assert place.finds(path, edge, ["test_small.py"])
    assert not place.finds(path, unseen, ["test_small.py"])
    assert "return age >= 18 and named" in path.read_text()


def test_tests_that_fail_by_themselves_measure_nothing(tmp_path: Path) -> None:
    place = _repository(tmp_path)
    (tmp_path / "test_small.py").write_text("def test_nothing():\n    assert False\n")

    with pytest.raises(trial.Unsound):
        place.try_whole(["test_small.py"])


def _repository(folder: Path) -> trial.Place:
    (folder / "src").mkdir()
    (folder / "tmp").mkdir()
    (folder / "src" / "small.py").write_text(
        "def may(age, named):\n    return age >= 18 and named\n"
    )
    (folder / "test_small.py").write_text(TESTS)
    (folder / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = ["src"]\n')
    return trial.Place(folder)


def test_a_share_leaves_out_what_changes_nothing_and_a_sample_says_how_sure_it_is() -> None:
    whole = mutants.Score("area", all=20, planted=20, found=16, alike=4)
    sample = mutants.Score("area", all=500, planted=100, found=95, alike=0)

    assert whole.share == 1.0
    assert whole.interval() == (1.0, 1.0)
    low, high = sample.interval()
    assert 0.88 < low < 0.9
    assert 0.97 < high < 0.99


def test_what_is_said_to_change_nothing_is_there_and_has_a_reason() -> None:
    known = trial.settings()

    for each in known.get("equivalent", ()):
        source = (mutants.ROOT / each["module"]).read_text(encoding="utf-8")
        lines = source.splitlines()
        assert each["why"]
        assert any(
            trial.is_alike(known, each["module"], lines[fault.line - 1].strip(), fault)
            and lines[fault.line - 1].strip() == each["line"]
            for fault in mutation.faults(source)
        ), each


def test_a_fault_is_alike_only_by_its_module_line_and_name() -> None:
    known = {"equivalent": [{"module": "m.py", "line": "x = 1", "says": "one more", "why": "y"}]}
    fault = Fault(1, 4, 5, "(2)", "one more: 1")

    assert trial.is_alike(known, "m.py", "x = 1", fault)
    assert not trial.is_alike(known, "n.py", "x = 1", fault)
    assert not trial.is_alike(known, "m.py", "y = 1", fault)
    assert not trial.is_alike(known, "m.py", "x = 1", fault._replace(says="another word"))
