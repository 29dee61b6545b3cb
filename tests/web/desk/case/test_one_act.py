"""One act: all it states, opened on purpose; corrected and struck out, and both in sight."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import CEM, POLICE, SUPERVISOR, act

from ruta.cases import facts
from ruta.cases.models import Act
from ruta.web.components import lima

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def given(known, now):
    """An appointment the CEM gave yesterday, with a remark."""
    given = act(
        "appointment-given", now - DAY, appointment_at=now + DAY, service="legal",
        note="Traer los papeles.",
    )  # fmt: skip
    known.recorded(given, by=CEM, now=now)
    return given


@pytest.fixture
def address(href, given):
    return f"{href}actos/{given.act_id}/"


def test_an_act_shows_what_it_states(address, at_desk, now):
    page = at_desk(POLICE).get(address).content.decode()

    assert "Traer los papeles." in page
    assert "Defensa legal" in page
    assert lima.instant(now + DAY) in page


def test_nothing_sealed_is_shown_to_a_supervisor(address, at_desk):
    page = at_desk(SUPERVISOR).get(address)

    assert page.status_code == 200
    assert "Traer los papeles." not in page.content.decode()


def test_a_private_note_is_read_by_who_wrote_it(known, href, now, at_desk):
    private = act("private-note-added", now, private_note="Solo mía.")
    known.recorded(private, by=CEM, now=now)
    address = f"{href}actos/{private.act_id}/"

    assert "Solo mía." in at_desk(CEM).get(address).content.decode()
    assert "Solo mía." not in at_desk(POLICE).get(address).content.decode()


def test_a_correction_starts_from_what_was_written_and_tells_why(
    known, address, given, at_desk, filled, now
):
    client = at_desk(CEM)
    sent = filled(client, f"{address}corregir/")
    assert (sent["service"], sent["note"]) == ("legal", "Traer los papeles.")
    later = lima.local(now + 3 * DAY).strftime("%Y-%m-%dT%H:%M")

    answer = client.post(
        f"{address}corregir/", {**sent, "appointment_at": later, "why": "Era otro día"}
    )

    assert answer.status_code == 302
    row = Act.objects.get(case_id=known.case_id, corrects=given.act_id)
    opened = facts.read(CEM, known.case_id, "test", acts=[row.act_id])[row.act_id]
    assert opened["note"] == "Corrección: Era otro día\n\nTraer los papeles."
    assert row.at == given.at
    assert "Este acto fue corregido después" in client.get(address).content.decode()


def test_a_correction_without_a_reason_is_refused_and_kept(known, address, at_desk, filled):
    client = at_desk(CEM)
    sent = filled(client, f"{address}corregir/", note="Cambiado", why="")

    answer = client.post(f"{address}corregir/", sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["why"]
    assert "Cambiado" in answer.content.decode()


def test_an_annulled_act_stays_struck_and_its_duties_are_void(known, href, now, at_desk, filled):
    sent_report = act("police-report-sent-court", now - DAY, to="T-COURT-1")
    known.recorded(sent_report, now=now)
    client = at_desk(POLICE)
    address = f"{href}actos/{sent_report.act_id}/anular/"

    answer = client.post(address, filled(client, address, reason_code="wrong-case"))

    assert answer.status_code == 302
    page = client.get(href)
    assert "<del>Informe policial enviado al juzgado</del>" in page.content.decode()
    started = [
        row for row in page.context["reading"].file.obligations
        if row.start_act == sent_report.act_id
    ]  # fmt: skip
    assert started
    assert all(row.voided for row in started)


@pytest.mark.parametrize("what", ["corregir", "anular"])
def test_only_the_office_that_wrote_an_act_may_change_it(known, address, at_desk, what):
    client = at_desk(POLICE)

    assert client.get(f"{address}{what}/").status_code == 404
    assert client.post(f"{address}{what}/", {"act_id": str(uuid4())}).status_code == 404
    assert f"{what}/" not in client.get(address).content.decode()


def test_an_act_struck_out_is_not_struck_out_again(known, href, address, at_desk, filled):
    client = at_desk(CEM)
    client.post(f"{address}anular/", filled(client, f"{address}anular/", reason_code="duplicate"))

    assert client.get(f"{address}anular/").status_code == 404


def test_an_act_of_another_case_is_not_found(href, at_desk):
    assert at_desk(CEM).get(f"{href}actos/{uuid4()}/").status_code == 404
