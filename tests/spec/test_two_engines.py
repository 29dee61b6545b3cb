"""The clock of Ruta and the naive clock agree on every obligation of random cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from tests.spec import naive_clock
from tests.spec.random_cases import Question, cases
from tests.spec.two_engines import PROBE, SHIPPED, Engines, numbered

from ruta.law import status
from ruta.law.model import Act, Example, Office, Wording

PROBED = Engines(
    PROBE,
    counts_as={
        "told-at-court": (("told", None), ("asked", 'risk == "high"')),
        "asked": (("watched", "points >= 3"),),
        "final-ruling": (("ruled", None),),
        "siren": (("told-at-court", 'risk == "low"'),),
    },
)
PERU = Engines(
    SHIPPED,
    counts_as={
        "complaint-presented-pnp": (("complaint-presented", None), ("fact-known-pnp", None)),
        "complaint-presented-court": (("complaint-presented", None), ("case-known-court", None)),
        "risk-form-completed": (("risk-assessed-severe", 'risk == "severo"'),),
    },
)
PROBE_CASES = cases(
    law=PROBED.law,
    more_kinds=("told-at-court", "siren", "final-ruling", "file-moved", "weighed"),
    facts={
        "risk": ("low", "high", "unknown"),
        "points": (2, 3, 7, "3"),
        "door": ("court", "street"),
    },
    office_types=("clerk", "judge", "upper-judge"),
    together=5,
)
PERU_CASES = cases(
    law=PERU.law,
    more_kinds=(
        "risk-form-completed", "case-known-court", "complaint-presented-pnp",
        "complaint-presented-court", "measures-decided", "case-transferred",
    ),
    facts={"risk": ("leve", "moderado", "severo", "indeterminado"), "door": ("police", "court")},
    office_types=("pnp", "juzgado-familia", "fiscalia-penal", "fiscalia-familia"),
    together=3,
)  # fmt: skip
KEPT = [
    pytest.param(wording, example, id=f"{wording.id}-{n}")
    for wording in PERU.rulebook.wordings.values()
    for n, example in enumerate(wording.examples, 1)
]


def assert_agreement(engines: Engines, question: Question) -> None:
    fast = engines.fast(*question)
    naive = engines.naive(*question)
    assert sorted(fast, key=repr) == sorted(naive, key=repr)


@settings(max_examples=500, derandomize=True, deadline=None, database=None)
@given(PROBE_CASES)
def test_the_engines_agree_on_a_law_that_uses_every_word_of_the_grammar(
    question: Question,
) -> None:
    assert_agreement(PROBED, question)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(PERU_CASES)
def test_the_engines_agree_on_the_law_of_peru(question: Question) -> None:
    assert_agreement(PERU, question)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(PROBE_CASES)
def test_the_engines_use_the_same_word_for_how_an_obligation_stands(question: Question) -> None:
    acts, as_of, known_by = question
    kinds = {w["id"]: w["kind"] for w in PROBED.law.wordings}
    fast = {o.status(as_of) for o in PROBED.clock.run(acts, as_of=as_of, known_by=known_by)}
    naive = {naive_clock.status(r, kinds[r.wording], as_of) for r in PROBED.naive(*question)}
    assert fast == naive
    assert fast <= set(status.STATUSES)


def ask(*acts: Act, read: str = "2022-01-01T00:00-05:00") -> Question:
    return Question(numbered(acts), datetime.fromisoformat(read), None)


def act(kind: str, at: str, **more: Any) -> Act:
    instant = datetime.fromisoformat(at)
    return Act(
        **{"id": at, "kind": kind, "at": instant, "arrival": 0, "recorded_at": instant, **more}
    )


def test_two_conditions_on_the_way_of_what_an_act_counts_as_both_bind() -> None:
    low = act("siren", "2020-01-10T10:00-05:00", facts={"risk": "low"})
    assert_agreement(PROBED, ask(low))


def test_a_law_and_a_stricter_protocol_on_the_same_acts_both_run() -> None:
    question = ask(act("told", "2020-03-06T10:00-05:00"))
    assert_agreement(PROBED, question)
    assert {"file-2d", "file-12h-by-protocol"} <= {r.wording for r in PROBED.naive(*question)}


def test_an_annulled_start_voids_the_wording_its_own_facts_had_chosen() -> None:
    told = act("told", "2020-04-01T10:00-05:00", id="NA", facts={"risk": "high"})
    annulment = act("annulment", "2020-04-02T10:00-05:00", annuls="NA")
    question = ask(told, annulment)
    assert_agreement(PROBED, question)
    assert "rule-high-24h" in {r.wording for r in PROBED.naive(*question) if r.voided}


def test_the_addressee_is_competent_after_the_one_who_wrote_to_it() -> None:
    referral = act(
        "weighed",
        "2020-04-01T10:00-05:00",
        office=Office("U-1", "upper-judge"),
        to=Office("J-1", "judge"),
    )
    reversed_ = referral._replace(office=referral.to, to=referral.office)
    told = act("told", "2020-04-02T10:00-05:00")
    assert_agreement(PROBED, ask(referral, told))
    assert_agreement(PROBED, ask(reversed_, told))


@pytest.mark.parametrize(("wording", "example"), KEPT)
def test_the_naive_clock_answers_the_worked_examples(wording: Wording, example: Example) -> None:
    found = PERU.naive(example.acts, example.as_of, None)
    mine = max((r for r in found if r.wording == wording.id), key=lambda r: r.period, default=None)
    if example.expect is None:
        assert mine is None
        return
    assert mine is not None
    answer = {
        "due": mine.due_at,
        "met": mine.met_at,
        "discharged": mine.discharged_at,
        "breached": mine.breached_at,
        "office": mine.holder or "none",
        "status": naive_clock.status(mine, wording.kind, example.as_of),
        "period": mine.period,
    }
    assert {key: answer[key] for key in example.expect} == dict(example.expect)
