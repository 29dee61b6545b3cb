"""Who gets an answer from a page, and what every page knows of who asks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ruta.access.policy import Policy, PolicyMissing, declaration
from ruta.access.viewer import Viewer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.pages")]


@pytest.fixture
def inside(client, officer):
    """A browser where the officer of Puno is signed in."""
    client.post("/demo/policia.puno/")
    return client


def count(client, *, opened_at, seen_at):
    """Set back the instants of the browser's session."""
    session = client.session
    session.count(opened_at=opened_at, seen_at=seen_at)
    session.save()


@pytest.mark.check("SEC-60")
def test_a_view_that_declares_nothing_is_refused_loudly(client):
    with pytest.raises(PolicyMissing, match="undeclared"):
        client.get("/undeclared/")


@pytest.mark.check("SEC-60")
def test_a_view_that_declares_nothing_never_shows_itself(client):
    client.raise_request_exception = False

    response = client.get("/undeclared/")

    assert response.status_code == 500
    assert b"secret" not in response.content


def test_a_bare_attribute_declares_too():
    def view() -> None:
        """A view with no decorator."""

    view.policy = Policy.CASE

    assert declaration(view).asks_for_sign_in


@pytest.mark.parametrize("address", ["/signed-in/", "/case/"])
def test_anonymous_people_are_sent_to_sign_in(client, address):
    response = client.get(f"{address}?a=1")

    assert response.url == f"/entrar/?next={address.replace('/', '%2F')}%3Fa%3D1"


def test_anyone_reads_a_public_page(client):
    year = client.get("/public/").content.decode().split()

    assert year[0] == "None"
    assert int(year[1]) > 2025


def test_a_page_that_needs_no_database_asks_it_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/without-database/").content == b"False"


def test_a_signed_in_person_reads_the_page(inside):
    assert inside.get("/signed-in/").content == b"police_officer "
    assert inside.get("/case/").status_code == 200


def test_the_session_its_person_their_office_and_the_time_take_one_query(inside):
    with CaptureQueriesContext(connection) as captured:
        inside.get("/signed-in/")

    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == 2, "the other tells the database who asks, for the walls inside it"
    assert "access_enter" in asked[1]
    assert all(name in asked[0] for name in ("access_session", "access_user", "directory_office"))


def test_the_time_is_the_databases(inside):
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        (before,) = cursor.fetchone()

    now = inside.get("/signed-in/").wsgi_request.now

    assert before <= now < before + timedelta(seconds=20)


def test_the_viewer_is_the_person_in_their_office(inside, officer):
    viewer = inside.get("/signed-in/").wsgi_request.viewer

    assert viewer == Viewer(officer.pk, "PNP-1133", "pnp", "police_officer", "Puno")
    assert not viewer.is_supervisor


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_page_of_the_demonstration_exists_in_one_only(client, settings, demonstration):
    settings.RUTA_DEMO = demonstration

    assert (client.get("/only-demo/").status_code == 200) is demonstration


@pytest.mark.parametrize(
    ("opened", "seen", "stays"),
    [(599, 14, True), (600, 0, False), (599, 15, False), (0, 0, True)],
    ids=["busy", "ten hours", "a quarter of an hour of silence", "new"],
)
def test_a_session_lasts_while_it_is_used(inside, opened, seen, stays):
    now = inside.get("/signed-in/").wsgi_request.now
    leeway = timedelta(seconds=5 if stays else 0)
    count(
        inside,
        opened_at=now - timedelta(minutes=opened),
        seen_at=now - timedelta(minutes=seen) + leeway,
    )

    assert (inside.get("/signed-in/").status_code == 200) is stays


def test_being_there_is_noted_once_a_minute(inside):
    now = inside.get("/signed-in/").wsgi_request.now
    count(inside, opened_at=now, seen_at=now - timedelta(minutes=2))

    inside.get("/signed-in/")

    assert inside.session.seen_at >= now


def test_a_session_that_was_never_counted_is_over(inside):
    count(inside, opened_at=None, seen_at=None)

    assert inside.get("/signed-in/").status_code == 302


def test_pages_are_in_spanish_whatever_the_browser_prefers(client):
    response = client.get("/entrar/", headers={"accept-language": "en"})

    assert response.headers["Content-Language"] == "es-pe"


def test_the_cookie_chooses_the_language(client):
    client.cookies["idioma"] = "en"

    assert client.get("/entrar/").headers["Content-Language"] == "en"


def test_a_language_that_does_not_exist_is_spanish(client):
    client.cookies["idioma"] = "xx"

    assert client.get("/entrar/").headers["Content-Language"] == "es-pe"
