"""Who may change a level of risk, which form for whom, and when to assess again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.instruments import branch, forms, levels, schedule
from ruta.law import terms

LEVEL = st.sampled_from(levels.ORDER)


def test_a_first_assessment_is_free() -> None:
    assert levels.may_change(None, "leve", by_agency="pnp").allowed


def test_an_undetermined_risk_may_be_determined_by_anyone() -> None:
    assert levels.may_change("indeterminado", "leve", by_agency="pnp").allowed


def test_raising_needs_a_reason() -> None:
    without = levels.may_change("leve", "severo", by_agency="pnp", reason="  ")

    assert without.code == "reason-needed"
    assert levels.may_change("leve", "severo", by_agency="pnp", reason="La amenazó.").allowed


@pytest.mark.parametrize("proposed_by", [None, "", "cem"])
def test_lowering_by_one_agency_alone_is_refused(proposed_by: str | None) -> None:
    verdict = levels.may_change(
        "severo", "leve", by_agency="cem", proposed_by_agency=proposed_by, reason="Mejoró."
    )

    assert verdict.code == "second-agency-needed"
    assert "otra institución" in verdict.why.es


def test_a_second_agency_confirms_a_lower_level() -> None:
    assert levels.may_change(
        "severo", "leve", by_agency="pnp", proposed_by_agency="cem", reason="Él está preso."
    ).allowed


def test_calling_a_known_risk_undetermined_counts_as_lowering() -> None:
    verdict = levels.may_change("severo", "indeterminado", by_agency="pnp", reason="x")

    assert verdict.code == "second-agency-needed"


@given(LEVEL, LEVEL)
def test_no_level_falls_by_one_agency_alone(from_: str, to: str) -> None:
    verdict = levels.may_change(from_, to, by_agency="pnp", reason="Motivo")

    assert not (verdict.allowed and levels.is_lower(to, than=from_))


def test_an_unknown_level_is_refused() -> None:
    assert levels.may_change("leve", "altísimo", by_agency="pnp").code == "unknown-level"


@pytest.mark.parametrize(
    ("level", "steps", "expected"),
    [("leve", 1, "moderado"), ("severo", 1, "severo"), ("indeterminado", 1, "indeterminado")],
)
def test_raised_stops_at_severe(level: str, steps: int, expected: str) -> None:
    assert levels.raised(level, steps=steps) == expected


@pytest.mark.parametrize(
    ("sex", "age", "bond", "disability", "form"),
    [
        ("mujer", 30, "partner", False, "fvr-partner"),
        ("mujer", 71, "partner", True, "fvr-partner"),
        ("mujer", None, "partner", False, "fvr-partner"),
        ("mujer", 17, "partner", False, "fvr-children"),
        ("hombre", 0, "family", False, "fvr-children"),
        ("mujer", 60, "family", False, "fvr-older"),
        ("hombre", 75, "partner", False, "fvr-older"),
        ("mujer", 35, "family", True, "level-disability"),
        ("mujer", 35, "none", False, "level-women"),
        ("mujer", None, None, False, "level-women"),
        ("hombre", 35, "family", False, "level-men"),
        (None, None, None, False, "level-men"),
    ],
)
def test_which_form_for_whom(
    sex: str | None, age: int | None, bond: str | None, disability: bool, form: str
) -> None:
    assert branch.branch(sex=sex, age=age, bond=bond, disability=disability).form == form


@given(
    st.sampled_from(["mujer", "hombre", "no-consta", None]),
    st.none() | st.integers(0, 120),
    st.sampled_from(["partner", "family", "none", None]),
    st.booleans(),
)
def test_nobody_is_left_without_a_form(
    sex: str | None, age: int | None, bond: str | None, disability: bool
) -> None:
    chosen = branch.branch(sex=sex, age=age, bond=bond, disability=disability)

    form = forms.load()[chosen.form]
    assert chosen.professional_level == (form.gives == "professional-level")
    assert chosen.because.es


def test_a_form_is_chosen_by_the_words_of_the_terms() -> None:
    known = terms.load()

    assert branch.WOMAN in known.sexes
    assert branch.PARTNER in known.bonds


def test_a_severe_risk_is_assessed_again_within_a_week() -> None:
    plan = schedule.load()

    assert plan.reassess_on("severo", assessed_on=date(2026, 12, 28)) == date(2027, 1, 4)


def test_the_schedule_is_an_assumption_and_says_so() -> None:
    plan = schedule.load()

    assert plan.rank == "assumption"
    assert "supuesto" in plan.note.es
    assert dict(plan.within_days) == {"indeterminado": 3, "severo": 7, "moderado": 30, "leve": 60}
    assert [c.within_hours for c in plan.comparisons] == [72, 168, 720, 1440]


def test_a_schedule_without_a_level_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "schedule.toml"
    path.write_text('[[level]]\nlevel = "leve"\nwithin_days = 60\n', encoding="utf-8")

    with pytest.raises(schedule.BadSchedule, match=r"schedule\.toml: level"):
        schedule.load(path)
