"""One's own account: factors added and taken away, sessions closed, proof asked again."""

from datetime import timedelta

import pytest
from tests.access.accounts.conftest import PASSWORD, add, code_for
from tests.access.accounts.device import Device

from ruta.access import sessions
from ruta.access.accounts import codes, proof
from ruta.access.backend import database_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(browser, ana, application, signed_in):
    """A browser where Ana, who has an application of codes, is signed in."""
    return signed_in(browser, ana)


def stale(client) -> None:
    session = client.session
    session[proof.PROVED] = (database_now() - timedelta(minutes=16)).isoformat()
    session.save()


def add_passkey(client) -> int:
    made = Device().make(client.post("/mi-cuenta/llaves/opciones/").json())
    return client.post(
        "/mi-cuenta/llaves/", {"credential": made, "name": "Mi teléfono"}
    ).status_code


@pytest.mark.parametrize(
    "address",
    ["/mi-cuenta/llaves/", "/mi-cuenta/aplicacion/", "/mi-cuenta/clave/"],
)
def test_what_changes_how_one_comes_in_asks_for_proof_again(mine, address):
    assert mine.get(address).status_code == 200
    stale(mine)

    assert mine.get(address).url.startswith("/mi-cuenta/confirmar/?next=")


@pytest.mark.parametrize(
    "address",
    ["/mi-cuenta/codigos/", "/mi-cuenta/aplicacion/quitar/", "/mi-cuenta/llaves/1/quitar/"],
)
def test_nothing_is_taken_away_without_a_fresh_proof(mine, ana, address):
    stale(mine)

    asked = mine.post(address)
    assert (asked.status_code, asked.templates[0].name) == (401, "access/account/confirm.html")
    assert ana.authenticator_set.count() == 1


@pytest.mark.parametrize(
    "address",
    ["codigos/", "aplicacion/quitar/", "llaves/1/quitar/", "sesiones/cerrar/"],
)
@pytest.mark.parametrize("proved", [True, False], ids=["fresh", "stale"])
def test_the_address_of_a_button_leads_to_its_page_and_does_nothing(mine, ana, address, proved):
    if not proved:
        stale(mine)

    answer = mine.get(f"/mi-cuenta/{address}")

    assert (answer.status_code, answer["Location"]) == (302, "/mi-cuenta/")
    assert (ana.authenticator_set.count(), codes.left(ana)) == (1, 0)
    assert mine.get("/mi-cuenta/").status_code == 200


def test_a_code_proves_it_again(mine, application):
    stale(mine)

    answer = mine.post("/mi-cuenta/confirmar/", {"code": code_for(application), "next": "/plazos/"})

    assert answer.url == "/plazos/"
    assert mine.get("/mi-cuenta/clave/").status_code == 200


def test_a_passkey_proves_it_again_and_anothers_does_not(mine, ana, signed_in, browser):
    add_passkey(mine)
    device, thief = Device(), Device()
    made = device.make(mine.post("/mi-cuenta/llaves/opciones/").json())
    mine.post("/mi-cuenta/llaves/", {"credential": made})
    stale(mine)
    asked = mine.post("/mi-cuenta/confirmar/opciones/").json()
    assert mine.post("/mi-cuenta/confirmar/", {"credential": thief.show(asked)}).status_code == 422
    asked = mine.post("/mi-cuenta/confirmar/opciones/").json()

    assert mine.post("/mi-cuenta/confirmar/", {"credential": device.show(asked)}).status_code == 302


def test_a_wrong_code_proves_nothing(mine):
    stale(mine)

    assert mine.post("/mi-cuenta/confirmar/", {"code": "000000"}).status_code == 422
    assert mine.get("/mi-cuenta/clave/").status_code == 302


def test_the_last_factor_stays(mine, ana):
    mine.post("/mi-cuenta/aplicacion/quitar/")
    assert ana.authenticator_set.count() == 1

    assert add_passkey(mine) == 302
    mine.post("/mi-cuenta/aplicacion/quitar/")
    key = ana.authenticator_set.get()
    mine.post(f"/mi-cuenta/llaves/{key.pk}/quitar/")

    assert ana.authenticator_set.get() == key


def test_nobody_takes_anothers_passkey_away(mine, signed_in, client):
    add_passkey(mine)
    luz = add("luz.prueba", "PNP-1133", "police_officer", password=PASSWORD)
    key = luz.authenticator_set.create(type="webauthn", data={"name": "x", "credential": {}})

    assert mine.post(f"/mi-cuenta/llaves/{key.pk}/quitar/").status_code == 404


def test_another_application_takes_the_place_of_the_first(mine, ana, application):
    secret = mine.get("/mi-cuenta/aplicacion/").context["secret"].replace(" ", "")

    assert mine.post("/mi-cuenta/aplicacion/", {"code": code_for(secret)}).status_code == 302
    assert ana.authenticator_set.count() == 1


def test_a_new_password_keeps_this_session_and_ends_the_others(mine, ana, signed_in, client):
    other = signed_in(client, ana)
    given = {"password": "otra frase larga inventada", "again": "otra frase larga inventada"}

    assert mine.post("/mi-cuenta/clave/", given).status_code == 302
    assert mine.get("/mi-cuenta/").status_code == 200
    assert other.get("/mi-cuenta/").status_code == 302


def test_another_session_is_closed_from_here(mine, ana, signed_in, client):
    other = signed_in(client, ana)
    key = sessions.digest(other.session.session_key)
    assert key in mine.get("/mi-cuenta/").content.decode()

    mine.post("/mi-cuenta/sesiones/cerrar/", {"session": key})

    assert other.get("/mi-cuenta/").status_code == 302
    assert mine.get("/mi-cuenta/").status_code == 200


def test_nobody_closes_the_session_of_another(mine, signed_in, client):
    luz = add("luz.prueba", "PNP-1133", "police_officer", password=PASSWORD)
    hers = signed_in(client, luz)
    mine.post("/mi-cuenta/sesiones/cerrar/", {"session": sessions.digest(hers.session.session_key)})

    assert hers.get("/mi-cuenta/").status_code == 200


def test_backup_codes_are_shown_once(mine, ana):
    page = mine.post("/mi-cuenta/codigos/").content.decode()

    assert page.count("<li>") >= codes.BACKUP_CODES
    assert codes.left(ana) == codes.BACKUP_CODES
    assert "Guarda tus códigos" not in mine.get("/mi-cuenta/").content.decode()


def test_in_a_demonstration_no_proof_is_asked_for(client, officer):
    client.post("/demo/policia.puno/")

    assert client.get("/mi-cuenta/llaves/").status_code == 200
