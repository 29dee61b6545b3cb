"""After the password: codes, backup codes and passkeys; and what is told to whoever guesses."""

import json
import re

import pytest
from tests.access.accounts.conftest import PASSWORD, add, code_for
from tests.access.accounts.device import Device

from ruta.access import throttle
from ruta.access.accounts import codes
from ruta.access.backend import database_now
from ruta.access.people import User

pytestmark = pytest.mark.django_db


def password(client, **more):
    return client.post("/entrar/", {"username": "ana.prueba", "password": PASSWORD, **more})


def step(client, code, **more):
    return client.post("/entrar/segundo-paso/", {"code": code, **more})


def inside(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_password_alone_opens_nothing(browser, ana, application):
    page = password(browser)

    assert "Confirma que eres tú" in page.content.decode()
    assert not inside(browser)
    assert browser.get("/mi-cuenta/").status_code == 302


def test_without_a_factor_the_password_leads_to_nothing(browser, ana):
    assert password(browser).status_code == 403
    assert not inside(browser)


def test_the_right_code_opens_the_day(browser, ana, application):
    password(browser, next="/plazos/")

    answer = step(browser, code_for(application), next="/plazos/")

    assert (answer.status_code, answer.url) == (302, "/plazos/")
    assert inside(browser)


def test_a_code_is_good_once(browser, ana, application, client):
    code = code_for(application)
    password(browser)
    step(browser, code)
    password(client)

    assert step(client, code).status_code == 422
    assert not inside(client)


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "aa-bcdef-ghjkm"])
def test_a_wrong_code_opens_nothing(browser, ana, application, code):
    password(browser)

    assert step(browser, code).status_code == 422
    assert not inside(browser)


def test_a_code_without_the_password_opens_nothing(browser, ana, application):
    step(browser, code_for(application))

    assert not inside(browser)


def test_a_backup_code_is_good_once(browser, ana, application, client):
    kept = codes.make_backup(ana, now=database_now())
    password(browser)
    assert step(browser, kept[0].upper()).status_code == 302
    password(client)

    assert step(client, kept[0]).status_code == 422
    assert codes.left(ana) == len(kept) - 1


def test_new_backup_codes_end_the_old_ones(ana):
    old = codes.make_backup(ana, now=database_now())
    codes.make_backup(ana, now=database_now())

    assert codes.find(ana, codes.BACKUP, old[0], now=database_now()) is None


def test_no_code_is_kept_as_it_was_shown(ana):
    shown = codes.make_backup(ana, now=database_now())
    rows = codes.OneTimeCode.objects.all()

    assert all(row.hashed.startswith("$argon2id$") for row in rows)
    assert not any(code[3:] in row.hashed for code in shown for row in rows)


def test_ten_wrong_codes_must_wait(browser, ana, application):
    password(browser)
    for _ in range(throttle.FAILURES_ALLOWED):
        assert step(browser, "000000").status_code == 422

    assert step(browser, code_for(application)).status_code == 429


def test_the_secret_of_an_application_is_sealed_in_the_database(ana, application):
    kept = ana.authenticator_set.get().data["secret"]

    assert application not in kept


# --- Passkeys (SEC-62) --------------------------------------------------------------------------


def options(client, where="/entrar/llave/opciones/") -> dict:
    return client.post(where).json()


@pytest.fixture
def device(ana, browser, real) -> Device:
    """A device on which Ana made a passkey."""
    made = Device()
    real.RUTA_SECOND_FACTOR = "off"
    password(browser)
    answer = made.make(options(browser, "/mi-cuenta/llaves/opciones/"))
    assert browser.post("/mi-cuenta/llaves/", {"credential": answer}).status_code == 302
    real.RUTA_SECOND_FACTOR = "required"
    browser.cookies.clear()
    return made


def show(client, answer):
    return client.post("/entrar/llave/", {"credential": answer})


def test_a_passkey_opens_the_day_by_itself(browser, device):
    answer = show(browser, device.show(options(browser)))

    assert answer.status_code == 302
    assert inside(browser)


@pytest.mark.check("SEC-62")
def test_a_passkey_shown_before_is_refused(browser, device, client):
    first = device.show(options(browser))
    assert show(browser, first).status_code == 302
    browser.cookies.clear()

    assert show(browser, first).status_code == 422
    options(browser)
    assert show(browser, first).status_code == 422
    assert not inside(browser)


def test_a_refused_answer_spends_its_challenge(browser, device):
    asked = options(browser)
    assert show(browser, "{}").status_code == 422

    assert show(browser, device.show(asked)).status_code == 422


