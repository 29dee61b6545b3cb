"""Who administers whose account, and what a change of one does (SEC-63)."""

from datetime import date
from uuid import uuid4

import pytest
from tests.access.accounts.conftest import add

from ruta.access import sessions
from ruta.access.accounts import administration, notes
from ruta.access.accounts.administration import NAMED, TEAM, NotAllowed, NotYours
from ruta.access.backend import database_now
from ruta.access.people import RoleRefused, User
from ruta.directory.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(another_coordinator) -> User:
    """Somebody of an office of another agency."""
    return add("lejos.prueba", another_coordinator.office_id, "cem_psychologist")


@pytest.fixture
def noted(owner_connection, monkeypatch) -> list[tuple]:
    """The changes noted in the audit, in their order."""
    kept: list[tuple] = []
    real_note = notes.note

    def remember(change, **more):
        kept.append((change, more["by"] and more["by"].username))
        real_note(change, **more)

    monkeypatch.setattr(administration, "note", remember)
    return kept


def test_coordinators_see_their_own_office(coordinator, ana, far):
    seen = set(administration.people_of(coordinator).values_list("username", flat=True))

    assert {"ana.prueba", "coordina.prueba"} <= seen
    assert "lejos.prueba" not in seen
    with pytest.raises(NotYours):
        administration.find(coordinator, far.pk)


def test_an_account_of_another_office_is_as_one_that_does_not_exist(coordinator, far):
    for unknown in (far.pk, uuid4()):
        with pytest.raises(NotYours):
            administration.find(coordinator, unknown)


def test_administrators_see_everybody(administrator, ana, far):
    seen = set(administration.people_of(administrator).values_list("username", flat=True))

    assert {"ana.prueba", "lejos.prueba"} <= seen


def test_others_administer_nobody(ana):
    with pytest.raises(NotYours):
        administration.people_of(ana)


@pytest.mark.check("SEC-63")
def test_closing_an_account_ends_its_sessions(coordinator, ana, browser, signed_in, noted):
    signed_in(browser, ana)
    assert sessions.of_person(ana.pk).exists()

    administration.set_active(person=ana, active=False, by=coordinator)

    assert not sessions.Session.objects.filter(account=ana.pk).exists()
    assert browser.get("/mi-cuenta/").status_code == 302
    assert noted == [("disabled", "coordina.prueba")]


def test_a_role_that_does_not_exist_in_the_office_is_refused(coordinator, ana):
    with pytest.raises(RoleRefused):
        administration.set_role(person=ana, office=ana.office, role="cem_lawyer", by=coordinator)


def test_a_coordinator_moves_nobody_to_another_office(coordinator, another_coordinator, ana):
    with pytest.raises(NotAllowed):
        administration.set_role(
            person=ana, office=another_coordinator.office, role="cem_lawyer", by=coordinator
        )


def test_an_administrator_moves_somebody_who_then_coordinates_no_more(
    administrator, coordinator, another_coordinator, noted
):
    administration.set_role(
        person=coordinator, office=another_coordinator.office, role="cem_lawyer", by=administrator
    )

    moved = User.objects.get(pk=coordinator.pk)
    assert (moved.office_id, moved.role) == (another_coordinator.office_id, "cem_lawyer")
    assert not moved.coordinates
    assert noted == [("office", "administra.prueba")]


def test_a_coordinator_makes_no_coordinator(coordinator, ana):
    with pytest.raises(NotAllowed):
        administration.set_coordinates(person=ana, coordinates=True, by=coordinator)


def test_an_administrator_makes_coordinators(administrator, ana):
    administration.set_coordinates(person=ana, coordinates=True, by=administrator)

    assert User.objects.get(pk=ana.pk).coordinates


def test_nobody_changes_what_they_themselves_may_do(administrator, coordinator):
    for person in (administrator, coordinator):
        for change in (
            lambda person=person: administration.set_active(person=person, active=False, by=person),
            lambda person=person: administration.set_coordinates(
                person=person, coordinates=True, by=person
            ),
            lambda person=person: administration.set_trained(
                person=person, until=date(2199, 1, 1), by=person
            ),
            lambda person=person: administration.set_role(
                person=person, office=person.office, role="police_officer", by=person
            ),
        ):
            with pytest.raises(NotAllowed):
                change()


def test_a_coordinator_changes_no_administrator(coordinator, administrator):
    with pytest.raises(NotAllowed):
        administration.set_active(person=administrator, active=False, by=coordinator)


def test_training_is_kept_and_ends_no_session(coordinator, ana, browser, signed_in):
    signed_in(browser, ana)
    administration.set_trained(person=ana, until=date(2199, 1, 1), by=coordinator)

    assert browser.get("/mi-cuenta/").status_code == 200


def test_a_coordinator_adds_people_to_their_own_office_only(coordinator, another_coordinator):
    given = {"display_name": "Persona inventada", "by": coordinator, "now": database_now()}
    person, code = administration.add(
        username="Nueva.Prueba", office=coordinator.office, role="police_officer", **given
    )

    assert (person.username, person.has_usable_password()) == ("nueva.prueba", False)
    assert code
    with pytest.raises(NotYours):
        administration.add(
            username="otra", office=another_coordinator.office, role="cem_lawyer", **given
        )


def test_a_coordinator_of_the_past_adds_nobody(ana):
    with pytest.raises(NotYours):
        administration.add(
            username="otra", display_name="x", office=ana.office, role="police_officer",
            by=ana, now=database_now(),
        )  # fmt: skip


def test_an_office_assigns_to_its_team_until_it_says_otherwise(coordinator, another_coordinator):
    assert administration.assigns(coordinator.office_id) == TEAM

    administration.set_assigns(office_id=coordinator.office_id, assigns=NAMED, by=coordinator)

    assert administration.assigns(coordinator.office_id) == NAMED
    with pytest.raises(NotYours):
        administration.set_assigns(
            office_id=another_coordinator.office_id, assigns=NAMED, by=coordinator
        )


def test_the_audit_keeps_known_changes_only(ana):
    with pytest.raises(notes.ChangeUnknown):
        notes.note("she was rude", by=ana, person=ana.pk)


@pytest.mark.django_db(transaction=True)
def test_a_change_is_in_the_audit_with_who_did_it(stocked, settings, owner_connection):
    settings.RUTA_DEMO = False
    by = add("quien.prueba", "PNP-1133", "police_officer", coordinates=True)
    person = add("otra.prueba", "PNP-1133", "police_officer")

    administration.set_active(person=person, active=False, by=by)

    row = owner_connection.execute(
        "select event, actor, office_id, detail->>'change', (detail->>'person')::uuid"
        " from access_audit order by seq desc limit 1"
    ).fetchone()
    assert row == ("account", by.pk, "PNP-1133", "disabled", person.pk)


def test_an_office_that_is_none_gives_no_role(administrator):
    shelterless = Office.objects.filter(type="pnp").first()

    assert shelterless is not None
    assert "cem_lawyer" not in {
        role.id for role in administration.roles_for(administrator, shelterless)
    }
