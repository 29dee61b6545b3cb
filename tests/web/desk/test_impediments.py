"""Recording what stands in the way of a duty: it explains, and stops nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import CEM, OTHER_POLICE, POLICE, SUPERVISOR, act, complaint

from ruta.cases import facts, queries
from ruta.cases.models import Act
from ruta.web.components import lima

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def owed(file, now):
    """A duty of the police, days late."""
    at = now - 5 * DAY
    file.opened(complaint(at), act("risk-form-completed", at, risk="severo"), now=now)
    rows = queries.list_obligations(
        POLICE, queries.ObligationFilters(status="overdue"), now=now
    ).rows
    return rows[0]


def address(row):
    return f"/casos/{row.case_id}/plazos/{row.obligation_id}/impedimento/"


def sent(now, **other):
    at = lima.local(now - DAY).strftime("%Y-%m-%dT%H:%M")
    return {"act_id": str(uuid4()), "impediment": "no-vehicle", "at": at, "note": "", **other}


def impediments(row):
    return Act.objects.filter(case_id=row.case_id, kind="impediment-recorded")


def test_the_day_leads_to_the_form(owed, at_desk):
    assert address(owed) in at_desk(POLICE).get("/mi-dia/").content.decode()


def test_it_is_recorded_with_its_duty_and_the_clock_runs_on(owed, at_desk, now):
    page = at_desk(POLICE).post(address(owed), sent(now))

    assert (page.status_code, page.url) == (302, "/mi-dia/")
    recorded = impediments(owed).get()
    assert recorded.facts == {
        "impediment": "no-vehicle",
        "duty": owed.wording,
        "start_act": str(owed.start_act),
    }
    after = queries.case_file(POLICE, owed.case_id, now=now).obligations
    assert owed._replace(impeded=True) in after


def test_its_note_is_sealed(owed, at_desk, now):
    at_desk(POLICE).post(address(owed), sent(now, note="La unidad está en el taller."))

    recorded = impediments(owed).get()
    assert "taller" not in str(recorded.facts)
    opened = facts.read(POLICE, owed.case_id, acts=[recorded.act_id], purpose="test")
    assert opened[recorded.act_id]["note"] == "La unidad está en el taller."


def test_sent_twice_it_is_recorded_once(owed, at_desk, now):
    client, form = at_desk(POLICE), sent(now)

    client.post(address(owed), form)
    again = client.post(address(owed), form)

    assert again.status_code == 302
    assert impediments(owed).count() == 1


def test_without_a_reason_nothing_is_recorded_and_nothing_written_is_lost(owed, at_desk, now):
    page = at_desk(POLICE).post(address(owed), sent(now, impediment="", note="Lo escrito"))

    assert page.status_code == 422
    assert "Elige qué lo impide." in page.content.decode()
    assert "Lo escrito" in page.content.decode()
    assert not impediments(owed).exists()


def test_an_instant_to_come_is_refused_at_its_field(owed, at_desk, now):
    at = lima.local(now + DAY).strftime("%Y-%m-%dT%H:%M")

    page = at_desk(POLICE).post(address(owed), sent(now, at=at))

    assert page.status_code == 422
    assert page.context["form"].errors["at"]


@pytest.mark.parametrize("viewer", [OTHER_POLICE, CEM, SUPERVISOR], ids=lambda v: v.office_id)
def test_who_does_not_owe_it_is_answered_as_if_it_did_not_exist(owed, at_desk, now, viewer):
    client = at_desk(viewer)

    denied = client.post(address(owed), sent(now))
    absent = client.post(address(owed._replace(case_id=uuid4())), sent(now))

    assert (denied.status_code, absent.status_code) == (404, 404)
    assert denied.content == absent.content
    assert not impediments(owed).exists()


def test_a_duty_already_done_takes_no_impediment(file, at_desk, now):
    at = now - 5 * DAY
    sent_report = act("police-report-sent-court", now - DAY, to="T-COURT-1")
    file.opened(complaint(at), act("risk-form-completed", at, risk="severo"), sent_report, now=now)
    done = [
        row for row in queries.case_file(POLICE, file.case_id, now=now).obligations if row.met_at
    ]

    answers = {at_desk(POLICE).get(address(row)).status_code for row in done}

    assert answers == {404}
