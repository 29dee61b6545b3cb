"""SEC-7: who reaches for a shelter is told of, to others than their own agency."""

from uuid import uuid5

import pytest
from tests.cases.stage import PEOPLE, POLICE
from tests.web.desk.shelter.conftest import (
    COLLEAGUE,
    ELSEWHERE,
    HEAD,
    HOST,
    LEAD,
    SECOND_PLACER,
)

from ruta.access import context
from ruta.access.audit import oversight, told
from ruta.access.viewer import Viewer
from ruta.cases import admission

pytestmark = [pytest.mark.django_db, pytest.mark.check("SEC-7")]
OVERSEER = Viewer(uuid5(PEOPLE, "overseer"), "T-SUP-1", "defensoria", "oversight", "PUNO")
ENTRY_FORM = "actos/nuevo/?clase=shelter-entry-added"


def told_to_the_cem():
    with context.entered(LEAD):
        return [(each.kind, each.agency) for each in told.of(LEAD, many=50)]


def told_to_whoever_oversees():
    with context.entered(OVERSEER):
        return [(each.kind, each.agency, each.office_name) for each in oversight.alerts(many=50)]


@pytest.mark.parametrize("path", ["", "permisos/", "equipo/", "actos/nuevo/", "expediente.pdf"])
def test_a_colleague_nobody_named_gets_what_is_not_there_and_others_hear(placed, path):
    answer = placed.desk(COLLEAGUE).get(placed.href + path)

    assert answer.status_code == 404
    assert told_to_the_cem() == [("shelter", "HOGAR")]
    assert told_to_whoever_oversees() == [("shelter", "HOGAR", "")]


def test_of_the_service_itself_nobody_is_told(placed):
    placed.desk(COLLEAGUE).get(placed.href)

    for person in (HEAD, HOST, COLLEAGUE):
        with context.entered(person):
            assert told.of(person, many=50) == []


@pytest.mark.parametrize("who", [LEAD, SECOND_PLACER])
def test_an_attempt_by_the_cem_is_told_to_whoever_oversees_and_not_to_the_cem(placed, who):
    assert placed.desk(who).get(placed.href + ENTRY_FORM).status_code == 404

    assert told_to_the_cem() == []
    assert told_to_whoever_oversees() == [("shelter", "CEM", "Oficina inventada T-CEM-1")]


def test_an_attempt_by_the_police_is_told_to_the_cem_and_to_whoever_oversees(placed):
    with context.entered(POLICE), pytest.raises(admission.NotFound):
        admission.admit_to(POLICE, placed.file.case_id, "S")
    placed.desk(POLICE).get("/mi-dia/")  # what was left to be written is, when an answer is out

    assert told_to_the_cem() == [("shelter", "PNP")]
    assert ("shelter", "PNP", "Oficina inventada T-PNP-1") in told_to_whoever_oversees()


@pytest.mark.parametrize("who", [HOST, HEAD])
def test_who_has_the_case_in_their_charge_or_coordinates_is_no_alarm(placed, who):
    assert placed.desk(who).get(placed.href).status_code == 200

    assert told_to_the_cem() == []
    assert told_to_whoever_oversees() == []


def test_somebody_of_another_service_is_as_anybody_outside(placed):
    assert placed.desk(ELSEWHERE).get(placed.href).status_code == 404

    assert told_to_whoever_oversees() == []


def test_tried_many_times_it_is_told_once(placed):
    client = placed.desk(COLLEAGUE)
    for _again in range(3):
        client.get(placed.href)

    assert told_to_the_cem() == [("shelter", "HOGAR")]
