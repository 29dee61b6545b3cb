"""An account becomes one's own with a code handed over in person, once."""

from datetime import timedelta

import pytest
from tests.access.accounts.conftest import PASSWORD, code_for
from tests.access.accounts.device import Device

from ruta.access import throttle
from ruta.access.accounts import codes, factors
from ruta.access.backend import database_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(ana) -> str:
    return codes.make_enrolment(ana, by=None, now=database_now())


def activate(client, code, *, username="ana.prueba"):
    return client.post("/activar/", {"username": username, "code": code})


def inside(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_alone_signs_nobody_in(browser, code):
    assert activate(browser, code).url == "/activar/proteger/"
    assert not inside(browser)
    assert browser.get("/mi-cuenta/").status_code == 302


def test_a_first_passkey_opens_the_account_and_spends_the_code(browser, ana, code, client):
    activate(browser, code)
    device = Device()
    made = device.make(browser.post("/activar/llave/opciones/").json())

    page = browser.post("/activar/proteger/", {"credential": made})

    assert "Guarda tus códigos de respaldo" in page.content.decode()
    assert inside(browser)
    assert factors.has_any(ana)
    assert activate(client, code).status_code == 422


def test_a_password_with_an_application_opens_the_account(browser, ana, code):
    activate(browser, code)
    secret = browser.get("/activar/proteger/").context["secret"].replace(" ", "")
    given = {"password": PASSWORD, "again": PASSWORD, "code": code_for(secret)}

    assert browser.post("/activar/proteger/", given).status_code == 200
    assert inside(browser)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("code", "000000", "Este código no es correcto"),
        ("again", "otra frase larga inventada", "Las dos contraseñas no son iguales"),
        ("password", "corta", "Es muy corta"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(browser, ana, code, field, value, told):
    activate(browser, code)
    secret = browser.get("/activar/proteger/").context["secret"].replace(" ", "")
    given = {"password": PASSWORD, "again": PASSWORD, "code": code_for(secret), field: value}

    page = browser.post("/activar/proteger/", given)

    assert page.status_code == 422
    assert told in page.content.decode()
    assert not factors.has_any(ana)
    assert not inside(browser)


def test_a_code_is_good_for_a_day(browser, ana):
    old = codes.make_enrolment(ana, by=None, now=database_now() - timedelta(hours=24))

    assert activate(browser, old).status_code == 422


def test_a_new_code_ends_the_old_one(browser, ana, code):
    codes.make_enrolment(ana, by=None, now=database_now())

    assert activate(browser, code).status_code == 422


def test_two_browsers_with_one_code_make_one_account(browser, client, ana, code):
    client.defaults["HTTP_HOST"] = "localhost"
    activate(browser, code)
    activate(client, code)
    first, second = Device(), Device()
    answers = [
        (each, device.make(each.post("/activar/llave/opciones/").json()))
        for each, device in ((browser, first), (client, second))
    ]
    for each, made in answers:
        each.post("/activar/proteger/", {"credential": made})

    assert inside(browser)
    assert not inside(client)
    assert ana.authenticator_set.count() == 1


def test_unknown_names_and_wrong_codes_are_told_alike(browser, code):
    wrong = activate(browser, "zz-zzzzz-zzzzz")
    unknown = activate(browser, code, username="nadie")

    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_ten_wrong_codes_must_wait(browser, code):
    for _ in range(throttle.FAILURES_ALLOWED):
        activate(browser, "zz-zzzzz-zzzzz")

    assert activate(browser, code).status_code == 429


@pytest.mark.parametrize("address", ["/activar/proteger/"])
def test_without_a_code_there_is_nothing_to_protect(browser, db, address):
    assert browser.get(address).url == "/activar/"
    assert browser.post("/activar/llave/opciones/").status_code == 403
