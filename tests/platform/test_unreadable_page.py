"""A sealed text that cannot be opened: a calm page, the rest of the case in the clear, an alert."""

import logging
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client
from tests import keeper
from tests.cases.stage import (
    CEM,
    COURT,
    NOW,
    OTHER_POLICE,
    POLICE,
    Stage,
    act,
    complaint,
    report,
    survivor,
)
from tests.web.desk.test_without_the_keeper import OURS, Refusing

from ruta.access.keys import vault
from ruta.access.viewer import Viewer

Desk = Callable[[Viewer], Client]
NAME = "Ilumé"
TELEPHONE = "987004321"
TOLD = "RELATO-INVENTADO-ILEGIBLE"


@pytest.fixture
def case(committed_file: Stage) -> str:
    """The address of a committed case of the police, the CEM and the court."""
    told = act("account-told", NOW, account=TOLD)
    known = act("cem-notified", NOW, to="T-CEM-1")
    her = survivor(telephone=TELEPHONE)
    committed_file.opened(complaint(), told, known, report(NOW), parties=(her,))
    return f"/casos/{committed_file.case_id}/"


def forget(through: keeper.Through, case: str, letter: str) -> None:
    """Destroy the key of one part of a case."""
    with through.cursor() as cursor:
        cursor.execute(
            "delete from access_casekey where case_id = %s and compartment = %s",
            [case.split("/")[2], letter],
        )


def spoil(owner: psycopg.Connection, case: str, letter: str) -> None:
    """Change one byte of the sealed texts of one part, as only a superuser could."""
    with owner.transaction():
        owner.execute("alter table cases_sealeditem disable trigger user")
        changed = owner.execute(
            "update cases_sealeditem set ciphertext = set_byte(ciphertext, 40,"
            " get_byte(ciphertext, 40) # 1) where case_id = %s and compartment = %s",
            [case.split("/")[2], letter],
        )
        owner.execute("alter table cases_sealeditem enable trigger user")
    assert changed.rowcount


def told(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_page_of_the_case_shows_the_rest_and_closes_the_part_whose_key_is_gone(
    case: str, at_desk: Desk, through_keyd: keeper.Through
) -> None:
    forget(through_keyd, case, "I")

    answer = at_desk(POLICE).get(case)

    assert answer.status_code == 200
    assert "no se pudo abrir: datos de identidad" in told(answer)
    assert "Llama a quien coordina tu oficina" in told(answer)
    for shown in ("Denuncia presentada", "Lo que debe tu oficina", "Registrar un acto"):
        assert shown in told(answer)
    for secret in (NAME, "Traceback", "KeyMissing", "Nadie anotado todavía"):
        assert secret not in told(answer)


@pytest.mark.check("SEC-51")
def test_a_text_that_was_altered_is_named_and_opens_nothing(
    case: str, at_desk: Desk, owner_connection: psycopg.Connection
) -> None:
    spoil(owner_connection, case, "I")

    answer = at_desk(POLICE).get(case)

    assert answer.status_code == 200
    assert "no se pudo abrir: datos de identidad" in told(answer)
    assert NAME not in told(answer)


def test_without_who_is_who_nobodys_contact_is_shown(
    case: str, at_desk: Desk, through_keyd: keeper.Through
) -> None:
    assert TELEPHONE in told(at_desk(CEM).get(f"{case}personas/"))
    forget(through_keyd, case, "I")

    for page in (case, f"{case}personas/"):
        answer = at_desk(CEM).get(page)
        assert answer.status_code == 200
        assert TELEPHONE not in told(answer)
        assert "No se ha preguntado todavía" not in told(answer)
        assert "Nadie está anotado" not in told(answer)


def test_measures_that_cannot_be_read_are_neither_in_force_nor_absent(
    case: str, at_desk: Desk, through_keyd: keeper.Through, committed_file: Stage
) -> None:
    decided = act("measures-decided", NOW, measures=["no-approach"], distance_metres=300)
    committed_file.recorded(decided, by=COURT)
    assert "A no menos de 300 m." in told(at_desk(POLICE).get(case))
    forget(through_keyd, case, "C")

    page = told(at_desk(POLICE).get(case))

    assert "No se pudo abrir qué medidas hay. Pregunta al juzgado." in page
    assert "Medidas de protección vigentes" not in page
    assert NAME in page


def test_what_was_erased_on_purpose_is_no_damage_and_alarms_nobody(
    case: str,
    at_desk: Desk,
    through_keyd: keeper.Through,
    owner_connection: psycopg.Connection,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with through_keyd.cursor() as cursor:
        cursor.execute(
            "insert into access_erased (case_id, compartment) values (%s, 'L')",
            [case.split("/")[2]],
        )
    forget(through_keyd, case, "L")

    with caplog.at_level(logging.ERROR, "ruta.access"):
        answer = at_desk(CEM).get(case)

    assert answer.status_code == 200
    assert "se borró a propósito y no vuelve: contacto y domicilio" in told(answer)
    assert NAME in told(answer)
    assert "no se pudo abrir: " not in told(answer)
    assert owner_connection.execute("select count(*) from access_alert").fetchone() == (0,)
    assert not caplog.records


def test_what_writes_by_what_it_reads_still_wants_all_of_it(
    case: str, at_desk: Desk, through_keyd: keeper.Through
) -> None:
    forget(through_keyd, case, "I")

    for page in (f"{case}permisos/nuevo/", f"{case}expediente.pdf"):
        answer = at_desk(POLICE).get(page)
        assert answer.status_code == 410, page
        assert "no se pudo abrir: datos de identidad" in told(answer)
        assert "Lo que sí se lee del caso" in told(answer)


def test_what_another_part_lost_closes_no_page_that_does_not_open_it(
    case: str, at_desk: Desk, through_keyd: keeper.Through
) -> None:
    forget(through_keyd, case, "N")
    browser = at_desk(POLICE)

    assert browser.get(case).status_code == 200
    assert browser.post(f"{case}relato/").status_code == 410


def test_whoever_oversees_is_told_and_the_log_says_which_case(
    case: str, at_desk: Desk, through_keyd: keeper.Through, owner_connection, caplog
) -> None:
    forget(through_keyd, case, "I")
    with caplog.at_level(logging.ERROR, "ruta.access"):
        assert at_desk(POLICE).get(case).status_code == 200

    raised = owner_connection.execute("select kind, case_id from access_alert").fetchall()
    assert ("unreadable", case.split("/")[2]) in [(kind, str(of)) for kind, of in raised]
    (line,) = [each for each in caplog.records if each.msg == "sealed text unreadable"]
    assert (str(line.case_id), line.kind) == (case.split("/")[2], "I")


def test_nobody_elses_unreadable_case_is_still_absent(
    case: str, at_desk: Desk, through_keyd: keeper.Through, owner_connection
) -> None:
    forget(through_keyd, case, "I")

    assert at_desk(OTHER_POLICE).get(case).status_code == 404
    assert owner_connection.execute("select count(*) from access_alert").fetchone() == (0,)


def test_too_many_lookups_have_words_of_their_own_and_the_form_comes_back(at_desk: Desk) -> None:
    browser = at_desk(POLICE)
    with vault.use(Refusing("rate")):
        answer = browser.post("/medidas/consultar/", {"asked": "99999999"}, headers=OURS)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "demasiados documentos y nombres" in told(answer)
    assert "Oficina inventada T-SUP-1" in told(answer)
    assert 'name="asked" value="99999999"' in told(answer)
    assert "límite de casos por hora" not in told(answer)
