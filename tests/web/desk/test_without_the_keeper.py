"""The keeper of keys is away, or refuses: every page says so, and nothing is shown or lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import Client
from tests.cases.stage import CEM, NOW, POLICE, SUPERVISOR, Stage, act, complaint, survivor

from ruta.access.keys import client as keys_client
from ruta.access.keys import vault
from ruta.access.sessions import Session
from ruta.access.viewer import Viewer

Desk = Callable[[Viewer], Client]
TOLD = "RELATO-INVENTADO-SIN-LLAVES"
OURS = {"Sec-Fetch-Site": "same-origin"}


class Refusing:
    """A keeper that refuses everything, each time in the same way."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def refuse(*args: object, **values: object) -> None:
            raise vault.Refused(self.kind)

        return refuse


@pytest.fixture
def case(file: Stage) -> str:
    """The address of a case of the police, opened while the keeper was there."""
    file.opened(complaint(), act("account-told", NOW, account=TOLD), parties=(survivor(),))
    return f"/casos/{file.case_id}/"


@pytest.fixture
def away(case: str, tmp_path: Path) -> Iterator[str]:
    """The same case, when the keeper has gone."""
    with vault.use(keys_client.Client(tmp_path / "nobody")):
        yield case


@pytest.fixture
def refusing(case: str) -> Iterator[Refusing]:
    """A keeper that refuses."""
    keeper = Refusing("hide")
    with vault.use(keeper):
        yield keeper


def told(answer: Any) -> str:
    return str(answer.content.decode("utf-8", "replace"))


# --- Away -----------------------------------------------------------------------------------------


def test_a_page_of_a_case_says_what_happened_what_is_safe_and_what_to_do(
    away: str, at_desk: Desk
) -> None:
    answer = at_desk(POLICE).get(away)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    for words in ("Las llaves no están al alcance", "No se perdió nada", "/denuncias/resguardo/"):
        assert words in told(answer)
    assert TOLD not in told(answer)


def test_only_who_takes_complaints_is_sent_to_take_one(away: str, at_desk: Desk) -> None:
    answer = at_desk(SUPERVISOR).get(away)

    assert "/denuncias/resguardo/" not in told(answer)


@pytest.mark.parametrize("who", [POLICE, CEM, SUPERVISOR], ids=lambda one: one.role)
def test_no_page_fails_without_the_keeper(away: str, at_desk: Desk, who: Viewer) -> None:
    browser, seen = at_desk(who), []
    draft = str(uuid4())
    for page in ("", "personas/", "relato/", "informe/", "expediente.pdf", "quien-abrio/",
                 "permisos/", "equipo/", "cierres/", "actos/nuevo/?clase=note-added"):  # fmt: skip
        seen += [browser.get(f"{away}{page}"), browser.post(f"{away}{page}", {"note": "x"})]
    for page in ("/mi-dia/", "/casos/", "/casos/exportar/?formato=xlsx", "/plazos/", "/ley/",
                 "/denuncias/nueva/", "/denuncias/resguardo/", f"/denuncias/{draft}/",
                 "/medidas/consultar/", "/emergencia/", "/vincular/", "/mi-cuenta/", "/entrar/",
                 "/supervision/", "/vigilancia/alertas/", "/salud"):  # fmt: skip
        said = {"document": "00000001", "reason": "Motivo inventado, largo y claro.", "note": "x"}
        seen += [browser.get(page), browser.post(page, said)]

    codes = {answer.status_code for answer in seen}
    assert codes <= {200, 302, 400, 403, 404, 405, 409, 422, 503}
    assert 503 in codes or who is SUPERVISOR
    assert not [answer for answer in seen if TOLD in told(answer)]


def test_signing_in_is_answered_without_the_keeper(away: str, client: Client) -> None:
    entering = {"username": "alguien.inventado", "password": "x" * 12}

    assert client.get("/entrar/").status_code == 200
    assert client.post("/entrar/", entering).status_code == 503


def test_a_form_that_was_being_sent_is_given_back_on_the_page(away: str, at_desk: Desk) -> None:
    sent = {"act_id": str(uuid4()), "note": "Lo que escribí", "at": "2026-03-04T10:00"}
    address = f"{away}actos/nuevo/?clase=note-added"

    page = told(at_desk(POLICE).post(address, sent, headers=OURS))

    assert 'value="Lo que escribí"' in page
    assert f'action="{address}"' in page


def test_a_session_that_ended_meanwhile_gives_the_form_back_too(away: str, at_desk: Desk) -> None:
    browser = at_desk(POLICE)
    browser.cookies["quien"] = "QUJD"
    Session.objects.filter(account=POLICE.user_id).delete()

    answer = browser.post(f"{away}actos/nuevo/", {"note": "Lo que escribí"}, headers=OURS)

    assert answer.status_code == 503
    assert 'value="Lo que escribí"' in told(answer)


def test_a_form_of_an_old_page_is_answered_without_the_keeper(away: str, at_desk: Desk) -> None:
    theirs = at_desk(POLICE)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = theirs.cookies
    browser.cookies["quien"] = "QUJD"

    answer = browser.post(f"{away}actos/nuevo/", {"note": "Lo que escribí"}, headers=OURS)

    assert answer.status_code == 503
    assert "Las llaves no están al alcance" in told(answer)


# --- Refusing -------------------------------------------------------------------------------------


def bare(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """An answer without what differs each time."""
    return answer.status_code, answer.content, dict(answer.headers)


def test_what_the_keeper_hides_is_answered_as_what_does_not_exist(
    refusing: Refusing, case: str, at_desk: Desk
) -> None:
    browser = at_desk(POLICE)

    assert bare(browser.get(case)) == bare(browser.get(f"/casos/{uuid4()}/"))


def test_what_the_keeper_closes_is_answered_as_a_closed_part(
    refusing: Refusing, case: str, at_desk: Desk
) -> None:
    refusing.kind = "deny"

    answer = at_desk(POLICE).get(case)

    assert answer.status_code == 403
    assert "Esta parte del caso está cerrada para tu oficina." in told(answer)


def test_a_session_that_the_keeper_does_not_know_leads_to_signing_in(
    refusing: Refusing, case: str, at_desk: Desk
) -> None:
    refusing.kind, browser = "login", at_desk(POLICE)

    answer = browser.get(case)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/entrar/?next=%2Fcasos%2F")
    assert browser.get("/entrar/").status_code == 200


def test_at_the_limit_of_cases_it_says_whom_to_call(
    refusing: Refusing, case: str, at_desk: Desk, owner_connection: psycopg.Connection
) -> None:
    refusing.kind = "cap"
    change = "update access_user set coordinates = true where id = %s"
    owner_connection.execute(change, [POLICE.user_id])
    browser = at_desk(POLICE)

    answer = browser.get(case)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    for words in ("límite de casos por hora", "Cuenta inventada", "Oficina inventada T-SUP-1"):
        assert words in told(answer)
