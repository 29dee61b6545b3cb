"""Each acceptance check that this version answers for is named by a test, and its page says so."""

import ast
import re

import pytest

from ruta.cli import checks

# The others are of parts that this version does not have; the page names them.
IN_SCOPE = {f"SEC-{n}" for n in (*range(1, 21), 25, *range(40, 46), *range(50, 57), *range(60, 70))}
FAULTS = {f"SEC-{n}" for n in range(70, 82)}


@pytest.fixture(scope="module")
def proof() -> dict[str, set[str]]:
    """By check, the files whose tests name it."""
    return checks.proven(checks.ROOT / "tests")


def test_the_page_is_what_the_data_and_the_tests_say() -> None:
    assert checks.TARGET.read_text(encoding="utf-8") == checks.reference()


def test_every_check_of_this_version_has_a_test_that_names_it(proof: dict[str, set[str]]) -> None:
    assert IN_SCOPE - proof.keys() == set()


def test_no_test_names_a_check_that_is_none(proof: dict[str, set[str]]) -> None:
    assert proof.keys() - IN_SCOPE - FAULTS == set()


def test_every_check_says_how_much_of_it_is_proven_and_what_is_not() -> None:
    told = {name: each for name, each in checks.known().items() if name != "outside"}

    assert told.keys() == IN_SCOPE
    assert all(each["asks"] for each in told.values())
    assert {each["state"] for each in told.values()} <= {"whole", "part"}
    assert [
        name for name, each in told.items() if each["state"] == "part" and not each["lacks"]
    ] == []


def test_what_is_of_other_parts_names_the_rest_of_the_checks() -> None:
    page = checks.TARGET.read_text(encoding="utf-8").split("## Of other parts")[1]
    ranges = re.findall(r"SEC-(\d+)(?: to (\d+))?", page)
    named = {n for low, high in ranges for n in range(int(low), int(high or low) + 1)}

    assert {f"SEC-{n}" for n in named} & IN_SCOPE == set()
    assert {f"SEC-{n}" for n in named} >= FAULTS


def test_a_mark_is_found_on_a_test_a_class_or_a_module_and_nowhere_else() -> None:
    text = """
@pytest.mark.check("SEC-1")
@pytest.mark.check("SEC-2", "SEC-3")
def test_one(): ...

@pytest.mark.check("SEC-4")
class TestMore:
    def test_two(self): ...
    def test_three(self): ...
    def built(self): ...

@pytest.mark.check("SEC-5")
def not_a_test(): ...

@pytest.mark.parametrize("x", ["SEC-6"])
def test_four(x): ...
"""

    found = list(checks.marks(ast.parse(text)))

    assert found == ["SEC-1", "SEC-2", "SEC-3", "SEC-4", "SEC-4"]
    for of_all in (
        '[pytest.mark.django_db, pytest.mark.check("SEC-7")]',
        'pytest.mark.check("SEC-7")',
    ):
        whole = f"pytestmark = {of_all}\ndef test_one(): ...\ndef test_two(): ...\n"
        assert list(checks.marks(ast.parse(whole))) == ["SEC-7", "SEC-7"]
