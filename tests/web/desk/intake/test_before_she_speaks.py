"""What this worker must report is said before she speaks, from the law in force that day."""

from datetime import date

import pytest
from django import forms as django_forms

from ruta.law import rulebook
from ruta.web.desk.intake import beforehand, doors
from ruta.web.desk.intake.fields import DistrictField

TODAY = date(2026, 3, 4)


def owed(office_type: str, on: date = TODAY) -> list[str]:
    door = doors.DOORS[office_type]
    duties = beforehand.must_report(rulebook.default(), door, office_type, on=on)
    return [duty.id for duty in duties]


def test_the_police_must_tell_prosecutor_court_and_cem():
    assert {
        "pnp-notify-prosecutor-immediately",
        "pnp-report-to-court-24h",
        "pnp-report-to-prosecutor-24h",
        "pnp-notify-cem",
    } <= set(owed("pnp"))


@pytest.mark.parametrize(
    ("office_type", "duty"),
    [("ipress", "professionals-must-report"), ("linea100", "public-servants-must-report")],
)
def test_who_attends_her_may_be_bound_to_report_too(office_type, duty):
    assert duty in owed(office_type)


@pytest.mark.parametrize("office_type", doors.DOORS)
def test_everyone_must_tell_of_a_child_at_risk_and_it_is_said_last(office_type):
    assert owed(office_type)[-1] == "anyone-report-child-risk"


def test_a_law_not_yet_in_force_obliges_nobody():
    assert "anyone-report-child-risk" not in owed("pnp", date(2017, 1, 1))


def test_duties_are_told_in_the_language_of_the_reader():
    duties = beforehand.must_report(rulebook.default(), doors.POLICE, "pnp", on=TODAY)

    spanish, english = beforehand.tell(duties, "es-pe"), beforehand.tell(duties, "en")

    assert "24 horas" in {duty.term for duty in spanish}
    assert "24 hours" in {duty.term for duty in english}


@pytest.mark.parametrize(
    ("written", "ubigeo"),
    [
        ("Puno", "210101"),
        ("  amantani ", "210103"),
        ("AMANTANÍ, Puno, Puno", "210103"),
        ("Miraflores, Lima", "150122"),
        ("", ""),
    ],
)
def test_a_district_is_understood_however_it_is_written(written, ubigeo):
    assert DistrictField(near="210101").clean(written) == ubigeo


def test_of_several_districts_that_of_this_province_is_meant():
    assert DistrictField(near="150101").clean("Miraflores") == "150122"


@pytest.mark.parametrize("written", ["Santa Rosa", "Atlántida", "Puno, Lima"])
def test_a_district_that_could_be_several_or_none_is_asked_again(written):
    with pytest.raises(django_forms.ValidationError):
        DistrictField(near="080101").clean(written)
