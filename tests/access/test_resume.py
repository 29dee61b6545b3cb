"""A session that ends while a person is writing loses nothing of what they wrote."""

import html
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ruta.access import resume
from ruta.access.backend import database_now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.pages")]
TEXT = 'Dijo: "no" <b>\r\nsegunda línea ñ'


@pytest.fixture
def inside(client, officer):
    """A browser where the officer of Puno is signed in."""
    client.post("/demo/policia.puno/")
    return client


def expire(client):
    client.cookies.pop("ruta")


def field(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else None


def lose(client, **more):
    """The officer sends a text after the session ended: the page they get."""
    expire(client)
    return client.post("/signed-in/?step=2", {"text": TEXT, "text2": ["a", "b"], **more})


def test_the_text_comes_back_to_the_same_person_and_is_sent_by_a_click(inside):
    page = lose(inside)
    sealed = field(page.content.decode(), "resume")

    offered = inside.post("/demo/policia.puno/", {"resume": sealed}).content.decode()

    assert page.status_code == 401
    assert 'action="/signed-in/?step=2"' in offered
    assert field(offered, "text") == TEXT
    assert offered.count('name="text2"') == 2
    sent = inside.post("/signed-in/?step=2", {"text": field(offered, "text")})
    assert sent.content.decode() == f"police_officer {TEXT}"


def test_nothing_is_sent_before_the_click(inside):
    sealed = field(lose(inside).content.decode(), "resume")

    response = inside.post("/demo/policia.puno/", {"resume": sealed})

    assert response.status_code == 200
    assert response.templates[0].name == "access/resume.html"


def test_the_sign_in_page_does_not_show_the_text(inside):
    page = lose(inside).content.decode()

    assert "segunda" not in page
    assert field(page, "resume")


def test_a_wrong_password_keeps_the_text(inside):
    sealed = field(lose(inside).content.decode(), "resume")

    again = inside.post("/entrar/", {"username": "x", "password": "y", "resume": sealed})

    assert field(again.content.decode(), "resume") == sealed


def test_another_person_in_the_same_browser_does_not_get_it(inside, psychologist):
    sealed = field(lose(inside).content.decode(), "resume")

    response = inside.post("/demo/psicologa.puno/", {"resume": sealed})

    assert response.templates[0].name == "access/not_resumed.html"
    assert "segunda" not in response.content.decode()


def test_after_twelve_hours_it_does_not_open(inside, officer):
    page = lose(inside)
    sealed, now = field(page.content.decode(), "resume"), page.wsgi_request.now

    held = resume.take(sealed, owner=officer.pk, now=now + timedelta(hours=11, minutes=59))

    assert held.path == "/signed-in/?step=2"
    with pytest.raises(resume.NotResumable, match="too old"):
        resume.take(sealed, owner=officer.pk, now=now + timedelta(hours=12))


@pytest.mark.parametrize("spoilt", ["", "nada", "AAAA", "ñ"])
def test_what_was_altered_does_not_open(officer, spoilt):
    with pytest.raises(resume.NotResumable):
        resume.take(spoilt, owner=officer.pk, now=database_now())


def test_a_text_over_the_limit_is_said_to_be_lost(inside):
    page = lose(inside, long="x" * resume.LIMIT_BYTES).content.decode()

    assert field(page, "resume") is None
    assert "no se pudo guardar" in page


def test_a_long_text_within_the_limit_is_kept(inside):
    sealed = field(lose(inside, long="x" * 500_000).content.decode(), "resume")

    offered = inside.post("/demo/policia.puno/", {"resume": sealed}).content.decode()

    assert field(offered, "long") == "x" * 500_000


def test_attached_files_are_said_to_be_missing(inside):
    page = lose(inside, photo=SimpleUploadedFile("foto.png", b"1"))
    sealed = field(page.content.decode(), "resume")

    offered = inside.post("/demo/policia.puno/", {"resume": sealed}).content.decode()

    assert "adjuntarlos otra vez" in offered


def test_what_is_no_form_is_not_kept(inside):
    expire(inside)

    page = inside.post("/signed-in/", {"text": "x"}, content_type="application/json")

    assert page.status_code == 401
    assert field(page.content.decode(), "resume") is None


def test_a_browser_where_nobody_was_signed_in_keeps_nothing(client, db):
    page = client.post("/signed-in/", {"text": "x"}).content.decode()

    assert field(page, "resume") is None


def test_a_cookie_that_is_not_ours_names_nobody(client, db):
    client.cookies[resume.COOKIE] = "AAAA"

    page = client.post("/signed-in/", {"text": "x"})

    assert page.status_code == 401


def test_signing_out_forgets_who_was_here(inside):
    response = inside.post("/salir/")

    assert response.cookies[resume.COOKIE].value == ""


def test_the_proof_of_origin_is_not_kept(inside):
    sealed = field(lose(inside, csrfmiddlewaretoken="x").content.decode(), "resume")

    offered = inside.post("/demo/policia.puno/", {"resume": sealed}).content.decode()

    assert offered.count('name="csrfmiddlewaretoken" value="x"') == 0


def test_the_held_text_is_not_in_its_representation(inside, officer):
    page = lose(inside)
    held = resume.take(
        field(page.content.decode(), "resume"), owner=officer.pk, now=page.wsgi_request.now
    )

    assert "segunda" not in repr(held)


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), (None, 200), ("cross-site", 403), ("none", 403)]
)
def test_a_browser_that_hides_its_origin_is_believed_when_it_is_on_our_pages(officer, site, status):
    browser = with_checks(officer)
    token = field(browser.get("/salir/").content.decode(), "csrfmiddlewaretoken")
    headers = {"origin": "null"} | ({"sec-fetch-site": site} if site else {})

    sent = browser.post("/signed-in/", {"text": "x", "csrfmiddlewaretoken": token}, headers=headers)

    assert sent.status_code == status


