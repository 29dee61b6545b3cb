"""The pages of the people of an office: for who coordinates it, and for nobody else."""

from uuid import UUID, uuid4

import pytest

from ruta.access.accounts import administration, codes, proof
from ruta.access.backend import database_now
from ruta.access.people import User

pytestmark = pytest.mark.django_db
NOWHERE = UUID(int=7)
PAGES = (
    "/personas/",
    "/personas/nueva/",
    "/personas/oficina/",
    "/personas/recuperar/",
    f"/personas/{NOWHERE}/",
    f"/personas/{NOWHERE}/puesto/",
    f"/personas/{NOWHERE}/recuperar/",
)
CHANGES = ("coordina", "formacion", "identidad", "cuenta", "puesto", "recuperar")


@pytest.fixture
def desk(browser, coordinator, signed_in):
    """A browser where the coordinator is signed in."""
    return signed_in(browser, coordinator)


@pytest.mark.parametrize("address", PAGES)
def test_for_who_administers_nobody_there_is_nothing(browser, ana, signed_in, address):
    signed_in(browser, ana)

    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_an_account_of_another_office(desk, another_coordinator, change):
    far, unknown = another_coordinator.pk, uuid4()
    answers = [
        desk.post(f"/personas/{person}/{change}/", {"active": "no"}) for person in (far, unknown)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert User.objects.get(pk=far).is_active


def test_the_list_shows_the_office_and_nobody_else(desk, ana, another_coordinator):
    page = desk.get("/personas/").content.decode()

    assert "ana.prueba" in page
    assert "coordina.cem" not in page


def test_an_administrator_searches_every_office(browser, administrator, ana, signed_in):
    signed_in(browser, administrator)

    assert "ana.prueba" in browser.get("/personas/?q=ana").content.decode()
    assert "ana.prueba" not in browser.get("/personas/?q=luz").content.decode()


def test_a_person_is_added_and_their_code_works(desk, client):
    given = {"username": "r.quispe", "display_name": "Persona inventada", "role": "police_officer"}

    page = desk.post("/personas/nueva/", given)

    code = page.context["code"]
    assert code in page.content.decode()
    entered = client.post("/activar/", {"username": "r.quispe", "code": code})
    assert entered.url == "/activar/proteger/"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("username", "ana.prueba", "Este usuario ya existe"),
        ("username", "con espacio", "Usa solo letras"),
        ("role", "cem_lawyer", ""),
        ("display_name", "", "Escribe el nombre"),
    ],
)
def test_what_is_wrong_is_told_and_nobody_is_added(desk, ana, field, value, told):
    before = User.objects.count()
    given = {"username": "x.y", "display_name": "Persona", "role": "police_officer", field: value}

    page = desk.post("/personas/nueva/", given)

    assert page.status_code == 422
    assert told in page.content.decode()
    assert User.objects.count() == before


def test_an_account_is_closed_and_opened_again(desk, ana):
    desk.post(f"/personas/{ana.pk}/cuenta/", {"active": "no"})
    assert not User.objects.get(pk=ana.pk).is_active

    desk.post(f"/personas/{ana.pk}/cuenta/", {"active": "1"})
    assert User.objects.get(pk=ana.pk).is_active


def test_a_coordinator_makes_no_coordinator_by_the_form_either(desk, ana):
    desk.post(f"/personas/{ana.pk}/coordina/", {"coordinates": "1"})

    assert not User.objects.get(pk=ana.pk).coordinates


def test_fields_that_no_form_has_change_nothing(desk, ana):
    desk.post(
        f"/personas/{ana.pk}/puesto/",
        {"role": "police_officer", "office": "PNP-1134", "coordinates": "True", "password": "x"},
    )

    after = User.objects.get(pk=ana.pk)
    assert (after.office_id, after.coordinates) == ("PNP-1133", False)
    assert after.password == ana.password


def test_ones_own_account_offers_nothing_to_change(desk, coordinator):
    page = desk.get(f"/personas/{coordinator.pk}/").content.decode()

    assert "/cuenta/" not in page.replace("/mi-cuenta/", "")
    assert "lo que puedes hacer lo cambia otra persona" in page


def test_training_and_the_office_are_set(desk, ana, coordinator):
    desk.post(f"/personas/{ana.pk}/formacion/", {"until": "2199-01-01"})
    desk.post("/personas/oficina/", {"assigns": "named"})

    assert str(User.objects.get(pk=ana.pk).trained_until) == "2199-01-01"
    assert administration.assigns(coordinator.office_id) == "named"


def test_a_proof_of_an_hour_ago_is_asked_for_again(desk):
    session = desk.session
    session[proof.PROVED] = "2020-01-01T00:00:00+00:00"
    session.save()

    assert desk.get("/personas/").url == "/mi-cuenta/confirmar/?next=%2Fpersonas%2F"


def test_two_people_bring_somebody_back(desk, ana, another_coordinator, signed_in, client):
    page = desk.post(f"/personas/{ana.pk}/recuperar/", {"seen": "on"})
    reference = page.context["reference"]
    far = signed_in(client, another_coordinator)

    found = far.post("/personas/recuperar/", {"reference": reference})
    assert "ana.prueba" in found.content.decode()
    assert User.objects.get(pk=ana.pk).has_usable_password()
    done = far.post(
        "/personas/recuperar/",
        {"reference": reference, "recovery": str(found.context["recovery"].pk), "seen": "on"},
    )

    ana.refresh_from_db()
    assert not ana.has_usable_password()
    assert codes.find(ana, codes.ENROL, done.context["code"], now=database_now())


def test_a_wrong_reference_shows_nobody(desk, ana):
    page = desk.post("/personas/recuperar/", {"reference": "22222222"})

    assert page.status_code == 422
    assert "ana.prueba" not in page.content.decode()


def test_the_first_person_alone_sees_nobody_by_their_own_reference(desk, ana):
    reference = desk.post(f"/personas/{ana.pk}/recuperar/", {"seen": "on"}).context["reference"]

    assert desk.post("/personas/recuperar/", {"reference": reference}).status_code == 422


def test_whoever_lost_the_right_to_coordinate_is_out_at_once(desk, coordinator):
    assert desk.get("/personas/").status_code == 200
    User.objects.filter(pk=coordinator.pk).update(coordinates=False)

    assert desk.get("/personas/").status_code == 302


def test_a_name_with_markup_is_shown_as_text(desk):
    given = {"username": "marca", "display_name": "<b>x</b>", "role": "police_officer"}
    desk.post("/personas/nueva/", given)

    page = desk.get("/personas/").content.decode()
    assert "&lt;b&gt;x" in page
    assert "<b>x</b>" not in page
