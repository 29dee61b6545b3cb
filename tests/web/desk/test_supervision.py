"""Supervision: what is late, by office; never by worker."""

from datetime import timedelta

import pytest
from tests.cases.stage import (
    CEM,
    COURT,
    FAR_SUPERVISOR,
    HEALTH,
    POLICE,
    PROSECUTOR,
    SUPERVISOR,
    act,
    complaint,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def late(file, now):
    """A case with terms that passed, some of an office and some of none."""
    at = now - 5 * DAY
    form, sent = act("risk-form-completed", at, risk="severo"), act("police-report-sent-court", at)
    file.opened(complaint(at), form, sent, now=now)
    return file


def test_each_office_is_told_with_what_it_owes_and_since_when(late, at_desk):
    page = at_desk(SUPERVISOR).get("/supervision/")

    ((office, href),) = page.context["offices"]
    assert office.office_name == "Oficina inventada T-PNP-1"
    assert href == "/plazos/?estado=vencido&oficina=T-PNP-1"
    assert office.overdue > 0
    assert "hace" in page.content.decode()


def test_each_number_leads_to_exactly_as_many_terms(late, at_desk):
    client = at_desk(SUPERVISOR)
    ((office, href),) = client.get("/supervision/").context["offices"]

    assert len(client.get(href).context["lines"]) == office.overdue


def test_duties_that_nobody_holds_are_told_and_lead_to_their_list(late, at_desk):
    client = at_desk(SUPERVISOR)
    page = client.get("/supervision/")

    lines = client.get(page.context["nobody_href"]).context["lines"]

    assert page.context["nobody_count"] > 0
    assert "Sin oficina: Juzgado de familia" in page.content.decode()
    assert {line.row.holder_id for line in lines} == {None}


def test_no_worker_is_named(late, at_desk):
    page = at_desk(SUPERVISOR).get("/supervision/").content.decode()

    assert "Cuenta inventada" not in page
    assert "prueba.t-pnp" not in page
    assert str(POLICE.user_id) not in page


def test_another_region_sees_nothing_of_it(late, at_desk):
    page = at_desk(FAR_SUPERVISOR).get("/supervision/")

    assert page.context["offices"] == []
    assert page.context["nobody_count"] == 0
    assert "Ninguna oficina de tu región tiene plazos vencidos" in page.content.decode()


@pytest.mark.parametrize("viewer", [POLICE, CEM, COURT, PROSECUTOR, HEALTH], ids=lambda v: v.role)
def test_for_anybody_else_there_is_no_such_page(at_desk, viewer):
    assert at_desk(viewer).get("/supervision/").status_code == 404