def test_another_origin_is_refused_whatever_else_it_says(officer):
    browser = with_checks(officer)
    token = field(browser.get("/salir/").content.decode(), "csrfmiddlewaretoken")

    sent = browser.post(
        "/signed-in/",
        {"text": "x", "csrfmiddlewaretoken": token},
        headers={"origin": "https://otra.example", "sec-fetch-site": "same-origin"},
    )

    assert sent.status_code == 403


def with_checks(officer):
    """A browser that Django checks for forgery, with the officer signed in."""
    browser = Client(enforce_csrf_checks=True)
    token = field(browser.get("/demo/").content.decode(), "csrfmiddlewaretoken")
    browser.post("/demo/policia.puno/", {"csrfmiddlewaretoken": token})
    return browser


def test_a_form_older_than_the_last_sign_in_is_offered_again(officer):
    browser = with_checks(officer)

    page = browser.post(
        "/signed-in/",
        {"text": TEXT, "csrfmiddlewaretoken": "old"},
        headers={"sec-fetch-site": "same-origin"},
    )

    assert page.status_code == 403
    assert field(page.content.decode(), "text") == TEXT
    token = field(page.content.decode(), "csrfmiddlewaretoken")
    sent = browser.post("/signed-in/", {"text": TEXT, "csrfmiddlewaretoken": token})
    assert sent.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_a_form_from_elsewhere_is_neither_obeyed_nor_offered(officer, site):
    headers = {"sec-fetch-site": site} if site else {}

    page = with_checks(officer).post("/signed-in/", {"text": TEXT}, headers=headers)

    assert page.status_code == 403
    assert field(page.content.decode(), "text") is None


def test_an_expired_session_does_not_seal_what_came_from_elsewhere(officer):
    browser = with_checks(officer)
    browser.cookies.pop("ruta")

    page = browser.post("/signed-in/", {"text": TEXT}, headers={"sec-fetch-site": "cross-site"})

    assert page.status_code == 403
    assert field(page.content.decode(), "resume") is None
