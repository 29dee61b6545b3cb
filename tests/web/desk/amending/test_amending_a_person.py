"""What is kept of a person is put right by who has the case, with why, and nothing is lost."""

from uuid import uuid4

import pytest
from tests.cases.stage import (
    CEM,
    COURT,
    HEALTH,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    accused,
    report,
)

from ruta.cases import operations, parties
from ruta.cases.intake import NewParty

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(known):
    """The person the case is about."""
    return parties.read(POLICE, known.case_id, "test")[0]


@pytest.fixture
def form(href, her):
    """The address of the form about her."""
    return f"{href}personas/{her.party_id}/"


def test_a_wrong_name_is_put_right_and_the_old_one_stays_in_sight(
    known, href, form, her, at_desk, filled
):
    client = at_desk(POLICE)
    sent = filled(client, form, names="Ilumé Corregida", why="Se escribió mal.")

    answer = client.post(form, sent)
    page = client.get(f"{href}personas/").content.decode()

    assert (answer.status_code, answer.url) == (302, f"{href}personas/")
    assert "Ilumé Corregida" in page
    assert "Lo que decía antes" in page
    assert her.facts["names"] in page
    assert "Se escribió mal." in page


def test_what_was_not_touched_stays(known, form, her, at_desk, filled):
    client = at_desk(POLICE)

    client.post(form, filled(client, form, telephone="000 222", why="Cambió de número."))

    (now_,) = parties.read(POLICE, known.case_id, "test")
    assert now_.facts == {**her.facts, "telephone": "000 222"}
    assert now_.earlier["L"][0]["why"] == "Cambió de número."
    assert "I" not in now_.earlier


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": "Otra", "why": ""}, "why"),
        ({"why": "Nada cambia."}, "__all__"),
        ({"age": "treinta", "why": "x"}, "age"),
        ({"names": "x" * 201, "why": "x"}, "names"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(known, form, her, at_desk, filled, change, field):
    client = at_desk(POLICE)

    answer = client.post(form, filled(client, form, **change))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert parties.read(POLICE, known.case_id, "test")[0].facts == her.facts


@pytest.mark.parametrize("viewer", [OTHER_POLICE, COURT, HEALTH])
def test_a_case_of_others_is_not_found(form, absent, her, at_desk, viewer):
    client = at_desk(viewer)

    theirs, nowhere = (
        client.post(where, {"why": "x"}) for where in (form, f"{absent}personas/{her.party_id}/")
    )

    assert theirs.status_code == nowhere.status_code == 404
    assert theirs.content == nowhere.content


def test_somebody_not_in_the_case_is_not_found(href, known, at_desk):
    assert at_desk(POLICE).get(f"{href}personas/{known.case_id}/").status_code == 404


def test_who_supervises_changes_nothing(form, at_desk):
    assert at_desk(SUPERVISOR).get(form).status_code == 403
    assert at_desk(SUPERVISOR).post(form, {"names": "Otra", "why": "x"}).status_code == 403


def test_who_may_not_know_how_to_reach_her_is_not_asked_it_and_changes_nothing_of_it(
    known, href, at_desk, now, filled
):
    known.recorded(report(now), now=now)
    facts = {"names": "Sunara (inventada)", "telephone": "000 111"}
    one = NewParty(party_id=uuid4(), role="witness", facts=facts)
    operations.add_parties(case_id=known.case_id, new=[one], by=COURT, now=now)
    form, client = f"{href}personas/{one.party_id}/", at_desk(COURT)
    shown = filled(client, form, preferred_name="Ilu", why="Lo pidió.")

    answer = client.post(form, {**shown, "telephone": "000 999"})

    assert "telephone" not in shown
    assert answer.status_code == 302
    _her, now_ = parties.read(CEM, known.case_id, "test")
    assert now_.facts == {**facts, "preferred_name": "Ilu"}


def test_what_another_office_wrote_is_refused_at_its_field(known, form, her, at_desk, now, filled):
    known.recorded(report(now), now=now)
    client = at_desk(COURT)

    answer = client.post(form, filled(client, form, preferred_name="Ilu", why="Lo pidió."))

    assert answer.status_code == 422
    assert "Lo escribió otra oficina" in answer.content.decode()
    assert parties.read(POLICE, known.case_id, "test")[0].facts == her.facts


def test_to_write_that_he_works_here_closes_the_case_to_the_writer_too(
    known, href, at_desk, now, filled
):
    him = accused()
    operations.add_parties(case_id=known.case_id, new=[him], by=POLICE, now=now)
    client, address = at_desk(POLICE), f"{href}personas/{him.party_id}/"

    answer = client.post(address, filled(client, address, workplace="PNP", why="Lo dijo ella."))

    assert (answer.status_code, answer.url) == (302, "/mi-dia/")
    assert client.get(address).status_code == 404