@pytest.mark.check("SEC-62")
@pytest.mark.parametrize(
    "origin",
    [
        "https://ruta.example",
        "http://localhost.example",
        "https://localhost",
        "http://localhost:8080",
        "https://neighbour.localhost",
    ],
)
def test_a_passkey_shown_to_another_site_is_refused(browser, device, origin):
    device.origin = origin

    assert show(browser, device.show(options(browser))).status_code == 422
    assert not inside(browser)


@pytest.mark.check("SEC-62")
def test_a_device_that_did_not_verify_the_person_is_refused(browser, device):
    device.verifies = False

    assert show(browser, device.show(options(browser))).status_code == 422


@pytest.mark.check("SEC-62")
def test_a_passkey_made_without_verifying_the_person_is_not_kept(browser, ana, real):
    real.RUTA_SECOND_FACTOR = "off"
    password(browser)
    made = Device(verifies=False).make(options(browser, "/mi-cuenta/llaves/opciones/"))

    assert browser.post("/mi-cuenta/llaves/", {"credential": made}).status_code == 422
    assert not ana.authenticator_set.exists()


def test_a_passkey_of_another_site_is_not_kept(browser, ana, real):
    real.RUTA_SECOND_FACTOR = "off"
    password(browser)
    thief = Device(origin="https://ruta.example")
    made = thief.make(options(browser, "/mi-cuenta/llaves/opciones/"))

    assert browser.post("/mi-cuenta/llaves/", {"credential": made}).status_code == 422


def test_another_key_does_not_speak_for_the_person(browser, device):
    thief = Device()
    thief.id, thief.user = device.id, device.user

    assert show(browser, thief.show(options(browser))).status_code == 422


@pytest.mark.check("SEC-62")
def test_what_is_asked_of_a_device_names_no_account(browser, device):
    asked = options(browser)["publicKey"]

    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"


@pytest.mark.check("SEC-62")
def test_unknown_people_and_wrong_passkeys_are_answered_alike(browser, device):
    wrong = Device()
    wrong.user = device.user
    nobody = show(browser, wrong.show(options(browser), user=b"0" * 32))
    somebody = show(browser, wrong.show(options(browser)))
    nonsense = show(browser, json.dumps({"id": 3}))

    def words(response):
        text = response.content.decode()
        return re.sub(r'value="[A-Za-z0-9]{64}"', "", text[text.index("<main") :])

    assert nobody.status_code == somebody.status_code == nonsense.status_code == 422
    assert len({words(each) for each in (nobody, somebody, nonsense)}) == 1


def test_the_passkey_of_a_closed_account_opens_nothing(browser, device, ana):
    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert show(browser, device.show(options(browser))).status_code == 422


def test_a_challenge_of_one_browser_is_nothing_in_another(browser, device, client):
    answer = device.show(options(browser))

    assert show(client, answer).status_code == 422


@pytest.mark.check("SEC-62")
def test_wrong_names_and_wrong_passwords_are_told_alike_whatever_factors_there_are(
    browser, device, real
):
    add("luz.prueba", "PNP-1133", "police_officer", password=PASSWORD)
    answers = [
        browser.post("/entrar/", {"username": name, "password": "otra"})
        for name in ("nadie", "ana.prueba", "luz.prueba")
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.context["form"].errors.as_json() for answer in answers}) == 1


@pytest.mark.django_db(transaction=True)
def test_coming_in_failing_and_leaving_are_in_the_audit_without_a_name(
    browser, ana, application, owner_connection
):
    browser.post("/entrar/", {"username": "ana.prueba", "password": "otra"})
    password(browser)
    step(browser, code_for(application))
    browser.post("/salir/")

    rows = owner_connection.execute(
        "select event, actor, detail::text from access_audit order by seq desc limit 3"
    ).fetchall()
    assert rows == [
        ("sign-out", ana.pk, "{}"),
        ("sign-in", ana.pk, "{}"),
        ("sign-in-failed", None, "{}"),
    ]


def test_what_was_being_written_survives_the_second_step(browser, ana, application, client):
    password(browser)
    step(browser, code_for(application))
    browser.cookies.pop("ruta")
    lost = browser.post("/personas/nueva/", {"display_name": "lo que escribí"})
    kept = lost.context["resume"]
    assert lost.status_code == 401

    page = password(browser, resume=kept)
    assert kept in page.content.decode()
    backup = codes.make_backup(ana, now=database_now())
    resumed = step(browser, backup[0], resume=page.context["resume"])

    assert "lo que escribí" in resumed.content.decode()
