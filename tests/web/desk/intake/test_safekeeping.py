"""A complaint taken while nothing can be opened: sealed, received, and later gone on with."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from tests.access.keyd.world import Running
from tests.cases.stage import CEM, OTHER_POLICE, POLICE, SUPERVISOR
from tests.web.hostile import HOSTILE

from ruta.access.keys import client, intake, keyfile, vault
from ruta.access.viewer import Viewer
from ruta.postgres import roles
from ruta.postgres.server import Server

Desk = Callable[[Viewer], Client]
PAGE = "/denuncias/resguardo/"
WORDS = "RELATO-INVENTADO-EN-RESGUARDO"
SAID: dict[str, Any] = {
    "danger": "yes",
    "names": "Ilumé (inventada)",
    "language": "aymara",
    "safe_channel": "phone",
    "telephone": "000 111 222",
    "account": WORDS,
    "accused": "Vantare (inventado)",
}
ALL = "select string_agg(t::text, ' ') from cases_sealedintake t"


@pytest.fixture
def away(db: None, tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    """The keeper has gone and left its public key."""
    ring = keyfile.read(settings.RUTA_KEY_FILE)
    (tmp_path / intake.PUBLIC_FILE).write_text(intake.public(ring).hex())
    settings.RUTA_KEYD_SOCKET = str(tmp_path / "socket")
    with vault.use(client.Client(tmp_path / "socket")):
        yield


@pytest.fixture
def keyd(
    transactional_db: None, server: Server, database_name: str, settings: LazySettings
) -> Iterator[Running]:
    """A real keeper on this test's database, which the pages speak to."""
    with TemporaryDirectory(prefix="ruta-r-") as place:
        folder = Path(place)
        (folder / ".ruta").touch()
        running = Running(folder, server.url(dbname=database_name, user=roles.KEYD))
        keyfile.create(running.key_file)
        settings.RUTA_KEYD_SOCKET = str(running.socket)
        with vault.use(running.start().client()):
            yield running
        running.stop()


def given(browser: Client) -> str:
    found = re.search(r'name="case_id" value="([^"]*)"', browser.get(PAGE).content.decode())
    assert found
    return html.unescape(found.group(1))


def send(browser: Client, case_id: str = "", **changes: Any) -> Any:
    said = {**SAID, "case_id": case_id or given(browser), **changes}
    return browser.post(PAGE, {name: each for name, each in said.items() if each is not None})


def sealed(browser: Client, **changes: Any) -> UUID:
    """Take one; the id it is kept under."""
    answer = send(browser, **changes)
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer.headers["Location"].split("/")[3])


def stored(count: str = "select count(*) from cases_sealedintake") -> Any:
    """What is kept, whoever's."""
    with connection.cursor() as cursor:
        cursor.execute("select access_enter(%s, %s, %s, '')", [POLICE.user_id, "T-PNP-1", "PNP"])
        cursor.execute(count)
        return cursor.fetchone()[0]


# --- P12 ------------------------------------------------------------------------------------------


