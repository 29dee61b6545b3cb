"""Where the CEM itself is implicated, one who oversees proposes its people and another signs."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.cases.stage import CEM, OTHER_POLICE, POLICE, Stage
from tests.web.desk.naming.conftest import COLLEAGUES, OVERSEERS

from ruta.access import namings
from ruta.access.audit import alerts, told
from ruta.cases import blocks

SECOND, SECOND_POLICE = COLLEAGUES
FIRST_WATCH, SECOND_WATCH = OVERSEERS
HERE = "/vigilancia/nombramientos/"


@pytest.fixture
def address(case: Stage, overseers, now) -> str:
    """A case in which somebody of the CEM is accused."""
    blocks.shut(case_id=case.case_id, subject="CEM", reason="implicated", by=CEM, now=now)
    return f"/casos/{case.case_id}/"


def proposed(client, person) -> int:
    (where,) = namings.unnamed(FIRST_WATCH)
    return client.post(HERE, {"case": where.case, "person": str(person.user_id)}).status_code


def test_two_who_oversee_open_it_to_one_person_of_the_cem(at_desk, address):
    first, second, trusted = at_desk(FIRST_WATCH), at_desk(SECOND_WATCH), at_desk(SECOND)
    assert "Oficina inventada T-CEM-1" in first.get(HERE).content.decode()

    assert proposed(first, SECOND) == 302
    assert trusted.get(address).status_code == 404
    (waits,) = namings.waiting(SECOND_WATCH)
    assert not waits.mine
    sign = {"sign": f"{waits.case}:{waits.user_id}"}
    assert "firma otra persona" in first.get(HERE).content.decode()
    assert first.post(HERE, sign).status_code == 404
    assert trusted.get(address).status_code == 404

    assert second.post(HERE, sign).status_code == 302
    assert trusted.get(address).status_code == 200
    assert at_desk(CEM).get(address).status_code == 404
    assert namings.unnamed(FIRST_WATCH) == ()


def test_in_an_office_that_assigns_by_name_the_signature_assigns_too(at_desk, address, by_name):
    by_name("T-CEM-1")
    trusted = at_desk(SECOND)
    proposed(at_desk(FIRST_WATCH), SECOND)
    (waits,) = namings.waiting(SECOND_WATCH)

    namings.countersign(case=waits.case, person=waits.user_id, by=SECOND_WATCH)

    assert trusted.get(address).status_code == 200


def test_only_people_whose_office_is_in_the_case_are_proposed(at_desk, address):
    assert proposed(at_desk(FIRST_WATCH), OTHER_POLICE) == 404
    assert namings.waiting(SECOND_WATCH) == ()


def test_nobody_is_proposed_whom_she_keeps_out(at_desk, case, overseers, now):
    for subject, reason in ((str(SECOND.user_id), "blocked"), ("CEM", "implicated")):
        blocks.shut(case_id=case.case_id, subject=subject, reason=reason, by=CEM, now=now)

    assert proposed(at_desk(FIRST_WATCH), SECOND) == 404


@pytest.mark.parametrize("somebody", [CEM, SECOND, POLICE], ids=["cem", "colleague", "police"])
def test_nobody_else_proposes_or_reads_where(at_desk, address, coordinating, somebody):
    (where,) = namings.unnamed(FIRST_WATCH)
    client = at_desk(coordinating(somebody))

    assert client.get(HERE).status_code == 404
    form = {"case": where.case, "person": str(SECOND.user_id)}
    assert client.post(HERE, form).status_code == 404
    assert namings.unnamed(somebody) == ()
    with pytest.raises(namings.Refused):
        namings.propose(case=where.case, person=SECOND.user_id, by=somebody)


def _routes(patterns: list, before: str = "") -> list[str]:
    found = []
    for each in patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += _routes(each.url_patterns, whole)
        elif isinstance(each, URLPattern):
            found.append(whole)
    return found


@pytest.mark.check("SEC-2")
@pytest.mark.parametrize("somebody", [CEM, SECOND], ids=["coordinator", "colleague"])
def test_sec_2_nobody_of_the_implicated_cem_finds_the_case_or_hears_of_it(
    at_desk, case, address, coordinating, now, somebody
):
    proposed(at_desk(FIRST_WATCH), SECOND)
    alerts.raise_now("conflict", case_id=case.case_id, by=SECOND_POLICE)
    coordinating(CEM)
    client, id_ = at_desk(somebody), str(case.case_id)

    for route in _routes(get_resolver().url_patterns):
        if route.startswith("casos/<uuid:case_id>/") and route.count("<") == 1:
            page = "/" + route.replace("<uuid:case_id>", id_)
            assert client.get(page).status_code in (404, 405), page
            assert client.post(page, {"person": str(SECOND.user_id)}).status_code in (404, 405)
    for page in ("/mi-dia/", "/casos/", "/plazos/", "/vincular/pendientes/", "/mas/", "/alertas/"):
        assert id_ not in client.get(page).content.decode()
    assert told.unseen(somebody) == 0
    assert told.of(somebody, many=9) == []


def test_a_coordinator_of_another_institution_of_the_case_may_name_them_too(
    at_desk, case, address, coordinating
):
    police = at_desk(coordinating(POLICE))
    form = {"person": str(SECOND.user_id), "matter": "implicated"}

    assert police.post(f"{address}equipo/", form).status_code == 302

    (waits,) = namings.waiting(FIRST_WATCH)
    assert (waits.user_id, waits.mine) == (SECOND.user_id, False)
