"""The places of each role: few, and all of them answered."""

import pytest
from django.urls import resolve
from tests.cases.stage import CEM, COURT, HEALTH, POLICE, PROSECUTOR, SUPERVISOR

from ruta.access import roles
from ruta.access.viewer import Viewer
from ruta.web.desk import nav

OVERSEER = Viewer(POLICE.user_id, "T-DEF-1", "defensoria", "oversight", "PUNO")
ADMINISTRATOR = Viewer(POLICE.user_id, "T-SUP-1", "supervision", "administrator", "PUNO")
VIEWERS = (POLICE, CEM, COURT, PROSECUTOR, HEALTH, SUPERVISOR)
viewers = pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: viewer.role)


@viewers
def test_the_places_of_a_role_fit_a_phone(viewer):
    assert 3 <= len(nav.places(viewer)) <= 5


@pytest.mark.parametrize("viewer", [*VIEWERS, OVERSEER, ADMINISTRATOR], ids=lambda one: one.role)
@pytest.mark.parametrize("coordinates", [True, False])
def test_what_does_not_fit_is_behind_more_and_nothing_twice(viewer, coordinates):
    at_the_edge = [place.href for place in nav.places(viewer, coordinates=coordinates)]
    behind = [spot.href for spot in nav.more(viewer, coordinates=coordinates)]

    assert len(at_the_edge) <= nav.MOST
    assert bool(behind) == (nav.MORE.href in at_the_edge)
    assert len({*at_the_edge, *behind}) == len(at_the_edge) + len(behind)
    for href in behind:
        assert resolve(href).func


def test_who_may_use_a_place_has_it_and_nobody_else():
    def has(viewer, href, **more):
        return href in {spot.href for spot in nav.spots(viewer, **{"coordinates": False, **more})}

    assert has(POLICE, "/nombramientos/", coordinates=True)
    assert not has(POLICE, "/nombramientos/")
    assert not has(CEM, "/nombramientos/", coordinates=True)
    assert has(CEM, "/alertas/", coordinates=True)
    assert not has(CEM, "/alertas/")
    assert not has(COURT, "/alertas/", coordinates=True)
    assert has(ADMINISTRATOR, "/alertas/")
    assert has(HEALTH, "/vincular/")
    assert has(CEM, "/vincular/pendientes/")
    assert not has(HEALTH, "/vincular/pendientes/")
    assert has(OVERSEER, "/vigilancia/nombramientos/")
    assert not has(OVERSEER, "/vincular/")


def test_alerts_are_counted_where_they_are_read():
    (place,) = [each for each in nav.places(OVERSEER, unseen=3) if each.count]

    assert (place.href, place.count) == ("/vigilancia/alertas/", 3)


@viewers
def test_every_place_and_first_action_leads_somewhere(viewer):
    for place in (*nav.places(viewer), nav.first_action(viewer)):
        assert resolve(place.href.partition("?")[0]).func


def test_roles_with_places_of_their_own_exist():
    assert set(nav.PLACES) | set(nav.FIRST_ACTIONS) <= set(roles.every())


def test_nobody_signed_in_has_no_places():
    assert nav.places(None) == ()


def test_more_lists_the_rest(at_desk):
    page = at_desk(POLICE).get("/mas/").content.decode()

    assert "Preguntar por otro caso" in page
    assert "/nombramientos/" not in page.split("<main", 1)[1]
