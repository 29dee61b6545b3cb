"""The police report: owed to court and prosecutor, sent to both in one press."""

from uuid import uuid4

import pytest
from tests.cases.stage import CEM, POLICE

from ruta.cases.models import Act, Involvement

pytestmark = pytest.mark.django_db
KINDS = ("police-report-sent-court", "police-report-sent-prosecutor")


def sent(known):
    return Act.objects.filter(case_id=known.case_id, kind__in=KINDS)


def test_one_press_sends_it_to_both_and_starts_the_courts_clock(known, href, at_desk, filled):
    client = at_desk(POLICE)
    form = filled(client, href, name="report_form")
    assert (form["court"], form["prosecutor"]) == ("T-COURT-1", "T-MP-1")

    answer = client.post(f"{href}informe/", form)

    assert (answer.status_code, answer.url) == (302, href)
    assert {row.to_office_id for row in sent(known)} == {"T-COURT-1", "T-MP-1"}
    assert Involvement.objects.get(case_id=known.case_id, office_id="T-COURT-1").next_due_at
    assert client.get(href).context["report_form"] is None


def test_what_the_form_sends_is_not_offered_twice(href, at_desk):
    offered = at_desk(POLICE).get(href).context["next_acts"]

    assert not set(KINDS) & {action.kind for action in offered}


def test_pressed_twice_it_is_sent_once(known, href, at_desk, filled):
    client = at_desk(POLICE)
    form = filled(client, href, name="report_form")

    answers = [client.post(f"{href}informe/", form).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert sent(known).count() == 2


def test_a_court_that_is_none_is_refused_and_the_number_is_kept(known, href, at_desk, filled):
    client = at_desk(POLICE)
    form = filled(client, href, name="report_form", court="NO-ES", report_number="INV-12")

    answer = client.post(f"{href}informe/", form)

    assert answer.status_code == 422
    assert "INV-12" in answer.content.decode()
    assert not sent(known).exists()


def test_a_number_too_long_is_told_at_its_field(known, href, at_desk, filled):
    client = at_desk(POLICE)

    answer = client.post(
        f"{href}informe/", filled(client, href, name="report_form", report_number="x" * 61)
    )

    assert list(answer.context["form"].errors) == ["report_number"]
    assert not sent(known).exists()


def test_who_owes_no_report_has_no_such_page(href, at_desk):
    assert at_desk(CEM).get(f"{href}informe/").status_code == 404
    assert at_desk(CEM).post(f"{href}informe/", {"court_act": str(uuid4())}).status_code == 404
    assert at_desk(CEM).get(href).context["report_form"] is None
