"""Which office serves a district."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.directory import competence, offices, territory
from ruta.directory.geography import Point, great_circle_km

AMANTANI = "210103"
SANGANI = "120307"


@pytest.mark.parametrize(
    ("type_", "served_by"),
    [
        ("cem", "210101"),
        ("pnp", "210101"),
        ("juzgado-familia", "210101"),
        ("ipress", "210101"),
        ("juzgado-penal", "210101"),
        ("supervision", "210101"),
        ("sau", "210101"),
    ],
)
def test_from_amantani_the_boat_goes_to_puno(type_, served_by):
    assert competence.shipped(type_, AMANTANI).ubigeo == served_by


def test_acora_is_nearer_to_amantani_as_the_crow_flies_and_does_not_win():
    centres = {row.ubigeo: row for row in offices.by_type()["cem"] if row.ubigeo[:4] == "2101"}

    assert competence.distance_km(centres["210102"], AMANTANI) < competence.distance_km(
        centres["210101"], AMANTANI
    )
    assert competence.shipped("cem", AMANTANI).ubigeo == "210101"


def test_an_office_of_the_district_comes_before_a_nearer_one_outside():
    assert competence.shipped("pnp", "210105").ubigeo == "210105"


def test_without_one_in_the_province_the_departments_nearest_serves():
    province = "2107"
    assert not [row for row in offices.by_type()["sau"] if row.ubigeo[:4] == province]

    assert competence.shipped("sau", f"{province}01").ubigeo[:2] == "21"


def test_a_national_office_serves_every_district():
    assert competence.shipped("linea100", AMANTANI).id == "MIMP-LINEA100"


def test_a_department_without_the_service_has_none():
    served = {row.ubigeo[:2] for row in offices.by_type()["cai"]}
    without = next(code for code in territory.departments() if code not in served)

    assert competence.shipped("cai", f"{without}0101") is None


def test_a_district_without_a_known_point_is_still_served():
    assert territory.district(SANGANI).point is None
    assert competence.shipped("juzgado-familia", SANGANI).ubigeo == "120301"


def test_a_code_that_is_no_district_is_refused():
    with pytest.raises(territory.UnknownTerritory):
        competence.shipped("cem", "999999")


@given(ubigeo=st.sampled_from(list(territory.districts())))
def test_whoever_serves_is_of_the_same_department(ubigeo):
    for type_ in ("pnp", "cem", "juzgado-familia", "fiscalia-penal", "supervision"):
        assert competence.shipped(type_, ubigeo).ubigeo[:2] == ubigeo[:2]


def test_distance_over_the_ground():
    lima, puno = Point(-12.0464, -77.0428), Point(-15.8402, -70.0219)

    assert great_circle_km(lima, puno) == pytest.approx(865, abs=10)
    assert great_circle_km(lima, lima) == 0


def test_the_provinces_of_a_department_are_found_by_prefix():
    assert {place.province for place in territory.within("2101")} == {"Puno"}
    assert len(territory.within("21")) == 110
    assert territory.province(AMANTANI).name == "Puno"
