"""The directory in PostgreSQL: stored by the owner, read by everyone."""

import psycopg
import pytest
from django.db import ProgrammingError
from tests.directory import stock

from ruta.directory import competence, offices, queries, territory
from ruta.directory.models import District, Office

pytestmark = pytest.mark.django_db


def test_columns_of_the_table_are_the_fields_of_the_row():
    columns = [field.column for field in Office._meta.concrete_fields]

    assert columns == list(offices.OfficeRow._fields)


def test_every_shipped_row_is_stored(stocked):
    assert Office.objects.count() == len(offices.every())
    assert District.objects.count() == 1893


def test_loading_again_writes_nothing_and_is_quick(stocked, server, database_name):
    again = stock.load(server, database_name)

    assert again.written == (0, 0)
    assert again.people == 0
    assert again.seconds < 2


def test_loading_restores_what_was_changed(stocked, server, database_name, owner_connection):
    owner_connection.execute("update directory_office set phone = '1' where id = 'PNP-1133'")

    again = stock.load(server, database_name)

    assert again.written.offices == 1
    assert queries.office("PNP-1133").phone == ""


def test_a_stored_office_is_what_the_file_says(stocked):
    row = offices.by_type()["cem"][0]

    stored = Office.objects.filter(pk=row.id).values_list().get()

    assert offices.OfficeRow(*stored) == row


def test_a_district_keeps_its_people_and_place(stocked):
    amantani = District.objects.get(pk="210103")

    assert (amantani.district, amantani.natural_region) == ("Amantaní", "highlands")
    assert amantani.population == territory.district("210103").population


@pytest.mark.parametrize("type_", ["pnp", "cem", "juzgado-familia", "supervision", "linea100"])
def test_the_database_and_the_files_choose_the_same_office(stocked, type_):
    for ubigeo in ("210103", "150101", "160405", "120307", "070101"):
        assert queries.competent(type_, ubigeo).pk == competence.shipped(type_, ubigeo).id


def test_the_offices_of_a_type_within_a_province(stocked):
    found = queries.offices_of("cem", within="2101")

    assert {office.district for office in found} == {"Puno", "Ácora"}
    assert len(queries.offices_of("cem")) == 436


def test_an_office_that_is_not_there_is_said_to_be_missing(stocked):
    with pytest.raises(queries.NoSuchOffice):
        queries.office("PNP-9999")


def test_the_web_may_not_change_an_office(stocked):
    with pytest.raises(ProgrammingError, match="permission denied"):
        Office.objects.filter(pk="PNP-1133").update(phone="1")


PLACES = {
    "name": "Casa del Sol", "ubigeo": "210101", "department": "Puno", "province": "Puno",
    "district": "Puno", "address": "Jirón Inventado 1", "phone": "999999999", "hours": "8 a 5",
    "languages": "aymara", "lat": -15.8, "lon": -70.0, "national": True, "source": "MIMP",
    "phone_doubtful": True, "id": "HRT-PUNO",
}  # fmt: skip


@pytest.mark.parametrize("column", PLACES)
def test_the_table_itself_refuses_a_shelter_that_says_more_than_a_number(
    stocked, owner_connection, column
):
    change = f"update directory_office set {column} = %s where id = 'SP-040'"

    with pytest.raises(psycopg.errors.CheckViolation, match="directory_shelter_has_no_place"):
        owner_connection.execute(change, [PLACES[column]])


def test_the_table_itself_refuses_to_make_a_shelter_of_a_placed_office(stocked, owner_connection):
    with pytest.raises(psycopg.errors.CheckViolation, match="directory_shelter_has_no_place"):
        owner_connection.execute(
            "update directory_office set type = 'hogar-refugio' where id = 'PNP-1133'"
        )


@pytest.mark.parametrize("ubigeo", ["210103", "150101"])
def test_no_list_has_a_shelter_but_that_of_the_services_of_protection(stocked, ubigeo):
    types = ("hogar-refugio", "mimp", "cem")

    assert queries.offices_of("hogar-refugio") == []
    assert queries.competent("hogar-refugio", ubigeo) is None
    assert not [one for one in queries.around(types, ubigeo) if one.type == "hogar-refugio"]
    assert len(queries.services_of_protection()) == 40


def test_whoever_has_no_place_is_offered_the_offices_of_the_whole_country(stocked):
    found = queries.around(("mimp", "cem"), "")

    assert [office.type for office in found] == ["mimp"]


def test_the_offices_of_a_type_are_one_query(stocked, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.competent("pnp", "210103")


def test_the_offices_around_a_district_begin_with_the_one_that_serves_it(stocked):
    found = queries.around(("juzgado-familia", "cem"), "210103")

    types = [office.type for office in found]
    assert types == sorted(types, key=("juzgado-familia", "cem").index)
    assert found[0] == queries.competent("juzgado-familia", "210103")
    assert all(office.national or office.ubigeo[:2] == "21" for office in found)