@pytest.mark.check("SEC-81")
def test_p12_with_the_keeper_killed_a_complaint_is_taken_and_gone_on_with_when_it_is_back(
    keyd: Running, at_desk: Desk, owner_connection: psycopg.Connection
) -> None:
    browser = at_desk(POLICE)
    assert browser.get("/mi-dia/").status_code == 200
    keyd.kill()

    case_id = sealed(browser)

    receipt = browser.get(f"{PAGE}{case_id}/").content.decode()
    assert f"R-{case_id.hex[:4]}-{case_id.hex[4:8]}".upper() in receipt
    assert "1 denuncia tomada en resguardo" in browser.get("/mi-dia/").content.decode()
    assert browser.post(f"{PAGE}{case_id}/abrir/").status_code == 503
    row = owner_connection.execute(ALL).fetchone()
    assert row is not None
    for plain in (WORDS, "Ilumé", "Vantare", "000 111 222"):
        assert plain not in row[0]
        assert plain.encode().hex() not in row[0]
        assert plain not in receipt

    keyd.start()
    answer = browser.post(f"{PAGE}{case_id}/abrir/")

    assert answer.headers["Location"] == f"/denuncias/{case_id}/"
    assert owner_connection.execute("select 1 from cases_sealedintake").fetchone() is None
    first = browser.get(f"/denuncias/{case_id}/", follow=True)
    assert first.redirect_chain[-1][0] == f"/denuncias/{case_id}/seguridad/"
    assert "Corría peligro en ese momento." in first.content.decode()
    shown = [first.content.decode()]
    for slug, said in {
        "seguridad": {"safe": "yes"},
        "lengua": {"complainant": "herself", "language": "aymara", "interpreter": "no"},
        "contacto": {"safe_channel": "phone", "telephone": "000 111 222"},
        "persona": {"names": "Ilumé (inventada)", "sex": "mujer", "age": "30"},
    }.items():
        answer = browser.post(f"/denuncias/{case_id}/{slug}/", said)
        shown.append(browser.get(answer.headers["Location"]).content.decode())
    lengua, contacto, persona, relato = shown[1:]
    assert 'value="aymara" selected' in lengua
    assert "000 111 222" in contacto
    assert "Ilumé (inventada)" in persona
    assert WORDS in relato
    assert "denuncia tomada en resguardo" not in browser.get("/mi-dia/").content.decode()


def test_another_person_neither_sees_nor_opens_it(keyd: Running, at_desk: Desk) -> None:
    case_id, other = sealed(at_desk(POLICE)), at_desk(OTHER_POLICE)

    assert other.get(f"{PAGE}{case_id}/").status_code == 404
    assert other.post(f"{PAGE}{case_id}/abrir/").status_code == 404
    assert "resguardo" not in other.get("/mi-dia/").content.decode()


def test_the_database_shows_a_kept_complaint_to_its_author_alone(away: None, at_desk: Desk) -> None:
    sealed(at_desk(OTHER_POLICE))
    assert stored() == 0

    sealed(at_desk(POLICE))
    assert stored() == 1


def test_the_keeper_does_not_open_for_another_what_one_person_sealed(
    keyd: Running, at_desk: Desk, owner_connection: psycopg.Connection
) -> None:
    case_id, thief = sealed(at_desk(POLICE)), at_desk(OTHER_POLICE)
    move = "update cases_sealedintake set author_id = %s where case_id = %s"
    owner_connection.execute(move, [OTHER_POLICE.user_id, case_id])

    assert thief.post(f"{PAGE}{case_id}/abrir/").status_code == 410

    assert owner_connection.execute("select 1 from cases_draft").fetchone() is None


# --- Taking it ------------------------------------------------------------------------------------


