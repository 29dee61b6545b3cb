"""The decision of access over its whole input, against another reading of its table (SEC-1)."""

from collections import Counter, defaultdict
from dataclasses import replace
from typing import NamedTuple

import pytest
from tests.spec import naive_access

from ruta.access import agencies, decision
from ruta.access.decision import Answer, Asked, decide

NAMES = (
    "agency", "relation", "basis", "compartment", "action", "session_ok", "coi", "blocked",
    "implicated", "trafficking", "minor", "named", "own", "in_time",
)  # fmt: skip
INPUTS = 3_870_720


def asked(values) -> Asked:
    return Asked(**dict(zip(NAMES, values, strict=True)))


class Compared(NamedTuple):
    """One pass over every input: how often each pair of answers, what differs, what is allowed."""

    pairs: Counter
    differing: list
    allowed: list[Asked]
    by_rule: dict[int, list[Asked]]


@pytest.fixture(scope="module")
def compared() -> Compared:
    """The pass; of each rule's inputs every thousandth is kept, and its first."""
    found = Compared(Counter(), [], [], defaultdict(list))
    seen: Counter = Counter()
    for values in naive_access.every_input():
        each, theirs = asked(values), naive_access.answer(*values)
        ours, rule = decide(each)
        found.pairs[str(ours), theirs] += 1
        if ours != theirs:
            found.differing.append(values)
        if ours is Answer.ALLOW:
            found.allowed.append(each)
        if seen[rule.number] % 97 == 0:
            found.by_rule[rule.number].append(each)
        seen[rule.number] += 1
    return found


@pytest.mark.check("SEC-1")
def test_two_readings_of_the_table_agree_on_every_input(compared: Compared) -> None:
    assert compared.differing == []
    assert sum(compared.pairs.values()) == INPUTS


def test_few_inputs_allow(compared: Compared) -> None:
    """The specification counted 9,990 before its section 9, which opens some more."""
    assert compared.pairs["allow", "allow"] == 10_404


def test_every_rule_decides_somewhere_and_none_is_idle(compared: Compared) -> None:
    """Without any one rule but the last, some answer changes: its absence would be seen."""
    assert compared.by_rule.keys() == set(range(1, 15))
    for number in range(1, 14):
        rules = [rule for rule in decision.TABLE if rule.number != number]
        assert any(
            next(rule for rule in rules if rule.applies(each)).answers(each) != decide(each).answer
            for each in compared.by_rule[number]
        ), number


def test_what_holds_of_all_that_is_allowed(compared: Compared) -> None:
    for each in compared.allowed:
        assert each.session_ok
        assert not each.coi
        assert not each.blocked
        assert each.agency not in {"ADMIN", "ANALYST", "OVERSIGHT"}
        if each.agency != "SURVIVOR":
            assert each.in_time
            assert each.relation in {"assigned", "supervisor"} or each.basis == "breakglass"
        if each.compartment == "S":
            assert each.named
            assert each.basis == "consent"
        if each.compartment == "K":
            assert each.own
        if each.action == "write":
            assert each.own
            assert each.compartment != "E"
        if each.action == "export":
            assert each.compartment not in "ELSK"
        if each.basis == "breakglass":
            assert each.compartment in "EICRK" or each.agency == "SURVIVOR"
        if each.trafficking and each.agency in {"PNP", "FISC"} and each.basis != "breakglass":
            assert each.named or each.compartment in "K"


def test_what_closes_a_case_closes_whatever_was_open(compared: Compared) -> None:
    for each in compared.allowed[::7]:
        for flag in ("coi", "blocked"):
            assert decide(replace(each, **{flag: True})).answer is Answer.HIDE
        assert decide(replace(each, session_ok=False)).answer is Answer.LOGIN


def test_every_agency_is_one_of_the_table() -> None:
    known = set(agencies.AGENCIES)

    assert set(naive_access.AGENCIES) == known
    assert {agency for agency, _ in decision.CEILINGS} <= known
    assert agencies.agency_of("pnp") == "PNP"
    assert agencies.agency_of("medios") == ""
    assert agencies.agency_of("pnp", "administrator") == "ADMIN"
