"""A form that comes after the proof grew old is kept, sealed, and sent by a click afterwards."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.accounts.conftest import add, code_for

from ruta.access import resume
from ruta.access.accounts import proof
from ruta.access.backend import database_now

pytestmark = pytest.mark.django_db
NAME = "Llave de la oficina inventada"


@pytest.fixture
def mine(browser, ana, application, signed_in):
    """A browser where Ana is signed in; she proved it sixteen minutes ago."""
    client = signed_in(browser, ana)
    grow_old(client)
    return client


def grow_old(client) -> None:
    session = client.session
    session[proof.PROVED] = (database_now() - timedelta(minutes=16)).isoformat()
    session.save()


def field(page, name: str) -> str | None:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found and found[1]


def late(client, **more):
    """A form sent too late."""
    return client.post("/mi-cuenta/llaves/?paso=2", {"name": NAME, **more})


def test_what_was_written_is_offered_again_once_it_is_proved(mine, application):
    asked = late(mine)
    assert asked.status_code == 401
    assert "está guardado en esta página" in asked.content.decode()
    assert NAME not in asked.content.decode()

    sealed = field(asked, "resume")
    offered = mine.post("/mi-cuenta/confirmar/", {"code": code_for(application), "resume": sealed})

    assert offered.templates[0].name == "access/resume.html"
    assert 'action="/mi-cuenta/llaves/?paso=2"' in offered.content.decode()
    assert field(offered, "name") == NAME
    assert mine.post("/mi-cuenta/llaves/?paso=2", {"name": NAME}).status_code == 422


def test_a_wrong_code_keeps_it_and_opens_nothing(mine):
    sealed = field(late(mine), "resume")

    again = mine.post("/mi-cuenta/confirmar/", {"code": "000000", "resume": sealed})

    assert (again.status_code, field(again, "resume")) == (422, sealed)
    assert NAME not in again.content.decode()


def test_passwords_and_old_proofs_are_written_anew(mine, ana, application):
    asked = late(mine, password="una frase que nadie repite", credential="{}")

    held = resume.take(field(asked, "resume"), owner=ana.pk, now=database_now())

    assert [name for name, _ in held.fields] == ["name"]


def test_another_person_does_not_get_it(mine, ana, signed_in, browser, application):
    sealed = field(late(mine), "resume")
    other = add("otra.prueba", ana.office_id, "police_officer")

    with pytest.raises(resume.NotResumable):
        resume.take(sealed, owner=other.pk, now=database_now())


def test_what_is_too_long_is_said_to_be_lost(mine):
    page = late(mine, long="x" * resume.LIMIT_BYTES)

    assert field(page, "resume") is None
    assert "no se pudo guardar" in page.content.decode()


def test_files_are_said_to_be_missing(mine, application):
    sealed = field(late(mine, photo=SimpleUploadedFile("foto.png", b"1")), "resume")

    offered = mine.post("/mi-cuenta/confirmar/", {"code": code_for(application), "resume": sealed})

    assert "adjuntarlos otra vez" in offered.content.decode()


def test_where_a_form_says_to_go_next_is_not_believed_before_it_is_sent(mine):
    asked = late(mine, next="/salir/", resume="AAAA")

    assert 'value="/salir/"' not in asked.content.decode()
    assert field(asked, "resume") not in {None, "AAAA"}
