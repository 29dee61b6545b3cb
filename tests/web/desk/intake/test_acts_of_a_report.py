"""From answers to acts and people, without a database: the same answers give the same acts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ruta.acts import facts
from ruta.cases import party_fields
from ruta.web.desk.intake import acts, doors, known, parties

CASE = UUID("00000000-0000-5000-8000-000000000009")
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
CAME = NOW - timedelta(minutes=20)
TO = acts.Addressees(cem="CEM", police="PNP", prosecutor="MP")
FORM = {str(n): "no" for n in range(5, 20)} | {"1": "yes", "2": "yes"}


def answers(**changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a whole report says, some of it changed."""
    plain: dict[str, dict[str, Any]] = {
        "seguridad": {"safe": "yes"},
        "lengua": {"complainant": "herself", "language": "quechua", "interpreter": "no"},
        "contacto": {},
        "persona": {"names": "Ilumé (inventada)", "sex": "mujer", "age": 31},
        "relato": {"account": "Me gritó (inventado).", "account_language": "quechua"},
        "hechos": _facts(violence_types=["psicologica"]),
        "proteccion": _facts(violence_types=["sexual"]),
        "denunciado": {},
        "ficha": {"instrument": "fvr-partner", "answers": FORM},
        "resultado": {"level": "leve"},
        "nivel": {"level": "severo", "reasons": "Vive con él (inventado)."},
        "revisa": {"rights": True, "given_language": "quechua"},
    }
    return {slug: {**said, **changed.get(slug, {})} for slug, said in plain.items()}


def _facts(**more: Any) -> dict[str, Any]:
    return {"presented_at": CAME, "relation": "spouse", **more}


def built(said: dict[str, Any], office_type: str = "pnp", to: acts.Addressees = TO):
    door = doors.DOORS[office_type]
    return acts.build(
        said, case_id=CASE, door=door, office_type=office_type, addressees=to, now=NOW
    )


def by_kind(said: dict[str, Any], office_type: str = "pnp"):
    return {act.kind: act for act in built(said, office_type)}


def test_the_same_answers_give_the_same_acts():
    assert built(answers()) == built(answers())


def test_each_kind_of_act_appears_once():
    new = built(answers(persona={"age": 15}))

    assert len({act.act_id for act in new}) == len(new)


@pytest.mark.parametrize("office_type", doors.DOORS)
@pytest.mark.parametrize("changed", [{}, {"persona": {"age": 9}}, {"persona": {"age": 70}}])
def test_every_door_records_acts_its_vocabulary_takes(office_type, changed):
    check = {"wants_cem": "yes", "wants_complaint": "yes"}

    new = built(answers(**changed, revisa=check), office_type)

    assert "risk-form-completed" in {act.kind for act in new}
    for act in new:
        facts.check(act.kind, act.facts)
        assert act.at <= NOW


def test_the_report_comes_first_and_at_its_own_hour():
    first, *rest = built(answers())

    assert (first.kind, first.at) == ("complaint-presented-pnp", CAME)
    assert {act.at for act in rest} == {NOW}


def test_the_risk_is_known_after_registering_and_before_the_cem_is_told():
    order = [act.kind for act in built(answers())]

    registered, risk = order.index("complaint-registered"), order.index("risk-form-completed")
    assert registered < risk < order.index("cem-notified")


def test_the_form_goes_with_its_answers_and_the_level_that_was_decided():
    form = by_kind(answers())["risk-form-completed"]

    assert form.facts == {"risk": "leve", "instrument": "fvr-partner", "answers": FORM}


def test_for_a_minor_the_level_is_decided_and_no_answers_are_kept():
    form = by_kind(answers(persona={"age": 15}))["risk-form-completed"]

    assert form.facts["instrument"] == "fvr-children"
    assert "answers" not in form.facts


def test_without_a_cem_nobody_is_told_and_the_duty_stays():
    assert "cem-notified" not in {act.kind for act in built(answers(), to=acts.Addressees())}


def test_rights_not_yet_explained_are_not_recorded_as_if_they_were():
    assert "rights-informed" not in by_kind(answers(revisa={"rights": False}))


@pytest.mark.parametrize(
    ("sex", "relation", "modality"),
    [
        ("mujer", "former-spouse", "pareja"),
        ("mujer", "sibling", "integrantes-grupo-familiar"),
        ("hombre", "spouse", "integrantes-grupo-familiar"),
        ("mujer", "stranger", ""),
    ],
)
def test_the_bond_says_the_modality(sex, relation, modality):
    assert acts.modality(answers(persona={"sex": sex}, hechos={"relation": relation})) == modality


def test_an_older_person_and_whoever_is_pregnant_are_noted():
    new = by_kind(answers(persona={"age": 64, "pregnant": "yes"}))

    assert "older-person-at-risk" in new
    assert new["risk-form-completed"].facts["pregnant"] is True


def test_the_people_of_a_report_are_accepted_as_they_come():
    people = parties.build(
        answers(
            persona={"age": None, "age_range": "60+", "disability": "auditiva", "document": "X1"},
            contacto={"may_answer": "Su hermana (inventada)", "code_word": "lluvia"},
            denunciado={"names": "Vantare (inventado)", "armed": "yes"},
            lengua={"complainant": "neighbour", "complainant_name": "Oltren (inventado)"},
        ),
        case_id=CASE,
    )

    she, accused, informant = people
    for person in people:
        party_fields.split(person.facts)
    assert [person.role for person in people] == ["survivor", "accused", "informant"]
    assert (she.facts["age"], she.document) == ("60+", "X1")
    assert she.facts["contact_person"] == "Su hermana (inventada) · palabra clave: lluvia"
    assert accused.facts["description"] == "Tiene o puede conseguir un arma."
    assert informant.facts == {"names": "Oltren (inventado)"}


def test_of_an_accused_nothing_is_known_of_there_is_nobody():
    assert [person.role for person in parties.build(answers(), case_id=CASE)] == ["survivor"]


@pytest.mark.parametrize(
    ("she", "spared"),
    [
        ({"age": 17}, True),
        ({"age": 18}, False),
        ({"age": None, "age_range": "<14"}, True),
        ({"age": None, "age_range": ""}, False),
        ({"sexual": "yes"}, True),
        ({"sexual": "no"}, False),
    ],
)
def test_who_is_spared_the_facts(she, spared):
    assert known.is_spared(answers(persona=she)) is spared
