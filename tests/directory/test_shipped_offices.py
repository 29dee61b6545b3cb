"""The offices Ruta ships: how many, where from, and never where a shelter is."""

from collections import Counter

import pytest

from ruta.directory import competence, offices, shelters, territory


def test_every_published_office_is_there():
    counted = Counter(row.type for row in offices.every() if not row.demonstration)

    assert counted == {
        "cem": 436,
        "sar": 68,
        "sau": 8,
        "cai": 7,
        "pnp": 1332,
        "ipress": 232,
        "linea100": 1,
        "hogar-refugio": 40,
    }


def test_peru_has_its_districts_provinces_and_departments():
    assert len(territory.districts()) == 1893
    assert len(territory.provinces()) == 196
    assert len(territory.departments()) == 25


def test_no_row_of_any_file_tells_where_a_shelter_is():
    rows = [
        row for name in ("services", "police_stations", "hospitals") for row in territory.rows(name)
    ]
    words = [" ".join(row.values()).lower() for row in rows]

    assert not [row for row in rows if shelters.says_shelter(row["name"])]
    assert not [text for text in words if "refugio" in text or "hrt" in text.split()]


def test_a_shelter_is_a_number_and_one_name_for_all():
    found = offices.by_type()["hogar-refugio"]
    said = {value for row in found for value in row[3:] if value}

    assert {row.name for row in found} == {"Servicio de protección"}
    assert said == set(), "nothing but its identifier, type and name"


def test_a_shelter_serves_no_district():
    near = {competence.shipped("hogar-refugio", code) for code in territory.districts()}

    assert near == {None}


TOLD = {
    "name": "Casa del Sol", "ubigeo": "210101", "department": "Puno", "province": "Puno",
    "district": "Puno", "address": "Jirón Inventado 1", "phone": "999999999", "hours": "8 a 5",
    "phone_doubtful": True, "languages": "aymara", "lat": -15.8, "lon": -70.0, "national": True,
    "source": "MIMP", "demonstration": True,
}  # fmt: skip


@pytest.mark.parametrize("column", TOLD)
def test_a_shelter_that_says_anything_more_is_refused_without_saying_it(column):
    row = offices.by_type()["hogar-refugio"][0]._replace(**{column: TOLD[column]})

    with pytest.raises(offices.ShelterFound) as refusal:
        offices.refuse_placed_shelters(row)

    assert str(refusal.value) == row.id


@pytest.mark.parametrize(
    "name", ["Hogar de Refugio Temporal Sol", "HRT Luna", "Albergue Sol", "Casa de Acogida Sol"]
)
def test_a_shelter_under_another_type_is_refused_without_saying_its_name(name):
    row = offices.by_type()["cem"][0]._replace(name=name, id="X-1")

    with pytest.raises(offices.ShelterFound) as refusal:
        offices.refuse_placed_shelters(row)

    assert str(refusal.value) == "X-1"


@pytest.mark.parametrize(
    "type_",
    [
        "juzgado-familia",
        "juzgado-paz",
        "juzgado-paz-letrado",
        "fiscalia-penal",
        "fiscalia-familia",
        "cem",
        "pnp",
    ],
)
def test_every_province_has_one(type_):
    served = {row.ubigeo[:4] for row in offices.by_type()[type_]}

    assert served == set(territory.provinces())


@pytest.mark.parametrize("type_", ["supervision", "juzgado-penal", "sala-familia", "upe"])
def test_every_department_has_one(type_):
    served = [row.ubigeo[:2] for row in offices.by_type()[type_]]

    assert sorted(served) == sorted(territory.departments())


def test_an_office_made_by_rule_says_so_in_its_name():
    made = [row for row in offices.every() if row.demonstration]

    assert "Juzgado de Familia de Puno (demostración)" in {row.name for row in made}
    assert all(row.name.endswith("(demostración)") for row in made)


def test_identifiers_are_unique():
    ids = Counter(row.id for row in offices.every())

    assert [id_ for id_, times in ids.items() if times > 1] == []


def test_points_lie_in_peru():
    points = [row.point for row in offices.every() if row.point]

    assert len(points) > 3900
    assert all(-18.5 < point.lat < 0.1 and -81.5 < point.lon < -68.5 for point in points)


def test_a_doubtful_point_gives_way_to_the_districts_capital():
    doubtful = {
        row["id"] for row in territory.rows("services") if row["coordinate_quality"] == "doubtful"
    }
    rows = [row for row in offices.every() if row.id in doubtful]

    assert len(rows) == 11
    assert all(row.point == territory.district(row.ubigeo).point for row in rows)


def test_names_of_places_come_from_the_districts():
    row = next(row for row in offices.every() if row.id == "PNP-1133")

    assert (row.department, row.province, row.district) == ("Puno", "Puno", "Puno")


def test_a_telephone_two_lists_disagree_about_is_marked():
    assert sum(row.phone_doubtful for row in offices.every()) == 30
