"""The pages of an office's own figures: exact for it, absent for anybody else."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from django.test import Client
from tests.cases.stage import (
    CEM,
    COURT,
    FAR_SUPERVISOR,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    complaint,
    worker,
)
from tests.web.desk.conftest import INSERT

from ruta.access.viewer import Viewer
from ruta.cases.figures import attributes

pytestmark = pytest.mark.django_db
NOBODYS = UUID("3f0f8f52-9c1e-4c53-8a35-0d7a3f5d7c11")
DAY = timedelta(days=1)
CHIEF = worker("T-PNP-1", "chief")
LOOKS_ON = Viewer(uuid5(POLICE.user_id, "looks on"), "T-SUP-1", "supervision", "analyst", "PUNO")
QUESTIONS, REPORTS = "/mi-oficina/preguntas/", "/mi-oficina/informes/"
BEHIND, SUPERVISION = "/mi-oficina/detalle/", "/supervision/"


@pytest.fixture
def people(accounts: None, owner_connection: psycopg.Connection) -> Iterator[None]:
    """Who coordinates the station, and somebody who only analyses."""
    for person in (CHIEF, LOOKS_ON):
        name = f"prueba.{person.role}.{person.office_id}".lower()
        owner_connection.execute(INSERT, [person.user_id, name, person.office_id, person.role])
    owner_connection.execute(
        "update access_user set coordinates = true where id = %s", [CHIEF.user_id]
    )
    yield
    ids = [CHIEF.user_id, LOOKS_ON.user_id]
    owner_connection.execute("delete from access_user where id = any(%s)", [ids])


@pytest.fixture
def late(file: Stage, now) -> Stage:
    """A severe case whose terms passed, some of them the station's."""
    at = now - 5 * DAY
    form, sent = act("risk-form-completed", at, risk="severo"), act("police-report-sent-court", at)
    file.opened(complaint(at), form, sent, act("referral-made", at, to="T-CEM-1"), now=now)
    return file


def text(answer) -> str:
    return answer.content.decode()


Desk = Callable[[Viewer], Client]


def test_who_coordinates_an_office_reads_what_each_person_carries(late, people, at_desk: Desk):
    page = at_desk(CHIEF).get(SUPERVISION)

    assert page.status_code == 200
    assert "Carga de cada persona" in text(page)
    assert "Cuenta inventada" in text(page)
    assert {each.office_id for each in page.context["told"].figures.offices} == {"T-PNP-1"}


def test_a_territory_reads_no_worker(late, people, at_desk: Desk):
    page = at_desk(SUPERVISOR).get(SUPERVISION)

    assert "Carga de cada persona" not in text(page)
    assert "Cuenta inventada" not in text(page)
    assert str(POLICE.user_id) not in text(page)


def test_every_overdue_duty_names_who_holds_it_and_since_when(late, people, at_desk: Desk):
    for viewer in (CHIEF, SUPERVISOR):
        page = at_desk(viewer).get(SUPERVISION)
        first = page.context["first"]

        assert first
        assert len(first) == page.context["told"].figures.overdue.many
        for line in first:
            assert line["row"].holder_name == "Oficina inventada T-PNP-1"
            assert line["row"].held_since < line["row"].due_at
        assert "Oficina inventada T-PNP-1" in text(page)


def test_every_tile_and_bar_leads_to_as_many_rows_as_it_says(late, people, at_desk: Desk):
    client = at_desk(CHIEF)
    told = client.get(SUPERVISION).context["told"]

    for line in (*told.duties, *told.impediments):
        assert len(client.get(line.href).context["lines"]) == line.late.many
    for tile in told.tiles:
        assert len(client.get(tile.href).context["lines"]) == int(str(tile.value))


@pytest.mark.parametrize("viewer", [POLICE, CEM, COURT], ids=lambda one: one.role)
@pytest.mark.parametrize("address", [SUPERVISION, REPORTS, f"{REPORTS}{NOBODYS}/"])
def test_who_leads_nothing_has_no_such_page(at_desk: Desk, viewer: Viewer, address: str):
    assert at_desk(viewer).get(address).status_code == 404


@pytest.mark.parametrize("address", [SUPERVISION, QUESTIONS, BEHIND, REPORTS])
def test_who_only_analyses_counts_no_cases(people, at_desk: Desk, address: str):
    assert at_desk(LOOKS_ON).get(address).status_code == 404


