"""The places of each role: few, and all of them answered."""

import pytest
from django.urls import resolve
from tests.cases.stage import CEM, COURT, HEALTH, POLICE, PROSECUTOR, SUPERVISOR

from ruta.access import roles
from ruta.web.desk import nav

VIEWERS = (POLICE, CEM, COURT, PROSECUTOR, HEALTH, SUPERVISOR)
viewers = pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: viewer.role)


@viewers
def test_the_places_of_a_role_fit_a_phone(viewer):
    assert 3 <= len(nav.places(viewer)) <= 5


@viewers
def test_every_place_and_first_action_leads_somewhere(viewer):
    for place in (*nav.places(viewer), nav.first_action(viewer)):
        assert resolve(place.href.partition("?")[0]).func


def test_roles_with_places_of_their_own_exist():
    assert set(nav.PLACES) | set(nav.FIRST_ACTIONS) <= set(roles.every())


def test_nobody_signed_in_has_no_places():
    assert nav.places(None) == ()
