"""What figures know of a case is coarse: codes, groups and nothing anybody wrote."""

from datetime import date

import pytest

from ruta.acts import attributes

DAY = date(2026, 3, 8)


@pytest.mark.parametrize(
    ("age", "group"),
    [(0, "0-5"), (5, "0-5"), (6, "6-11"), (12, "12-17"), (17, "12-17"), (18, "18-29"),
     ("29", "18-29"), (30, "30-44"), (59, "45-59"), (60, "60+"), (104, "60+")],
)  # fmt: skip
def test_an_age_becomes_a_group(age: int | str, group: str) -> None:
    assert attributes.of_her({"age": age}, on=DAY)["age_group"] == group


@pytest.mark.parametrize(
    ("born", "group"), [("2008-03-09", "12-17"), ("2008-03-08", "18-29"), ("2020-12-31", "0-5")]
)
def test_a_birth_is_counted_at_the_day(born: str, group: str) -> None:
    assert attributes.of_her({"birth_date": born}, on=DAY)["age_group"] == group


@pytest.mark.parametrize(
    "born", ["ayer", "08/03/1990", "1990-02-30", "2026-03-09", "1026-03-08", "+990-01-01"]
)
def test_a_birth_that_cannot_be_has_no_group_and_stops_nothing(born: str) -> None:
    assert "age_group" not in attributes.of_her({"birth_date": born, "sex": "mujer"}, on=DAY)
    assert attributes.of_her({"birth_date": born, "sex": "mujer"}, on=DAY)["sex"] == "mujer"


@pytest.mark.parametrize("age", ["121", 999, "9" * 5000, "³", "-3"])
def test_an_age_that_cannot_be_has_no_group(age: int | str) -> None:
    assert "age_group" not in attributes.of_her({"age": age}, on=DAY)


@pytest.mark.parametrize("age", ["<14", "<18", "", None, "many"])
def test_an_age_not_known_in_years_has_no_group(age: str | None) -> None:
    assert "age_group" not in attributes.of_her({"age": age}, on=DAY)


def test_nothing_that_anybody_wrote_comes_out() -> None:
    written = {
        "names": "Nombre Inventado", "document": "INV-1", "address": "Calle inventada 5",
        "telephone": "000 000001", "sex": "ella", "language": "la de su madre",
        "ethnicity": "la de su abuela", "description": "texto", "age": 31, "ubigeo": "210103",
        "nationality": "Nación inventada", "disability": "texto inventado",
    }  # fmt: skip
    assert attributes.of_her(written, on=DAY) == {
        "department": "21", "province": "2101", "age_group": "30-44",
        "disability": True, "migrant": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [("Quechua", "quechua"), ("aimara", "aymara"), ("Pueblo asháninka", "amazonian"),
     ("De la Amazonía", "amazonian"), ("Mestiza", "mestizo"), ("Afroperuana", "afroperuvian"),
     ("amazonian", "amazonian")],
)  # fmt: skip
def test_a_people_is_known_by_its_common_names(said: str, code: str) -> None:
    assert attributes.of_her({"ethnicity": said}, on=DAY)["ethnicity"] == code


@pytest.mark.parametrize("nationality", ["", "Peruana", "PERÚ", None])
def test_who_is_from_here_is_no_migrant(nationality: str | None) -> None:
    assert attributes.of_her({"nationality": nationality}, on=DAY)["migrant"] is False


@pytest.mark.parametrize("ubigeo", ["999999", "2", "²1", "260101", "2101034", "٢١٠١٠١", "21010x"])
def test_an_unknown_home_has_no_place(ubigeo: str) -> None:
    found = attributes.of_her({"ubigeo": ubigeo}, on=DAY)
    assert found.keys() & {"department", "province"} == set()


def test_an_act_that_states_no_violence_has_no_part() -> None:
    assert attributes.of_act({"risk": "severo", "note": "texto"}) == {}


def test_types_of_violence_add_up_and_the_last_bond_stands() -> None:
    parts = [
        attributes.of_accused({"bond": "neighbour"}),
        attributes.of_act({"violence_types": ["sexual"], "relation": "cohabitant"}),
        attributes.of_act({"violence_types": ["fisica", "invented"], "modality": "pareja"}),
    ]
    assert attributes.together(parts) == {
        "relation": "partner", "violence_types": ("fisica", "sexual"), "modality": "pareja",
    }  # fmt: skip


def test_what_was_taken_back_of_a_person_is_not_said_again() -> None:
    before = attributes.of_her(
        {"ethnicity": "Quechua", "sex": "mujer", "ubigeo": "210103", "disability": "visual"}, on=DAY
    )
    after = attributes.of_her({"sex": "mujer"}, on=DAY)
    assert attributes.renewed(before, after) == {
        "department": "21", "province": "2101", "sex": "mujer",
        "disability": False, "migrant": False,
    }  # fmt: skip


def test_who_moved_to_another_department_is_of_no_province_of_the_first() -> None:
    before, after = {"department": "21", "province": "2101"}, {"department": "08"}
    assert attributes.renewed(before, after) == {"department": "08"}