def test_a_question_is_answered_with_the_numbers_of_ones_own_office(late, people, at_desk: Desk):
    address = f"{QUESTIONS}?filas=casos.riesgo&columnas=casos.situacion"
    mine, theirs = at_desk(POLICE).get(address), at_desk(OTHER_POLICE).get(address)

    assert mine.context["total"] == 1
    assert "Severo" in text(mine)
    assert theirs.context["total"] == 0
    assert "No hay nada que contar en esos meses" in text(theirs)


def test_a_question_takes_six_statements_at_most(late, people, at_desk: Desk, statements):
    for viewer in (POLICE, CHIEF, SUPERVISOR):
        client = at_desk(viewer)
        ours = [
            sql
            for sql in statements(client, f"{QUESTIONS}?filas=plazos.deber&columnas=plazos.estado")
            if "ours" in sql or "cases_" in sql
        ]
        assert len(ours) <= 6, ours
        assert len(statements(client, SUPERVISION)) <= 14
        assert len(statements(client, BEHIND)) <= 9


def test_numbers_lead_behind_and_files_hold_the_same(late, people, at_desk: Desk):
    client = at_desk(POLICE)
    page = client.get(f"{QUESTIONS}?filas=actos.acto")
    links = re.findall(r'href="(/mi-oficina/detalle/[^"]+)"', text(page))

    assert links
    assert client.get(links[0].replace("&amp;", "&")).status_code == 200
    file = client.get(f"{QUESTIONS}exportar/?filas=actos.acto&formato=csv")
    assert "Denuncia" in file.content.decode("utf-8-sig")
    assert client.get(f"{BEHIND}exportar/?tema=actos&formato=xlsx").status_code == 200
    assert client.get(f"{QUESTIONS}exportar/?formato=exe").status_code == 404


def test_an_address_holds_codes_only(late, people, at_desk: Desk):
    page = text(at_desk(POLICE).get(f"{QUESTIONS}?filas=plazos.deber&columnas=plazos.estado"))

    for address in re.findall(r'href="(/mi-oficina/[^"]*)"', page):
        assert str(late.case_id) not in address
        assert re.fullmatch(r"[/?=&;a-z0-9._-]*", address, re.IGNORECASE), address


def test_columns_of_another_group_are_told_and_left_out(late, people, at_desk: Desk):
    page = at_desk(POLICE).get(f"{QUESTIONS}?filas=casos.riesgo&columnas=actos.acto")

    assert page.context["answer"].question.columns is None
    assert "se cuentan por separado" in text(page)


def save(client: Client, name: str, query: str = "filas=casos.riesgo") -> object:
    return client.post(f"{QUESTIONS}guardar/?{query}", {"nombre": name})


@pytest.mark.parametrize("unit", list(attributes.UNITS))
@pytest.mark.parametrize("code", ["hoy", "ſ"])
def test_a_value_that_no_attribute_has_lists_nothing(
    late, people, at_desk: Desk, unit: str, code: str
):
    for name in attributes.UNITS[unit].attributes:
        page = at_desk(SUPERVISOR).get(BEHIND, {"tema": unit, name: code})
        assert page.status_code == 200, name
        assert page.context["lines"] == [], name


@pytest.mark.parametrize("address", [QUESTIONS, f"{QUESTIONS}exportar/", BEHIND])
@pytest.mark.parametrize("month", ["20٢٣-01", "2000-01", "2099-12"])
def test_a_month_in_odd_figures_is_a_month_not_said(
    late, people, at_desk: Desk, address: str, month: str
):
    for name in ("desde", "hasta"):
        assert at_desk(POLICE).get(address, {name: month}).status_code == 200


def test_a_question_is_kept_for_the_whole_office_and_no_other(late, people, at_desk: Desk):
    assert save(at_desk(POLICE), "Casos por riesgo").status_code == 302

    assert "Casos por riesgo" in text(at_desk(CHIEF).get(QUESTIONS))
    assert "Casos por riesgo" not in text(at_desk(OTHER_POLICE).get(QUESTIONS))


@pytest.mark.parametrize("name", ["DNI 40112233", "llamar al 951 123 456", "   "])
def test_a_name_that_looks_like_a_document_is_refused(people, at_desk: Desk, name: str):
    answer = save(at_desk(POLICE), name)

    assert answer.status_code == 422