def test_sent_twice_it_is_kept_once(away: None, at_desk: Desk) -> None:
    browser = at_desk(POLICE)
    case_id = given(browser)

    answers = [send(browser, case_id) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert stored() == 1


def test_what_was_changed_and_sent_again_takes_its_place(away: None, at_desk: Desk) -> None:
    browser = at_desk(POLICE)
    case_id = given(browser)
    send(browser, case_id)
    before = stored("select ciphertext from cases_sealedintake")

    send(browser, case_id, account="Y además, esto (inventado).")

    assert stored() == 1
    assert stored("select ciphertext from cases_sealedintake") != before


def test_an_old_page_loses_nothing_that_was_written(away: None, at_desk: Desk) -> None:
    browser = at_desk(POLICE)

    answer = send(browser, str(uuid4()))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in page
    assert stored() == 0
    fresh = re.search(r'name="case_id" value="([^"]*)"', page)
    assert fresh
    assert send(browser, html.unescape(fresh.group(1))).status_code == 302


@pytest.mark.parametrize(
    "changes", [{"danger": None}, {"account": " "}, {"telephone": "12"}, {"telephone": None}]
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    away: None, at_desk: Desk, changes: dict[str, Any]
) -> None:
    answer = send(at_desk(POLICE), **changes)

    assert answer.status_code == 422
    assert "Ilumé (inventada)" in answer.content.decode()
    assert stored() == 0


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("value", [HOSTILE, "\x00", "\ud800", "9" * 5000, "'; drop table x; --"])
def test_whatever_is_written_is_taken_or_refused(
    away: None, at_desk: Desk, name: str, value: str
) -> None:
    browser = at_desk(POLICE)
    said = {**SAID, "case_id": given(browser), name: value}
    body = urlencode(said, encoding="utf-8", errors="surrogatepass")

    answer = browser.generic("POST", PAGE, body, "application/x-www-form-urlencoded")

    assert answer.status_code in (302, 422)
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", None])
def test_ten_megabytes_are_refused(away: None, at_desk: Desk, content_type: str | None) -> None:
    browser = at_desk(POLICE)
    said = {**SAID, "case_id": given(browser), "account": "a" * 10_000_000}
    body = "account=" + "a" * 10_000_000

    answer = (
        browser.generic("POST", PAGE, body, content_type)
        if content_type
        else browser.post(PAGE, said)
    )

    assert answer.status_code in (400, 413, 422)
    assert stored() == 0


def test_where_no_complaint_is_taken_there_is_no_page(away: None, at_desk: Desk) -> None:
    assert at_desk(SUPERVISOR).get(PAGE).status_code == 404
    assert at_desk(CEM).get(PAGE).status_code == 200


def test_where_the_keeper_never_was_the_form_is_given_back(
    away: None, at_desk: Desk, settings: LazySettings
) -> None:
    browser = at_desk(POLICE)
    case_id = given(browser)
    Path(settings.RUTA_KEYD_SOCKET).with_name(intake.PUBLIC_FILE).unlink()

    said = {**SAID, "case_id": case_id}
    answer = browser.post(PAGE, said, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 503
    assert WORDS in answer.content.decode()


# --- Opening it -----------------------------------------------------------------------------------


def test_opened_twice_it_is_one_draft(db: None, at_desk: Desk) -> None:
    browser = at_desk(POLICE)
    case_id = sealed(browser)

    answers = [browser.post(f"{PAGE}{case_id}/abrir/") for _ in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {f"/denuncias/{case_id}/"}
    assert stored("select count(*) from cases_draft") == 1


def test_sent_again_after_it_was_opened_both_are_kept(db: None, at_desk: Desk) -> None:
    browser = at_desk(POLICE)
    form = given(browser)
    case_id = UUID(send(browser, form).headers["Location"].split("/")[3])
    browser.post(f"{PAGE}{case_id}/abrir/")
    send(browser, form)

    answer = browser.post(f"{PAGE}{case_id}/abrir/")

    assert answer.headers["Location"] != f"/denuncias/{case_id}/"
    assert stored("select count(*) from cases_draft") == 2


def test_the_terms_run_from_when_it_came_in(db: None, at_desk: Desk) -> None:
    browser = at_desk(POLICE)
    case_id = sealed(browser)
    came = stored("select received_at from cases_sealedintake")

    browser.post(f"{PAGE}{case_id}/abrir/")

    assert stored("select started_at from cases_draft") == came


def test_what_a_girl_already_said_waits_where_she_is_not_asked_about_the_facts(
    db: None, at_desk: Desk
) -> None:
    browser = at_desk(POLICE)
    case_id = sealed(browser)
    browser.post(f"{PAGE}{case_id}/abrir/")
    for slug, said in {
        "seguridad": {"safe": "yes"},
        "lengua": {"complainant": "herself", "language": "aymara", "interpreter": "no"},
        "contacto": {},
        "persona": {"names": "Ilumé (inventada)", "sex": "mujer", "age": "13"},
    }.items():
        answer = browser.post(f"/denuncias/{case_id}/{slug}/", said)

    assert answer.headers["Location"] == f"/denuncias/{case_id}/proteccion/"
    page = browser.get(answer.headers["Location"])
    assert WORDS in page.content.decode()
    assert page.context["form"]["presented_at"].value()
