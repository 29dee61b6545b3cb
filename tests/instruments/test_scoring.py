"""Scoring holds for any answers: bounds, cut-offs, blanks and refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.instruments import forms, levels, scoring

PARTNER = forms.load()["fvr-partner"]
SCREENING = forms.load()["health-screening"]
SCORED = [item for item in PARTNER.items if item.scored]
SCORED_ON_NO = {"3", "4"}


@st.composite
def partner_answers(draw: st.DrawFn) -> dict[str, str]:
    answers: dict[str, str] = {}
    for item in PARTNER.items:
        if item.ask_if and answers.get(item.ask_if) != "yes":
            continue
        value = draw(st.sampled_from([choice.value for choice in item.choices] + [""]))
        if value:
            answers[item.code] = value
    return answers


def answers_worth(points: int) -> dict[str, str]:
    """Full answers to the partner form that give exactly some points."""
    answers = {item.code: "no" for item in PARTNER.items if not item.ask_if and not item.annex}
    answers |= {"2a": "yes", "3": "yes", "4": "yes"}
    left = points
    for item in sorted(SCORED, key=lambda item: -item.most_points):
        if item.most_points <= left:
            answers[item.code] = "no" if item.code in SCORED_ON_NO else "yes"
            left -= item.most_points
    assert left == 0
    return answers


@pytest.mark.parametrize(
    ("points", "level", "label"),
    [
        (0, "leve", "Variable"),
        (7, "leve", "Variable"),
        (8, "moderado", "En aumento"),
        (13, "moderado", "En aumento"),
        (14, "severo", "Severo 1"),
        (17, "severo", "Severo 1"),
        (18, "severo", "Severo 2, extremo"),
        (37, "severo", "Severo 2, extremo"),
    ],
)
def test_the_cut_offs_of_the_partner_form(points: int, level: str, label: str) -> None:
    result = scoring.score(PARTNER, answers_worth(points))

    assert (result.points, result.computed_level, result.label.es) == (points, level, label)


@given(partner_answers())
def test_any_answers_give_zero_to_thirty_seven_points(answers: dict[str, str]) -> None:
    result = scoring.score(PARTNER, answers)

    assert 0 <= result.points <= 37
    assert result.points == sum(c.points for c in result.contributions)


@given(partner_answers(), st.sampled_from([i.code for i in SCORED if i.code not in SCORED_ON_NO]))
def test_one_more_yes_never_lowers_the_points(answers: dict[str, str], code: str) -> None:
    before = scoring.score(PARTNER, answers)

    after = scoring.score(PARTNER, answers | {code: "yes"})

    assert after.points >= before.points


@given(partner_answers())
def test_the_level_is_never_above_the_highest_possible(answers: dict[str, str]) -> None:
    result = scoring.score(PARTNER, answers)

    assert result.computed_level is not None
    assert result.highest_possible is not None
    assert not levels.is_lower(result.highest_possible, than=result.computed_level)


@given(partner_answers())
def test_annexes_and_unscored_questions_never_change_the_points(answers: dict[str, str]) -> None:
    scored_only = {
        code: value for code, value in answers.items() if PARTNER.item(code).scored or code == "2a"
    }

    assert scoring.score(PARTNER, answers).points == scoring.score(PARTNER, scored_only).points


def test_a_blank_filter_leaves_the_points_behind_it_possible() -> None:
    answers = answers_worth(0) | {"4": "no"}
    del answers["2a"], answers["3"]

    result = scoring.score(PARTNER, answers)

    assert (result.points, result.computed_level) == (4, "leve")
    assert result.missing == ("2a",)
    assert result.highest_possible == "moderado"


def test_a_blank_where_she_does_not_know_is_not_missing() -> None:
    answers = answers_worth(0)
    del answers["4"]

    assert scoring.score(PARTNER, answers).missing == ()


@pytest.mark.parametrize("blank", ["", "unknown", None])
def test_a_blank_gives_no_points_and_is_named(blank: str | None) -> None:
    result = scoring.score(PARTNER, {**answers_worth(0), "6": blank})

    assert result.points == 0
    assert result.missing == ("6",)


def test_the_filter_leaves_the_third_question_out() -> None:
    answers = answers_worth(0) | {"2a": "no"}
    del answers["3"]

    result = scoring.score(PARTNER, answers)

    assert "3" not in result.missing


def test_an_answer_that_the_filter_rules_out_is_refused_and_not_dropped() -> None:
    with pytest.raises(scoring.AnswersRefused) as refused:
        scoring.score(PARTNER, answers_worth(0) | {"2a": "no", "3": "no"})

    assert set(refused.value.errors) == {"3"}


@pytest.mark.parametrize(
    ("answers", "named"), [({"99": "yes"}, "99"), ({"1": "maybe"}, "1"), ({"5a": "gun"}, "5a")]
)
def test_unknown_questions_and_answers_are_named(answers: dict[str, str], named: str) -> None:
    with pytest.raises(scoring.AnswersRefused) as refused:
        scoring.score(PARTNER, answers)

    assert refused.value.errors[named].es
    assert refused.value.errors[named].en
    assert named in str(refused.value)


def test_pregnancy_is_recommended_to_the_professional_and_raises_nothing() -> None:
    result = scoring.score(PARTNER, answers_worth(0) | {"v-pregnant": "yes"})

    assert result.computed_level == "leve"
    (recommendation,) = result.recommendations
    assert recommendation.raise_steps == 1
    assert recommendation.confidence == "secondary"
    assert scoring.score(PARTNER, answers_worth(0)).recommendations == ()


@given(st.fixed_dictionaries({item.code: st.sampled_from("123") for item in SCREENING.items}))
def test_the_screening_rule(answers: dict[str, str]) -> None:
    result = scoring.score(SCREENING, answers)

    total = sum(map(int, answers.values()))
    assert result.points == total
    assert result.positive is (total > 15 or answers["4"] in "23" or answers["7"] in "23")


def test_a_screening_left_half_way_is_never_called_negative() -> None:
    assert scoring.score(SCREENING, {"1": "1", "4": "1", "7": "1"}).positive is None
    assert scoring.score(SCREENING, {"4": "2"}).positive is True


def test_a_positive_screening_says_what_it_means_and_what_to_do() -> None:
    assert "probable" in SCREENING.positive_means.es
    assert len(SCREENING.support) == 5
