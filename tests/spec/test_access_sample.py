"""A quick look at the table of access: where it is wrong, some of these inputs mostly show it."""

import random
from itertools import product

import pytest
from tests.spec import naive_access
from tests.spec.test_access_table import asked

from ruta.access import decision
from ruta.access.decision import decide

DRAWN = 60_000
SEED = 30364
OPEN = (True, False, False, False, False, True, True, True, True)


@pytest.mark.check("SEC-1")
def test_inputs_drawn_by_chance_are_answered_as_the_specification_says() -> None:
    draw = random.Random(SEED)
    heads = [
        naive_access.AGENCIES, naive_access.RELATIONS, naive_access.BASES,
        naive_access.COMPARTMENTS, naive_access.ACTIONS,
    ]  # fmt: skip
    for _ in range(DRAWN):
        flags = [draw.random() < (0.9 if usual else 0.2) for usual in OPEN]
        values = [draw.choice(head) for head in heads] + flags
        assert str(decide(asked(values)).answer) == naive_access.answer(*values), values


def test_whoever_nothing_speaks_against_is_answered_as_the_specification_says() -> None:
    """Every agency, relation, basis, compartment and action, with what may be in their favour."""
    for head in product(
        naive_access.AGENCIES, naive_access.RELATIONS, naive_access.BASES,
        naive_access.COMPARTMENTS, naive_access.ACTIONS,
    ):  # fmt: skip
        for named, own, minor in product((False, True), repeat=3):
            values = [*head, True, False, False, False, False, minor, named, own, True]
            assert str(decide(asked(values)).answer) == naive_access.answer(*values), values


def test_the_rules_have_the_numbers_of_the_specification() -> None:
    numbers = [rule.number for rule in decision.TABLE]

    assert numbers == [*range(1, 12), *range(11, 15)]


def test_what_may_be_asked_is_what_the_specification_lists() -> None:
    assert list(decision.COMPARTMENTS) == list(naive_access.COMPARTMENTS)
    assert list(decision.RELATIONS) == naive_access.RELATIONS
    assert list(decision.BASES) == naive_access.BASES
    assert list(decision.ACTIONS) == naive_access.ACTIONS


def test_the_answers_and_the_usual_state_of_a_question_are_named_as_pages_expect() -> None:
    usual = decision.Asked(
        agency="PNP", relation="assigned", basis="duty", compartment="I", action="read"
    )

    assert [str(answer) for answer in decision.Answer] == ["allow", "deny", "hide", "login"]
    assert str(decide(usual).answer) == "allow"
    assert usual.session_ok
    assert usual.in_time
    against = (usual.coi, usual.blocked, usual.implicated, usual.trafficking)
    assert not any((*against, usual.minor, usual.named, usual.own))
