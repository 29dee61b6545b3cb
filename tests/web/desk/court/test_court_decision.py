"""What a decision must say before it is recorded."""

from datetime import timedelta
from typing import Any

import pytest
from tests.web.desk.court.decisions import KNOWN_AT, NOW, decision

from ruta.web.desk.court.decision import DENIED, SKIPPED, Decision, refusals, settled


def refused(one: Decision) -> dict[str, str]:
    return dict(refusals(one, known_at=KNOWN_AT, now=NOW))


def test_a_decision_with_a_measure_after_a_hearing_is_complete() -> None:
    assert refused(decision()) == {}


def test_a_decision_that_gives_no_measure_is_refused_with_its_article() -> None:
    found = refused(decision(measures=()))

    assert list(found) == ["measures"]
    assert "DS 009-2016-MIMP, art. 37.3" in found["measures"]


def test_a_bare_order_that_violence_stop_is_refused_with_its_article() -> None:
    found = refused(decision(measures=("other",), other_order="Cese de todo acto de violencia"))

    assert list(found) == ["other_order"]
    assert "DS 009-2016-MIMP, art. 37.3" in found["other_order"]


def test_an_order_to_stop_may_accompany_a_measure() -> None:
    both = ("removal-from-home", "other")

    assert refused(decision(measures=both, other_order="Cese de la violencia")) == {}


def test_another_measure_of_its_own_is_enough() -> None:
    assert refused(decision(measures=("other",), other_order="Patrullaje por su casa")) == {}


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"measures": ("other", "removal-from-home")}, "other_order"),
        ({"measures": ("no-approach",)}, "distance_metres"),
        ({"outcome": DENIED}, "denial_reasons"),
        ({"hearing": SKIPPED}, "skip_reasons"),
        ({"hearing_at": None}, "hearing_at"),
        ({"hearing_at": NOW}, "hearing_at"),
        ({"decided_at": NOW + timedelta(minutes=2)}, "decided_at"),
        ({"decided_at": KNOWN_AT - timedelta(hours=1), "hearing": SKIPPED, "skip_reasons": "x"},
         "decided_at"),
    ],
)  # fmt: skip
def test_what_is_missing_or_impossible_is_told_at_its_field(
    missing: dict[str, Any], field: str
) -> None:
    assert list(refused(decision(**missing))) == [field]


def test_a_denial_with_reasons_is_complete_without_measures() -> None:
    assert refused(decision(outcome=DENIED, measures=(), denial_reasons="Razones")) == {}


def test_a_minute_in_which_the_court_knew_the_case_is_read_as_after_it() -> None:
    known_at = KNOWN_AT + timedelta(seconds=40)

    assert settled(KNOWN_AT, known_at=known_at, now=NOW) == known_at
    assert settled(KNOWN_AT - timedelta(minutes=1), known_at=known_at, now=NOW) < known_at


def test_the_minute_of_now_is_not_after_now() -> None:
    assert settled(NOW + timedelta(seconds=30), known_at=KNOWN_AT, now=NOW) == NOW
    assert settled(NOW + timedelta(minutes=5), known_at=KNOWN_AT, now=NOW) > NOW
