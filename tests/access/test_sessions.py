"""Sessions: what a stolen table gives, and what ends one (SEC-63)."""

from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from procrastinate.contrib.django import app

from ruta.access import jobs, sessions
from ruta.access.backend import database_now
from ruta.access.people import User
from ruta.access.session_store import SessionStore
from ruta.directory.models import Office

pytestmark = pytest.mark.django_db
DAY = "/mi-cuenta/"


@pytest.fixture
def inside(client, officer):
    """A browser where the officer of Puno is signed in."""
    client.post("/demo/policia.puno/")
    assert client.get(DAY).status_code == 200
    return client


def token(client) -> str:
    return client.cookies["ruta"].value


def test_the_table_keeps_no_token(inside):
    row = sessions.Session.objects.get()

    assert row.key == sessions.digest(token(inside)) != token(inside)
    assert token(inside) not in row.data


def test_what_the_table_keeps_opens_no_session(inside, client):
    stolen = sessions.Session.objects.get().key
    client.cookies.clear()
    client.cookies["ruta"] = stolen

    assert client.get(DAY).status_code == 302


def test_a_token_is_new_at_sign_in(client, officer):
    before = client.session
    before["something"] = "of nobody"
    before.save()
    client.post("/demo/policia.puno/")

    assert token(client) != before.session_key
    assert not sessions.Session.objects.filter(key=sessions.digest(before.session_key)).exists()


@pytest.mark.check("SEC-63")
@pytest.mark.parametrize(
    "change",
    [
        {"role": "supervisor"},
        {"office_id": "PNP-1134"},
        {"coordinates": True},
        {"is_active": False},
        {"password": "another"},
    ],
    ids=["role", "office", "right to coordinate", "closed account", "password"],
)
def test_a_change_of_what_a_person_may_do_ends_their_session(inside, officer, change):
    if "office_id" in change:
        another = Office.objects.filter(type="pnp").exclude(pk=officer.office_id).first()
        change = {"office_id": another.pk}
    User.objects.filter(pk=officer.pk).update(**change)

    assert inside.get(DAY).status_code == 302
    assert not sessions.Session.objects.filter(account=officer.pk).exists()


def test_a_change_of_language_ends_nothing(inside, officer):
    User.objects.filter(pk=officer.pk).update(language="en")

    assert inside.get(DAY).status_code == 200


@pytest.mark.check("SEC-63")
def test_signing_out_ends_the_session_for_whoever_kept_its_token(inside, client):
    kept = token(inside)
    inside.post("/salir/")
    client.cookies["ruta"] = kept

    assert client.get(DAY).status_code == 302


@pytest.mark.check("SEC-63")
def test_a_session_that_was_ended_does_not_come_back_by_being_saved(inside, officer):
    late = SessionStore(token(inside))
    assert late.get("_auth_user_id") == str(officer.pk)
    sessions.end(officer.pk)
    late["more"] = "data"

    with pytest.raises(UpdateError):
        late.save()


def test_ending_one_session_leaves_the_others(officer, client):
    kept, gone = SessionStore(), SessionStore()
    for store in (kept, gone):
        store["_auth_user_id"] = str(officer.pk)
        sessions.begin(store, now=database_now())
        store.save()

    assert sessions.end(officer.pk, only=sessions.digest(gone.session_key)) == 1
    assert sessions.end(officer.pk, but=kept.session_key) == 0
    assert [row.key for row in sessions.of_person(officer.pk)] == [
        sessions.digest(kept.session_key)
    ]


def test_nobody_ends_the_session_of_another(officer, psychologist):
    theirs = SessionStore()
    theirs["_auth_user_id"] = str(psychologist.pk)
    theirs.save()

    assert sessions.end(officer.pk, only=sessions.digest(theirs.session_key)) == 0


def test_sessions_that_are_over_are_forgotten(officer):
    now = database_now()
    for minutes in (16, 5):
        store = SessionStore()
        store["_auth_user_id"] = str(officer.pk)
        sessions.begin(store, now=now - timedelta(minutes=minutes))
        store.save()

    assert sessions.forget(now=now) == 1


def test_a_session_ends_by_the_databases_clock_ten_hours_after_it_began(officer):
    store = SessionStore()
    store["_auth_user_id"] = str(officer.pk)
    now = database_now()
    sessions.begin(store, now=now - timedelta(hours=10))
    store.save()

    assert SessionStore(store.session_key).person is None


@pytest.mark.django_db(transaction=True)
def test_who_keeps_the_keys_verifies_a_session_and_reads_nothing_it_holds(server, database_name):
    with psycopg.connect(server.url(dbname=database_name, user="ruta_keyd")) as keyd:
        keyd.execute(
            "select account, seen_at, opened_at, expire_date from access_session where key=''"
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            keyd.execute("select data from access_session")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement", ["select data from access_session", "select account from access_session"]
)
def test_the_jobs_only_remove_sessions(worker_connection, statement):
    worker_connection.execute("delete from access_session where seen_at < now()")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker_connection.execute(statement)


def test_a_page_says_when_its_session_ends_and_a_press_keeps_it(inside):
    assert 'data-staying="' in inside.get(DAY).content.decode()

    answer = inside.post("/sesion/", headers={"accept": "application/json"})

    assert 14 * 60 - 5 <= answer.json()["left"] <= 15 * 60


def test_the_job_is_known_to_the_queue(db):
    assert "ruta.access.jobs.tidy" in app.tasks
    assert jobs.tidy(timestamp=0) == (0, 0)


def test_a_session_of_nobody_stays_an_hour_and_a_persons_ten(client, officer):
    nobody = client.session
    left = sessions.Session.objects.get(key=sessions.digest(nobody.session_key)).expire_date
    assert timedelta(minutes=59) < left - database_now() <= timedelta(hours=1)

    client.post("/demo/policia.puno/")

    row = sessions.Session.objects.get(account=officer.pk)
    assert row.expire_date - row.opened_at == timedelta(hours=10)
