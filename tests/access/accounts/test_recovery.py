"""Two people of two offices bring somebody back; nobody alone does."""

from datetime import timedelta

import pytest
from tests.access.accounts.conftest import add

from ruta.access import sessions
from ruta.access.accounts import codes, factors, recovery
from ruta.access.accounts.administration import NotAllowed
from ruta.access.backend import database_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ana, application, coordinator) -> recovery.Recovery:
    return recovery.ask(person=ana, by=coordinator, now=database_now())


def confirm(asked, by, **more):
    now = more.pop("now", database_now())
    return recovery.confirm(recovery=asked.pk, reference=asked.reference, by=by, now=now)


def test_the_second_person_makes_a_code_and_ends_what_there_was(
    asked, ana, another_coordinator, browser, signed_in
):
    signed_in(browser, ana)
    codes.make_backup(ana, now=database_now())

    code = confirm(asked, another_coordinator)

    ana.refresh_from_db()
    assert not factors.has_any(ana)
    assert not ana.has_usable_password()
    assert codes.left(ana) == 0
    assert not sessions.of_person(ana.pk).exists()
    assert browser.get("/mi-cuenta/").status_code == 302
    assert codes.find(ana, codes.ENROL, code, now=database_now()) is not None


def test_asking_alone_changes_nothing(asked, ana):
    assert factors.has_any(ana)
    assert ana.has_usable_password()


def test_the_first_person_is_not_the_second(asked, coordinator):
    with pytest.raises(recovery.NoSuchRecovery):
        confirm(asked, coordinator)


def test_two_coordinators_of_one_office_are_not_enough(asked):
    same = add("otra.coordina", "PNP-1133", "police_officer", coordinates=True)

    with pytest.raises(recovery.NoSuchRecovery):
        confirm(asked, same)


def test_whoever_coordinates_nothing_confirms_nothing(asked, psychologist_of_another_office):
    with pytest.raises(recovery.NoSuchRecovery):
        confirm(asked, psychologist_of_another_office)


@pytest.fixture
def psychologist_of_another_office(another_coordinator):
    return add("psicologa.cem", another_coordinator.office_id, "cem_psychologist")


def test_nobody_recovers_their_own_account(coordinator, another_coordinator):
    with pytest.raises(NotAllowed):
        recovery.ask(person=coordinator, by=coordinator, now=database_now())
    own = recovery.ask(person=another_coordinator, by=coordinator, now=database_now())
    with pytest.raises(recovery.NoSuchRecovery):
        confirm(own, another_coordinator)


def test_a_recovery_is_open_for_a_day(asked, another_coordinator):
    with pytest.raises(recovery.NoSuchRecovery):
        confirm(asked, another_coordinator, now=database_now() + timedelta(hours=24))


def test_a_recovery_is_confirmed_once(asked, another_coordinator):
    confirm(asked, another_coordinator)

    with pytest.raises(recovery.NoSuchRecovery):
        confirm(asked, another_coordinator)


def test_a_wrong_reference_finds_nothing(asked, another_coordinator):
    with pytest.raises(recovery.NoSuchRecovery):
        recovery.find("22222222", by=another_coordinator, now=database_now())


def test_the_person_is_told_once(asked, ana, another_coordinator, browser, signed_in):
    confirm(asked, another_coordinator)
    ana.refresh_from_db()
    signed_in(browser, ana)

    assert "Tu cuenta se recuperó en persona" in browser.get("/mi-cuenta/").content.decode()
    assert "Tu cuenta se recuperó en persona" not in browser.get("/mi-cuenta/").content.decode()
