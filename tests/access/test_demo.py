"""The demonstration's accounts: a click in a demonstration, nothing anywhere else."""

import pytest

from ruta.access import demo, roles
from ruta.access.accounts import administration
from ruta.access.people import User

pytestmark = pytest.mark.django_db


def test_every_role_has_an_account_and_all_but_the_rural_in_both_places(stocked):
    people = User.objects.filter(demonstration=True)

    found = {(person.role, person.username.rpartition(".")[2]) for person in people}
    placed = set(roles.every()) - {"shelter_worker"}
    wanted = {(role, place) for role in placed for place in ("puno", "lima")}
    assert {role for role, _ in found} == set(roles.every())
    assert wanted - found <= {("rural_worker", "puno"), ("rural_worker", "lima")}


def test_a_service_of_protection_has_who_coordinates_and_two_more(stocked):
    staff = User.objects.filter(role="shelter_worker").select_related("office")

    assert {person.username for person in staff} == {"hogar.coordina", "hogar.uno", "hogar.dos"}
    assert [person.username for person in staff if person.coordinates] == ["hogar.coordina"]
    assert {(person.office.name, person.office.ubigeo) for person in staff} == {
        ("Servicio de protección", "")
    }


def test_a_service_of_protection_assigns_by_name_from_its_first_account_on(stocked):
    assert administration.assigns(demo.SERVICE) == administration.NAMED


def test_each_works_in_an_office_where_the_role_exists(stocked):
    for person in User.objects.filter(demonstration=True).select_related("office"):
        assert person.office.type in roles.every()[person.role].offices


def test_no_account_is_named_after_a_person(stocked):
    labels = {role.es for role in roles.every().values()}

    for person in User.objects.filter(demonstration=True):
        assert person.display_name.rpartition(", ")[0] in labels


def test_accounts_keep_their_identifiers_from_one_loading_to_the_next(stocked):
    officer = User.objects.get(username="policia.puno")

    assert str(officer.pk) == str(demo.uuid5(demo.NAMESPACE, "policia.puno"))


def test_the_page_offers_every_account(client, stocked, a_demonstration):
    page = client.get("/demo/").content.decode()

    everybody = User.objects.filter(demonstration=True).count()
    assert page.count('action="/demo/') == everybody >= len(demo.SEATS)


def test_one_click_enters(client, officer):
    response = client.post("/demo/policia.puno/", {"next": "/plazos/"})

    assert response.url == "/plazos/"
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_a_link_does_not_enter(client, officer):
    assert client.get("/demo/policia.puno/").status_code == 405


def test_an_account_that_is_none_of_the_demonstrations_does_not_enter(client, officer):
    assert client.post("/demo/nadie.puno/").status_code == 404


@pytest.mark.parametrize(("ask", "page"), [("get", "/demo/"), ("post", "/demo/policia.puno/")])
def test_outside_a_demonstration_the_page_does_not_exist(client, stocked, settings, ask, page):
    settings.RUTA_DEMO = False

    assert getattr(client, ask)(page).status_code == 404


def test_outside_a_demonstration_its_accounts_sign_nobody_in(client, officer, settings):
    client.post("/demo/policia.puno/")
    settings.RUTA_DEMO = False

    assert client.get("/entrar/").status_code == 200


def test_the_sign_in_page_leads_to_the_demonstration_only_in_one(client, db, settings):
    settings.RUTA_DEMO = True
    shown = client.get("/entrar/").content.decode()
    settings.RUTA_DEMO = False
    hidden = client.get("/entrar/").content.decode()

    assert "/demo/" in shown
    assert "/demo/" not in hidden
