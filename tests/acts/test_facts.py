"""What an act may state: accepted as meant, refused by name, and split by what seals it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.acts import catalogue, facts, vocabulary
from ruta.acts.facts import FactsRefused

LIMA = timezone(timedelta(hours=-5))
DECISION = {"measures": ["no-approach"]}


def refused(kind: str, stated: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(FactsRefused) as error:
        facts.check(kind, stated)
    return error.value.errors


def test_a_text_is_trimmed_and_kept_as_written() -> None:
    told = facts.check("account-told", {"account": "  Me gritó.\r\nNA, dijo.  "})

    assert told == {"account": "Me gritó.\nNA, dijo."}


@pytest.mark.parametrize("name", ["NA", "null", "None", "0", "nan"])
def test_a_name_that_looks_like_nothing_stays_a_name(name: str) -> None:
    assert facts.check("interpreter-present", {"person_name": name})["person_name"] == name


@pytest.mark.parametrize("blank", ["", "   ", None])
def test_what_is_left_blank_is_absent(blank: str | None) -> None:
    assert facts.check("complaint-registered", {"complaint_number": blank}) == {}


@pytest.mark.parametrize("blank", ["", "\n ", None])
def test_a_blank_does_not_stand_for_a_required_fact(blank: str | None) -> None:
    assert set(refused("account-told", {"account": blank})) == {"account"}


def test_every_wrong_field_is_named_in_both_languages() -> None:
    errors = refused(
        "measures-decided", {"measures": ["jail"], "distance_metres": "far", "shoe_size": 40}
    )

    assert set(errors) == {"measures", "distance_metres", "shoe_size"}
    for message in errors.values():
        assert message.es.endswith(".")
        assert message.en.endswith(".")
        assert message.es != message.en


def test_messages_come_in_the_language_asked_for() -> None:
    error = FactsRefused({"to": "No existe esta oficina."})

    assert error.messages("en") == {"to": "No existe esta oficina."}
    with pytest.raises(FactsRefused) as missing:
        facts.check("account-told", {})
    assert missing.value.messages("es") == {"account": "Falta este dato."}
    assert missing.value.messages("en") == {"account": "This is missing."}


def test_a_refusal_never_repeats_what_was_written() -> None:
    with pytest.raises(FactsRefused) as error:
        facts.check("note-added", {"note": "secreto\x00"})

    assert "secreto" not in str(error.value)
    assert "secreto" not in str(error.value.errors)


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\ud800"])
def test_characters_that_hide_or_turn_text_are_refused(char: str) -> None:
    assert set(refused("note-added", {"note": f"a{char}b"})) == {"note"}


def test_a_single_line_fact_takes_one_line() -> None:
    errors = refused("complaint-registered", {"complaint_number": "1\n2"})

    assert errors["complaint_number"].es == "Escríbalo en una sola línea."


def test_an_account_holds_twenty_thousand_characters_and_no_more() -> None:
    assert len(facts.check("account-told", {"account": "ñ" * 20_000})["account"]) == 20_000

    errors = refused("account-told", {"account": "ñ" * 20_001})
    assert "20000" in errors["account"].es
    assert "20001" in errors["account"].es


@pytest.mark.parametrize("value", [200, "200", " 200 "])
def test_a_whole_number_may_come_as_text(value: Any) -> None:
    assert facts.check("measures-decided", DECISION | {"distance_metres": value}) == {
        "measures": ["no-approach"],
        "distance_metres": 200,
    }


@pytest.mark.parametrize("value", [0, 100_001, 2.5, "2.5", True, "²", [200], "9" * 30])
def test_a_number_outside_its_limits_is_refused(value: Any) -> None:
    errors = refused("measures-decided", DECISION | {"distance_metres": value})

    assert errors["distance_metres"].es == "Escribe un número entero de 1 a 100000."


def test_codes_are_kept_once_and_in_the_order_of_their_list() -> None:
    checked = facts.check("measures-decided", {"measures": ["shelter", "no-approach", "shelter"]})

    assert checked["measures"] == ["no-approach", "shelter"]


@pytest.mark.parametrize("value", ["no-approach", {"no-approach": 1}, [["no-approach"]], [None]])
def test_codes_come_as_a_list(value: Any) -> None:
    assert set(refused("measures-decided", {"measures": value})) == {"measures"}


def test_a_decision_on_measures_names_at_least_one() -> None:
    assert set(refused("measures-decided", {"measures": []})) == {"measures"}


def test_a_kind_may_narrow_the_codes_of_a_fact() -> None:
    assert facts.check("annulment", {"reason_code": "duplicate"})
    assert set(refused("annulment", {"reason_code": "time-barred"})) == {"reason_code"}
    assert facts.check("case-archived-prosecutor", {"reason_code": "time-barred"})
    assert "precautionary-custody" in facts.options("precautionary-decided", "measures")


@pytest.mark.parametrize(("value", "read"), [(True, True), ("Sí", True), ("no", False)])
def test_yes_and_no_may_come_as_words(value: Any, read: bool) -> None:
    assert facts.check("referral-made", {"consented": value}) == {"consented": read}


@pytest.mark.parametrize("value", [1, 0, "quizás", [True]])
def test_yes_and_no_are_nothing_else(value: Any) -> None:
    assert set(refused("referral-made", {"consented": value})) == {"consented"}


@pytest.mark.parametrize("value", [date(2024, 2, 29), "2024-02-29", " 2024-02-29 "])
def test_a_date_is_kept_as_iso(value: Any) -> None:
    assert facts.check("account-told", {"account": "x", "occurred_on": value})["occurred_on"] == (
        "2024-02-29"
    )


@pytest.mark.parametrize(
    "value",
    ["2023-02-29", "29/02/2024", "20240229", datetime(2024, 2, 29, tzinfo=UTC), 5, "0001-01-01"],
)
def test_anything_else_is_not_a_date(value: Any) -> None:
    assert set(refused("account-told", {"account": "x", "occurred_on": value})) == {"occurred_on"}


@pytest.mark.parametrize(
    "value",
    [
        datetime(2024, 2, 28, 20, tzinfo=LIMA),
        "2024-02-28T20:00:00-05:00",
        "2024-02-29T01:00:00Z",
        datetime(2024, 2, 29, 1, tzinfo=UTC),
    ],
)
def test_an_instant_is_kept_in_utc(value: Any) -> None:
    checked = facts.check("appointment-given", {"appointment_at": value})

    assert checked == {"appointment_at": "2024-02-29T01:00:00+00:00"}


@pytest.mark.parametrize("value", [datetime(2024, 2, 29, 1), "2024-02-29T01:00:00", "2024-02-29"])  # noqa: DTZ001
def test_an_instant_without_a_zone_is_refused(value: Any) -> None:
    errors = refused("appointment-given", {"appointment_at": value})

    assert errors["appointment_at"].es == "Falta la zona horaria de la hora."


@pytest.mark.parametrize("value", ["mañana", 5, datetime.min.replace(tzinfo=LIMA)])
def test_anything_else_is_not_an_instant(value: Any) -> None:
    assert set(refused("appointment-given", {"appointment_at": value})) == {"appointment_at"}


def test_an_unknown_kind_is_refused_as_such() -> None:
    assert set(refused("dance-held", {})) == {"kind"}
    with pytest.raises(FactsRefused):
        facts.split("dance-held", {})


def test_answers_bring_points_level_and_step() -> None:
    checked = facts.check(
        "risk-form-completed",
        {
            "risk": "severo",
            "instrument": "fvr-partner",
            "answers": {"2": "yes", "5": "yes", "6": "yes", "7": "yes", "8": ""},
        },
    )

    assert checked["score"] == 14
    assert checked["computed_risk"] == "severo"
    assert checked["risk_step"] == "severe-1"
    assert "8" not in checked["answers"]


def test_points_typed_in_must_match_the_answers() -> None:
    errors = refused(
        "risk-form-completed",
        {"risk": "leve", "instrument": "fvr-partner", "answers": {"1": "yes"}, "score": 3},
    )

    assert set(errors) == {"score"}


def test_a_wrong_answer_is_named_by_its_question() -> None:
    errors = refused(
        "risk-form-completed",
        {"risk": "leve", "instrument": "fvr-partner", "answers": {"1": "maybe"}},
    )

    assert set(errors) == {"answers.1"}


SEVERE_ANSWERS = {"2": "yes", "5": "yes", "6": "yes", "7": "yes"}


@pytest.mark.parametrize("level", ["moderado", "leve", "indeterminado"])
def test_a_form_is_never_recorded_below_its_own_level(level: str) -> None:
    errors = refused(
        "risk-form-completed",
        {
            "risk": level,
            "instrument": "fvr-partner",
            "answers": SEVERE_ANSWERS,
            "risk_reasons": "No me parece.",
        },
    )

    assert set(errors) == {"risk"}


def test_a_form_above_its_own_level_says_why() -> None:
    stated = {"risk": "severo", "instrument": "fvr-partner", "answers": {"1": "yes"}}

    assert set(refused("risk-form-completed", stated)) == {"risk_reasons"}
    assert facts.check("risk-form-completed", stated | {"risk_reasons": "La acecha."})


def test_an_unfinished_form_may_leave_the_risk_undetermined() -> None:
    stated = {"risk": "indeterminado", "instrument": "fvr-partner", "answers": {"1": "yes"}}

    assert facts.check("risk-form-completed", stated)["computed_risk"] == "leve"


def test_a_level_decided_by_the_professional_says_why() -> None:
    stated = {"risk": "moderado", "instrument": "fvr-older"}

    assert set(refused("risk-form-completed", stated)) == {"risk_reasons"}
    assert facts.check("risk-form-completed", stated | {"risk_reasons": "Depende de él."})
    assert facts.check("risk-form-completed", stated | {"risk": "indeterminado"})


def test_a_screening_brings_its_result() -> None:
    checked = facts.check(
        "health-screening-done", {"instrument": "health-screening", "answers": {"4": "2"}}
    )

    assert checked["screening_positive"] is True
    assert checked["score"] == 2


@pytest.mark.parametrize("answers", ["yes", {1: "yes"}, {"1": 1}, {"1": "y" * 50}, {"q" * 50: "x"}])
def test_answers_come_as_texts_by_question(answers: Any) -> None:
    stated = {"risk": "leve", "answers": answers}

    assert set(refused("risk-form-completed", stated)) == {"answers"}


def test_facts_are_split_by_what_seals_them() -> None:
    checked = facts.check(
        "complaint-presented-pnp",
        {"door": "police", "violence_types": ["fisica"], "note": "Vino con su hija."},
    )

    assert facts.split("complaint-presented-pnp", checked) == {
        "clear": {"door": "police"},
        "C": {"violence_types": ["fisica"]},
        "N": {"note": "Vino con su hija."},
    }


def test_an_act_without_facts_has_an_empty_clear_part() -> None:
    assert facts.split("code-assigned", {}) == {"clear": {}}


def test_a_stranger_among_the_facts_is_never_put_in_the_clear() -> None:
    with pytest.raises(FactsRefused):
        facts.split("code-assigned", {"risk": "severo"})


@pytest.mark.parametrize(
    ("name", "compartment"),
    [
        ("risk", "clear"),
        ("violence_types", "C"),
        ("modality", "C"),
        ("measures", "C"),
        ("relation", "C"),
        ("answers", "R"),
        ("score", "R"),
        ("account", "N"),
        ("note", "N"),
        ("injuries", "H"),
        ("certificate_number", "H"),
        ("person_name", "I"),
        ("address", "L"),
        ("phone", "L"),
        ("private_note", "K"),
    ],
)
def test_each_fact_is_sealed_where_it_belongs(name: str, compartment: str) -> None:
    assert catalogue.load().facts[name].compartment == compartment


def test_no_clear_fact_takes_free_words() -> None:
    for fact in catalogue.load().facts.values():
        if fact.compartment == "clear":
            fixed = fact.type in ("code", "codes", "date")
            assert fixed or fact.name in ("duty", "start_act")


@pytest.mark.parametrize("name", ["duty", "start_act"])
def test_a_clear_reference_takes_identifiers_and_no_sentences(name: str) -> None:
    stated = {"impediment": "no-vehicle", name: "vive en la casa azul"}

    assert set(refused("impediment-recorded", stated)) == {name}


def test_every_fact_of_every_kind_has_options_where_it_takes_codes() -> None:
    for kind in vocabulary.kinds().values():
        for name in kind.facts:
            takes_codes = catalogue.load().facts[name].type in ("code", "codes")
            assert bool(facts.options(kind.id, name)) == takes_codes


TEXT = st.text("aZñ9 -:\n\t\x00\u202e", max_size=12)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.dates()
ANYTHING = SCALAR | st.lists(SCALAR, max_size=3) | st.dictionaries(TEXT, SCALAR, max_size=3)
MEANT = st.sampled_from(["severo", "fvr-partner", "yes", "2024-02-29", "2024-02-29T01:00:00Z", 3])


@given(
    st.sampled_from(sorted(vocabulary.kinds())),
    st.dictionaries(st.sampled_from(sorted(catalogue.load().facts)), ANYTHING | MEANT, max_size=4),
)
def test_whatever_is_stated_is_either_kept_as_json_or_refused_by_name(
    kind: str, stated: dict[str, Any]
) -> None:
    try:
        checked = facts.check(kind, stated)
    except FactsRefused as error:
        errors = error.errors
    else:
        assert json.loads(json.dumps(checked)) == checked
        assert facts.check(kind, checked) == checked
        parts = facts.split(kind, checked)
        assert {name: v for part in parts.values() for name, v in part.items()} == checked
        return
    assert errors
