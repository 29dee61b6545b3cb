"""An office's alerts: for who coordinates it, never of their own agency or of what is closed."""

import re
from uuid import uuid4

import pytest
from tests.cases.stage import CEM, COURT, OTHER_POLICE, POLICE, SUPERVISOR, Stage
from tests.web.desk.naming.conftest import COLLEAGUES, OVERSEERS

from ruta.access.audit import alerts, reviews, told
from ruta.access.viewer import Viewer
from ruta.cases import blocks
from ruta.web.desk.alerts import words

HERE = "/alertas/"
SECOND, SECOND_POLICE = COLLEAGUES


@pytest.fixture
def alert(case: Stage):
    """An officer of another station tried to see the case."""
    return alerts.raise_now("conflict", case_id=case.case_id, by=OTHER_POLICE)


@pytest.fixture
def desk(at_desk, case, coordinating):
    """The coordinator of the CEM, signed in."""
    return at_desk(coordinating(CEM))


def test_a_coordinator_reads_what_happened_and_what_to_do(desk, case, alert):
    page = desk.get(HERE).content.decode()

    assert "Conflicto de interés" in page
    assert "Oficina inventada T-PNP-2" in page
    assert "Pregúntale a ella" in page
    assert f"/casos/{case.case_id}/" in page
    assert str(OTHER_POLICE.user_id) not in page
    assert "Cuenta inventada" not in page.split("<main", 1)[1]


def test_it_is_counted_in_the_navigation_until_it_is_reviewed(desk, alert):
    counted = re.compile(r'href="/alertas/".*?nav__count">1<', re.S)
    assert counted.search(desk.get("/mi-dia/").content.decode().split("</nav>", 1)[0])

    desk.post(f"{HERE}{alert}/", {"outcome": "explained", "note": ""})

    assert not counted.search(desk.get("/mi-dia/").content.decode().split("</nav>", 1)[0])


def test_a_review_keeps_what_came_of_it_and_the_note_sealed(desk, alert):
    answer = desk.post(f"{HERE}{alert}/", {"outcome": "referred", "note": "Llamé a su jefatura."})

    assert answer.status_code == 302
    assert "No hay alertas sin revisar" in desk.get(HERE).content.decode()
    history = desk.get(HERE, {"estado": "revisadas"}).content.decode()
    assert "Se derivó para investigar" in history
    assert "Llamé a su jefatura." in history
    assert "Cuenta inventada" in history.split("<main", 1)[1]
    (reviewed,) = told.of(CEM, state="seen", many=5)
    assert b"jefatura" not in bytes(reviewed.note)


def test_nothing_is_reviewed_without_saying_what_came_of_it(desk, alert):
    assert desk.post(f"{HERE}{alert}/", {"note": "Nada"}).status_code == 422
    assert [each.alert_id for each in told.of(CEM, state="open", many=5)] == [alert]


def test_an_alert_is_reviewed_once(desk, alert):
    said = {"outcome": "explained", "note": ""}
    assert desk.post(f"{HERE}{alert}/", said).status_code == 302

    assert desk.post(f"{HERE}{alert}/", said).status_code == 404
    assert desk.get(f"{HERE}{alert}/").status_code == 404


def test_an_empty_page_says_how_it_fills(desk):
    assert 'class="empty__how"' in desk.get(HERE).content.decode()


@pytest.mark.parametrize(
    "somebody", [CEM, SECOND, POLICE, COURT, SUPERVISOR], ids=lambda one: one.role
)
def test_who_does_not_coordinate_a_cem_has_no_such_page(at_desk, case, alert, somebody):
    client = at_desk(somebody)

    assert client.get(HERE).status_code == 404
    assert client.get(f"{HERE}{alert}/").status_code == 404
    assert "/alertas/" not in client.get("/mi-dia/").content.decode()


def test_a_coordinator_of_the_police_has_none_either(at_desk, case, alert, coordinating):
    client = at_desk(coordinating(POLICE))

    assert client.get(HERE).status_code == 404
    with pytest.raises(reviews.NotForThem):
        told.review(alert_id=alert, outcome="explained", note="", by=POLICE)


@pytest.mark.check("SEC-4")
@pytest.mark.parametrize("actor", [CEM, SECOND, SUPERVISOR], ids=["herself", "colleague", "over"])
def test_sec_4_nobody_reads_an_alert_about_their_own_agency(desk, case, actor: Viewer):
    alerts.raise_now("conflict", case_id=case.case_id, by=actor)

    assert told.of(CEM, many=5) == []
    assert told.unseen(CEM) == 0


def test_the_case_is_a_link_only_for_who_sees_it(desk, case, by_name, alert):
    alerts.raise_now("cap", case_id=None, by=OTHER_POLICE)
    alerts.raise_now("canary", case_id=uuid4(), by=OTHER_POLICE)

    assert [each.case_id for each in told.of(CEM, many=5)] == [case.case_id]

    by_name("T-CEM-1")
    page = desk.get(HERE).content.decode()
    assert "Conflicto de interés" in page
    assert desk.get(f"/casos/{case.case_id}/").status_code == 200


@pytest.mark.parametrize("subject", ["CEM", "T-CEM-1", str(CEM.user_id)])
def test_of_a_case_that_is_closed_to_the_office_it_hears_nothing(desk, case, alert, now, subject):
    reason = "implicated" if subject == "CEM" else "blocked"
    blocks.shut(case_id=case.case_id, subject=subject, reason=reason, by=CEM, now=now)
    alerts.raise_now("shelter", case_id=case.case_id, by=OTHER_POLICE)

    page = desk.get(HERE).content.decode()

    assert "Conflicto de interés" not in page
    assert "refugio" not in page.split("<main", 1)[1]
    assert 'nav__count">' not in page


def test_whoever_oversees_sees_how_many_wait_and_has_their_own_page(at_desk, overseers, alert):
    client = at_desk(OVERSEERS[0])

    assert client.get(HERE).status_code == 404
    assert 'nav__count">1<' in client.get("/vigilancia/alertas/").content.decode()


@pytest.mark.parametrize("kind", alerts.KINDS)
def test_every_kind_says_what_to_do(kind):
    assert words.to_do(kind) != words.to_do("no such kind")
