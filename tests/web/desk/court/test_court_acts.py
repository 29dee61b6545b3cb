"""The acts a decision becomes, and that the case file takes each of them."""

from datetime import date

import pytest
from tests.web.desk.court.decisions import ID, decision

from ruta.acts import facts, vocabulary
from ruta.cases.intake import NewAct
from ruta.law import terms
from ruta.web.desk.court.acts import acts_of
from ruta.web.desk.court.decision import DENIED, SKIPPED, Decision


def made(one: Decision) -> dict[str, NewAct]:
    return {act.kind: act for act in acts_of(one)}


def test_a_hearing_and_a_measure_are_two_acts_in_that_order() -> None:
    one = decision()

    hearing, measures = acts_of(one)

    assert (hearing.kind, hearing.at) == ("hearing-held", one.hearing_at)
    assert hearing.facts == {"hearing_mode": "in-person"}
    assert (measures.kind, measures.at) == ("measures-decided", one.decided_at)
    assert measures.act_id == ID
    assert measures.facts == {"measures": ["removal-from-home"]}


def test_a_skipped_hearing_leaves_its_reasons_and_no_hearing() -> None:
    found = made(decision(hearing=SKIPPED, hearing_at=None, skip_reasons="Riesgo severo"))

    assert list(found) == ["measures-decided", "resolution-reasoned"]
    assert found["resolution-reasoned"].facts == {"note": "Riesgo severo"}


def test_what_each_measure_needs_goes_with_the_decision() -> None:
    found = made(
        decision(
            measures=("no-approach", "other"),
            distance_metres=300,
            measures_until=date(2027, 1, 31),
            other_order="Patrullaje",
            details="Tampoco a su puesto del mercado",
            resolution_number="3-2026",
        )
    )

    stated = found["measures-decided"].facts
    assert stated["distance_metres"] == 300
    assert stated["measures_until"] == date(2027, 1, 31)
    assert stated["note"] == "Patrullaje\n\nTampoco a su puesto del mercado"
    assert stated["resolution_number"] == "3-2026"


def test_a_weapons_ban_is_also_an_act_of_its_own() -> None:
    assert "weapons-ban-ordered" in made(decision(measures=("weapons-ban",)))
    assert "weapons-ban-ordered" not in made(decision())
    assert "weapons-ban-ordered" not in made(decision(outcome=DENIED, measures=("weapons-ban",)))


def test_precautionary_measures_or_why_none_are_one_act() -> None:
    given = made(decision(precautionary=("precautionary-alimony",)))
    refused = made(decision(precautionary_reasons="Ya hay proceso de alimentos"))

    assert given["precautionary-decided"].facts == {"measures": ["precautionary-alimony"]}
    assert refused["precautionary-decided"].facts == {"reasons": "Ya hay proceso de alimentos"}
    assert "precautionary-decided" not in made(decision())


def test_a_denial_says_why_and_gives_nothing() -> None:
    found = made(decision(outcome=DENIED, measures=(), denial_reasons="Razones inventadas"))

    assert list(found) == ["hearing-held", "measures-denied"]
    assert found["measures-denied"].facts == {"reasons": "Razones inventadas"}
    assert found["measures-denied"].act_id == ID


def test_the_same_decision_gives_the_same_acts() -> None:
    assert acts_of(decision()) == acts_of(decision())


@pytest.mark.parametrize(
    "one",
    [
        decision(
            measures=tuple(terms.load().measures),
            precautionary=tuple(terms.load().precautionary),
            distance_metres=200,
            other_order="Patrullaje",
            reasons="Razones",
            resolution_number="1",
        ),
        decision(hearing=SKIPPED, skip_reasons="x", outcome=DENIED, denial_reasons="y"),
    ],
)
def test_the_case_file_takes_every_act_of_a_family_court(one: Decision) -> None:
    for act in acts_of(one):
        kind = vocabulary.kinds()[act.kind]
        assert kind.may_be_recorded_by("juzgado-familia")
        assert facts.check(act.kind, act.facts) is not None