def test_a_name_is_removed_by_who_gave_it_or_leads(late, people, at_desk: Desk):
    colleague = at_desk(POLICE)
    save(colleague, "Mía")
    save(at_desk(CHIEF), "De la jefatura")
    mine, chiefs = (
        at_desk(CHIEF).get(QUESTIONS).context["saved"][place].question_id for place in (1, 0)
    )

    assert colleague.post(f"{QUESTIONS}{chiefs}/borrar/").status_code == 404
    assert at_desk(CHIEF).post(f"{QUESTIONS}{mine}/borrar/").status_code == 302
    names = [each.name for each in at_desk(CHIEF).get(QUESTIONS).context["saved"]]
    assert names == ["De la jefatura"]


def test_anothers_question_answers_as_one_that_does_not_exist(late, people, at_desk: Desk):
    save(at_desk(POLICE), "Mía")
    (mine,) = at_desk(POLICE).get(QUESTIONS).context["saved"]
    client = at_desk(OTHER_POLICE)

    there, absent = (
        client.post(f"{QUESTIONS}{id_}/borrar/") for id_ in (mine.question_id, uuid4())
    )

    assert there.status_code == absent.status_code == 404
    assert hidden(there, mine.question_id) == hidden(absent)


def hidden(answer, id_: UUID | None = None) -> str:
    """An answer without what differs by itself: the identifier asked for and the forms' tokens."""
    body = re.sub(r'csrfmiddlewaretoken" value="\w+', "", text(answer))
    return body.replace(str(id_), "") if id_ else body


def test_a_report_is_asked_for_shown_and_stopped(late, people, at_desk: Desk):
    client = at_desk(CHIEF)
    assert client.post(REPORTS, {"tema": "supervision", "cada": "semanal"}).status_code == 302
    ((plan, _rhythm),) = client.get(REPORTS).context["plans"]

    assert "Cada lunes" in text(client.get(REPORTS))
    assert client.post(f"{REPORTS}pedidos/{plan.plan_id}/detener/").status_code == 302
    assert "detenido" in text(client.get(REPORTS))
    assert client.post(f"{REPORTS}pedidos/{plan.plan_id}/detener/").status_code == 404


def test_another_territory_reads_no_report_and_no_plan(late, people, at_desk: Desk):
    client = at_desk(CHIEF)
    client.post(REPORTS, {"tema": "supervision", "cada": "mensual"})
    ((plan, _rhythm),) = client.get(REPORTS).context["plans"]
    far = at_desk(FAR_SUPERVISOR)

    assert far.get(REPORTS).context["plans"] == []
    there, absent = (
        far.post(f"{REPORTS}pedidos/{id_}/detener/") for id_ in (plan.plan_id, uuid4())
    )
    assert there.status_code == absent.status_code == 404
    assert hidden(there, plan.plan_id) == hidden(absent)


REPORT = """
    insert into cases_report (office_id, report_id, plan_id, name, asked, made_at, readers, content)
    values ('T-PNP-1', %s, %s, 'Casos por riesgo', 'filas=casos.riesgo', now(), %s,
        '{"cells": [["severo", "", 3]]}')
"""


@pytest.fixture
def report_id(people, worker_connection: psycopg.Connection) -> Iterator[UUID]:
    """A report of the station, for its chief, as the jobs leave one."""
    made = uuid4()
    worker_connection.execute(REPORT, [made, uuid4(), [CHIEF.user_id]])
    yield made
    worker_connection.execute("delete from cases_report where report_id = %s", [made])


def test_a_report_is_read_by_who_led_the_office_then(report_id: UUID, at_desk: Desk):
    client = at_desk(CHIEF)
    page = client.get(f"{REPORTS}{report_id}/")

    assert "Casos por riesgo" in text(page)
    assert page.context["answer"].counted.total == 3
    assert "Severo" in text(page)


@pytest.mark.check("SEC-2")
@pytest.mark.parametrize(
    "viewer", [POLICE, OTHER_POLICE, SUPERVISOR, FAR_SUPERVISOR, COURT], ids=lambda v: v.office_id
)
def test_anothers_report_answers_as_one_that_does_not_exist(
    report_id: UUID, at_desk: Desk, viewer: Viewer
):
    client, absent = at_desk(viewer), uuid4()
    for method, suffix in (("get", ""), ("post", "borrar/")):
        ask = getattr(client, method)
        found, nothing = ask(f"{REPORTS}{report_id}/{suffix}"), ask(f"{REPORTS}{absent}/{suffix}")

        assert found.status_code == nothing.status_code == 404
        assert hidden(found, report_id) == hidden(nothing, absent)
        assert sorted(found.headers) == sorted(nothing.headers)
    if viewer.is_supervisor:
        assert "Casos por riesgo" not in text(client.get(REPORTS))
