"""Pages of figures answer whoever has none as an address that nobody ever made."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid5

import psycopg
import pytest
from django.http import HttpResponse
from django.test import Client
from tests.cases import stage
from tests.cases.stage import CEM, COURT, HEALTH, POLICE, PROSECUTOR, SUPERVISOR
from tests.web.desk.conftest import INSERT

from ruta.access.viewer import Viewer
from ruta.directory import shelters

pytestmark = pytest.mark.django_db
Desk = Callable[[Viewer], Client]
SOME = "3f0f8f52-9c1e-4c53-8a35-0d7a3f5d7c11"
NOBODYS = "/mi-oficina/nadie/"
ASKED = ("/mi-oficina/preguntas/", "/mi-oficina/detalle/")
ASKED_FILES = tuple(f"{address}exportar/" for address in ASKED)
LED = ("/supervision/", "/mi-oficina/informes/", f"/mi-oficina/informes/{SOME}/")
SENT = (
    f"/mi-oficina/informes/{SOME}/borrar/",
    f"/mi-oficina/informes/pedidos/{SOME}/detener/",
)
SENT_BY_ALL = ("/mi-oficina/preguntas/guardar/", f"/mi-oficina/preguntas/{SOME}/borrar/")
OVERSEEN, TAKEN = "/vigilancia/cifras/", "/registro-cem/"
EVERY = (*ASKED, *ASKED_FILES, *LED, *SENT, *SENT_BY_ALL, OVERSEEN, TAKEN)


def other(office: str, type_: str, role: str) -> Viewer:
    return Viewer(uuid5(POLICE.user_id, role), office, type_, role, "PUNO")


ANALYST = other("T-SUP-1", "supervision", "analyst")
ADMINISTRATOR = other("T-SUP-1", "supervision", "administrator")
OVERSEER = other("T-DEF-1", "defensoria", "oversight")
SHELTER = Viewer(uuid5(POLICE.user_id, "shelter"), "SP-771", shelters.TYPE, "shelter_worker", "")
STRANGERS = (ANALYST, ADMINISTRATOR, OVERSEER, SHELTER)
ABSENT = {
    **dict.fromkeys(
        (POLICE, CEM, COURT, PROSECUTOR, HEALTH, SHELTER), (*LED, *SENT, OVERSEEN, TAKEN)
    ),
    SUPERVISOR: (OVERSEEN, TAKEN),
    ANALYST: EVERY,
    ADMINISTRATOR: EVERY,
    OVERSEER: tuple(each for each in EVERY if each != OVERSEEN),
}


@pytest.fixture
def strangers(accounts: None, owner_connection: psycopg.Connection) -> Iterator[None]:
    """Those who read no case, and somebody of a shelter."""
    owner_connection.execute(stage.INSERT, ["T-DEF-1", "defensoria", "Defensoría", "PUNO"])
    nowhere = stage.INSERT.replace("'210101'", "''").replace("true, 'invented'", "true, ''")
    owner_connection.execute(nowhere, ["SP-771", shelters.TYPE, shelters.NAME, ""])
    for person in STRANGERS:
        name = f"prueba.{person.role}"
        owner_connection.execute(INSERT, [person.user_id, name, person.office_id, person.role])
    yield
    ids = [person.user_id for person in STRANGERS]
    owner_connection.execute("delete from access_user where id = any(%s)", [ids])
    owner_connection.execute("delete from directory_office where id in ('T-DEF-1', 'SP-771')")


def told(answer: HttpResponse, address: str) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without what differs by itself: the address, tokens, the request's number."""
    body = re.sub(r'csrfmiddlewaretoken" value="\w+|nonce="[^"]+', "", answer.content.decode())
    kept = [pair for pair in sorted(answer.headers.items()) if pair[0] != "X-Request-Id"]
    return (
        answer.status_code,
        body.replace(address, ""),
        [(name, re.sub(r"nonce-[^']+", "", value)) for name, value in kept],
    )


@pytest.mark.check("SEC-2")
@pytest.mark.parametrize("viewer", list(ABSENT), ids=lambda one: f"{one.role}-{one.office_id}")
def test_what_is_not_theirs_answers_as_an_address_that_nobody_made(
    strangers: None, at_desk: Desk, viewer: Viewer
) -> None:
    client = at_desk(viewer)
    for method in ("get", "post", "head", "put", "options"):
        ask = getattr(client, method)
        nothing = told(ask(NOBODYS), NOBODYS)
        assert nothing[0] == 404
        for address in ABSENT[viewer]:
            assert told(ask(address), address) == nothing, (method, address)


@pytest.mark.parametrize("viewer", [POLICE, SUPERVISOR, SHELTER], ids=lambda one: one.role)
def test_an_office_without_a_case_has_empty_pages_and_files(
    strangers: None, at_desk: Desk, viewer: Viewer
) -> None:
    client = at_desk(viewer)
    for address in ASKED:
        assert client.get(address).status_code == 200
        assert client.put(address).status_code == 405
    for address in ASKED_FILES:
        for form in ("csv", "xlsx"):
            assert client.get(address, {"formato": form}).status_code == 200
        assert client.get(address, {"formato": "pdf"}).status_code == 404
        assert client.post(f"{address}?formato=csv").status_code == 404
        assert client.delete(address).status_code == 405
    for address in SENT_BY_ALL:
        assert client.get(address).status_code == 405
