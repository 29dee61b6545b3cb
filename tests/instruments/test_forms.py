"""The forms as shipped: worked examples, wording, and what a broken file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruta.instruments import forms, reading, scoring
from ruta.instruments.model import Example, Form

FORMS = forms.load()
EXAMPLES = [(form, example) for form in FORMS.values() for example in form.examples]
PARTNER_FILE = Path(forms.__file__).parent / "fvr-partner.toml"


@pytest.mark.parametrize(("form", "example"), EXAMPLES, ids=lambda v: getattr(v, "says", ""))
def test_worked_example(form: Form, example: Example) -> None:
    result = scoring.score(form, example.answers)

    assert result.points == example.points
    assert result.computed_level == example.level
    assert result.label.es == example.label_es
    assert result.positive == example.positive
    assert result.contributions == example.contributions
    assert result.missing == example.missing
    if example.highest_possible:
        assert result.highest_possible == example.highest_possible


def test_the_partner_form_has_nineteen_scored_questions_and_thirty_seven_points() -> None:
    form = FORMS["fvr-partner"]

    assert len([item for item in form.items if item.scored]) == 19
    assert form.max_points == 37


def test_no_form_passes_for_the_official_annex() -> None:
    for form in FORMS.values():
        assert not form.official
        assert form.notice.es
        assert form.confidence != "verified-text"


def test_the_partner_form_states_its_two_disagreements() -> None:
    doubts = " ".join(FORMS["fvr-partner"].doubts)

    assert "pregunta 3" in doubts
    assert "trabajo estable" in doubts


def test_every_question_is_asked_in_both_languages() -> None:
    for form in FORMS.values():
        for item in form.items:
            assert item.ask.es.startswith(("¿", "En ", "Cuando", "Después", "Las "))
            assert item.ask.es.endswith("?")
            assert item.ask.en.endswith("?")
            assert item.ask.es != item.ask.en


def test_a_form_without_known_items_leaves_the_level_to_the_professional() -> None:
    without_items = [form for form in FORMS.values() if form.gives == "professional-level"]

    assert {form.id for form in without_items} == {
        "fvr-children", "fvr-older", "level-disability", "level-men", "level-women",
    }  # fmt: skip
    for form in without_items:
        assert form.items == ()
        assert form.guide
        assert scoring.score(form, {}).computed_level is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('code = "19a"', 'code = "19"', "item.19"),
        ("max = 7", "max = 6", "level"),
        ("max = 37", "max = 36", "level"),
        ('ask_if = "2a"', 'ask_if = "99"', "item.3.ask_if"),
        ("yes = 5", "points = 5", "item.2.points"),
        ('title_en = "Risk form', 'title_xx = "Risk form', "form.title_xx"),
        ('confidence = "secondary"', 'confidence = "sure"', "form.confidence"),
        ('when_any = ["v-pregnant"', 'when_any = ["v-nobody"', "recommendation.when_any"),
        ('id = "fvr-partner"', 'id = "other"', "form.id"),
    ],
)
def test_a_broken_form_names_its_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    broken = tmp_path / "fvr-partner.toml"
    text = PARTNER_FILE.read_text(encoding="utf-8")
    assert old in text
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(reading.BadForm) as refused:
        reading.read(broken)

    assert refused.value.file == "fvr-partner.toml"
    assert refused.value.key == key
