"""Coming in by name and password, and how often it may be tried."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password

from ruta.access import throttle
from ruta.access.backend import database_now
from ruta.access.people import People, RoleRefused, User
from ruta.directory.models import Office

pytestmark = pytest.mark.django_db
PASSWORD = "una frase larga inventada"
ANA = UUID("0b6a9a0e-3a53-4a4e-9f0b-3d1f6c1f2a11")
CLOSE = "update access_user set is_active = false where id = %s"


@pytest.fixture
def ana(officer, owner_connection, settings):
    """An account of a real installation; the web may add nobody, so the owner does, once."""
    settings.RUTA_DEMO = False
    settings.RUTA_SECOND_FACTOR = "off"
    office = Office.objects.get(pk="PNP-1133")
    person = User(
        id=ANA,
        username="ana.prueba",
        display_name="Ana (inventada)",
        office=office,
        role="police_officer",
        password=make_password(PASSWORD),
        language="en",
    )
    owner_connection.execute(
        "insert into access_user (id, username, display_name, office_id, role, language, password,"
        " is_active, demonstration) values (%s, %s, %s, %s, %s, %s, %s, true, false)"
        " on conflict (id) do nothing",
        [
            person.pk,
            person.username,
            person.display_name,
            office.pk,
            person.role,
            person.language,
            person.password,
        ],
    )
    return person


def enter(client, *, username="ana.prueba", password=PASSWORD, **more):
    return client.post("/entrar/", {"username": username, "password": password, **more})


def test_the_right_password_opens_the_persons_day(client, ana):
    response = enter(client)

    assert (response.status_code, response.url) == (302, "/mi-dia/")
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_a_name_may_be_written_in_capitals(client, ana):
    assert enter(client, username="Ana.Prueba").status_code == 302


def test_pages_speak_the_language_of_who_signed_in(client, ana):
    enter(client)

    assert client.cookies["idioma"].value == "en"


def test_the_person_is_taken_where_they_were_going(client, ana):
    assert enter(client, next="/plazos/?a=1").url == "/plazos/?a=1"


@pytest.mark.parametrize("address", ["https://otra.example/", "//otra.example/", "javascript:x"])
def test_nobody_is_taken_to_another_site(client, ana, address):
    assert enter(client, next=address).url == "/mi-dia/"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(client, ana):
    wrong_name = enter(client, username="nadie")
    wrong_password = enter(client, password="otra")

    message = "El usuario o la contraseña no coinciden."
    assert message in wrong_name.content.decode()
    assert message in wrong_password.content.decode()
    assert wrong_name.status_code == wrong_password.status_code == 422


def test_the_password_never_comes_back_in_the_page(client, ana):
    assert "otra clave" not in enter(client, password="otra clave").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_closed_account_does_not_enter(client, ana, owner_connection):
    owner_connection.execute(CLOSE, [ana.pk])

    assert enter(client).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_session_ends_when_the_account_is_closed(client, ana, owner_connection):
    enter(client)
    owner_connection.execute(CLOSE, [ana.pk])

    assert "_auth_user_id" in client.session
    assert client.get("/entrar/").status_code == 200


def test_after_ten_failures_the_right_password_must_wait(client, ana):
    for _ in range(10):
        assert enter(client, password="otra").status_code == 422

    response = enter(client)

    assert response.status_code == 429
    assert "Vuelve a intentar en 15 minutos" in response.content.decode()


def test_failures_from_one_address_stop_other_names_too(client, ana):
    for number in range(10):
        enter(client, username=f"nadie{number}")

    assert enter(client).status_code == 429


def test_another_address_may_still_try_another_name(client, ana):
    for number in range(10):
        enter(client, username=f"nadie{number}")

    answer = client.post(
        "/entrar/", {"username": "ana.prueba", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )

    assert answer.status_code == 302


def test_a_right_password_forgets_the_failures_of_the_name(client, ana):
    for _ in range(9):
        enter(client, password="otra", REMOTE_ADDR="192.0.2.1")
    client.post(
        "/entrar/", {"username": "ana.prueba", "password": PASSWORD}, REMOTE_ADDR="192.0.2.9"
    )
    now = database_now()

    for _ in range(10):
        throttle.count(username="ana.prueba", address="192.0.2.20", now=now)
    with pytest.raises(throttle.TooManyAttempts):
        throttle.count(username="ana.prueba", address="192.0.2.21", now=now)


def test_the_wait_ends_a_quarter_of_an_hour_after_the_last_failure(db):
    now = database_now()
    for _ in range(10):
        throttle.count(username="x", address="a", now=now)
    with pytest.raises(throttle.TooManyAttempts) as refusal:
        throttle.count(username="x", address="b", now=now + timedelta(minutes=14))

    assert refusal.value.until == now + timedelta(minutes=15)
    throttle.count(username="x", address="c", now=now + timedelta(minutes=15))


def test_no_name_or_address_is_kept_with_the_failures(client, ana):
    enter(client, password="otra")

    kept = b"".join(bytes(row.key) for row in throttle.FailedSignIn.objects.all())

    assert b"ana" not in kept
    assert b"127.0.0.1" not in kept


def test_counts_whose_wait_is_over_are_removed(db):
    now = database_now()
    throttle.count(username="x", address="a", now=now)

    assert throttle.forget(now=now + timedelta(minutes=14)) == 0


def test_signing_out_makes_the_browser_forget(client, ana):
    enter(client)

    response = client.post("/salir/")

    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "_auth_user_id" not in client.session
    assert response.url == "/entrar/"


def test_following_a_link_to_the_way_out_only_asks(client, ana):
    enter(client)

    assert client.get("/salir/").status_code == 200
    assert "_auth_user_id" in client.session


def test_a_role_outside_its_offices_is_refused(stocked):
    with pytest.raises(RoleRefused, match="prosecutor in pnp"):
        User.objects.add(
            username="x",
            display_name="x",
            office=Office.objects.get(pk="PNP-1133"),
            role="prosecutor",
        )


def test_an_account_has_no_password_unless_given_one(stocked, monkeypatch):
    monkeypatch.setattr(User, "save", lambda self, **_: None)
    added = People.add(
        User.objects,
        username="X",
        display_name="x",
        role="police_officer",
        office=Office.objects.get(pk="PNP-1133"),
    )

    assert not added.has_usable_password()
    assert added.username == "x"


def test_a_language_is_kept_for_the_person_and_the_browser(client, ana):
    enter(client)

    response = client.post("/idioma/", {"language": "es-pe", "next": "/ley/"})

    assert response.url == "/ley/"
    assert client.cookies["idioma"].value == "es-pe"
    assert User.objects.get(pk=ana.pk).language == "es-pe"


def test_a_language_ruta_does_not_speak_is_refused(client, db):
    assert client.post("/idioma/", {"language": "xx"}).status_code == 404
