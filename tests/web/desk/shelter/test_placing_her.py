"""A CEM brings her to a service of protection, by pages: who is named reads, nobody else does."""

import pytest
from tests.cases.stage import COURT, POLICE
from tests.web.desk.shelter.conftest import (
    COLLEAGUE,
    ELSEWHERE,
    HEAD,
    HOST,
    LEAD,
    PLACER,
    SECOND_HOST,
    SECOND_PLACER,
    SECRET,
    SERVICE,
)

from ruta.access.backend import database_now
from ruta.access.walls import Grant
from ruta.cases.models import Act

pytestmark = pytest.mark.django_db
ALL = ("identity", "coordination", "risk", "health", "contact", "shelter")


def entry_of(placed):
    act = Act.objects.get(case_id=placed.file.case_id, kind="shelter-entry-added")
    return f"actos/{act.act_id}/"


def consents_of(placed):
    """Whether she agrees with the service now; a test's transaction has one instant for grants."""
    held = Grant.objects.filter(case_id=placed.file.case_id, office_id=SERVICE, basis="consent")
    return held.filter(until__gt=database_now()).exists()


def page(placement, who, rest=""):
    return placement.desk(who).get(f"{placement.href}{rest}")


def test_the_one_who_places_her_chooses_among_services_by_number(placement):
    placement.name(PLACER, "shelter", by=LEAD)

    shown = page(placement, PLACER, "permisos/nuevo/").content.decode()

    assert "Servicio de protección n.º 771" in shown
    assert 'value="SP-771"' in shown


@pytest.mark.parametrize("who", [LEAD, SECOND_PLACER, POLICE, COURT])
@pytest.mark.parametrize(
    "where", ["permisos/nuevo/", "permisos/simular/", "actos/nuevo/?clase=shelter-requested"]
)
def test_nobody_else_is_offered_a_service(placement, who, where):
    placement.name(PLACER, "shelter", by=LEAD)

    shown = page(placement, who, where).content.decode()

    assert "SP-" not in shown
    assert "n.º 771" not in shown


def test_whoever_is_not_named_cannot_consent_to_a_service_by_its_code(placement):
    assert placement.agree(SERVICE, *ALL, by=SECOND_PLACER) == 422
    assert placement.agree(SERVICE, *ALL, by=POLICE) == 422


def test_the_named_worker_reads_what_she_agreed_to(placed):
    shown = page(placed, HOST)

    assert shown.status_code == 200
    assert "Ilumé (inventada)" in shown.content.decode()
    assert str(placed.file.case_id) in placed.desk(HOST).get("/casos/").content.decode()


def test_what_the_worker_wrote_is_read_by_her_and_by_the_one_who_placed_her(placed):
    address = entry_of(placed)

    assert SECRET in page(placed, HOST, address).content.decode()
    assert SECRET in page(placed, PLACER, address).content.decode()
    assert "Zafir0" not in page(placed, LEAD, address).content.decode()
    assert "Zafir0" not in page(placed, POLICE, address).content.decode()


@pytest.mark.parametrize("who", [COLLEAGUE, SECOND_HOST, ELSEWHERE])
def test_who_was_not_named_has_no_such_case(placed, who):
    client = placed.desk(who)

    assert client.get(placed.href).status_code == 404
    assert str(placed.file.case_id) not in client.get("/casos/").content.decode()
    assert str(placed.file.case_id) not in client.get("/mi-dia/").content.decode()


def test_three_are_named_and_the_fourth_is_refused_in_words(placed):
    assert placed.name(COLLEAGUE, "shelter", by=HEAD) == 302
    assert placed.name(SECOND_HOST, "shelter", by=HEAD) == 422

    sent = {"person": str(SECOND_HOST.user_id), "matter": "shelter"}
    told = placed.desk(HEAD).post(f"{placed.href}equipo/", sent).content.decode()
    assert "ya están todas las que caben" in told


def test_the_cem_names_one_and_no_second(placement):
    assert placement.name(PLACER, "shelter", by=LEAD) == 302
    assert placement.name(SECOND_PLACER, "shelter", by=LEAD) == 422


def test_taken_back_the_service_holds_her_consent_no_more(placed):
    assert consents_of(placed)

    placed.desk(PLACER).post(f"{placed.href}permisos/retirar/", {"oficina": SERVICE})

    assert not consents_of(placed)


def test_whoever_may_not_know_which_service_takes_it_back_all_the_same(placed):
    shown = page(placed, POLICE, "permisos/").content.decode()
    assert 'value="servicio-de-proteccion"' in shown

    sent = {"oficina": "servicio-de-proteccion"}
    placed.desk(POLICE).post(f"{placed.href}permisos/retirar/", sent)

    assert not consents_of(placed)


def test_the_consent_names_a_protection_service_and_no_number(placed):
    for who in (POLICE, LEAD):
        shown = page(placed, who, "permisos/").content.decode()
        assert "Servicio de protección" in shown
        assert "771" not in shown


def test_that_she_says_no_to_a_service_tells_nobody_which(placement):
    placement.name(PLACER, "shelter", by=LEAD)
    client, address = placement.desk(PLACER), f"{placement.href}permisos/nuevo/"
    sent = placement.filled(client, address, office=SERVICE, parts=["identity"], accion="no")

    assert client.post(address, sent).status_code == 302

    for who in (PLACER, LEAD, POLICE):
        shown = page(placement, who, "permisos/").content.decode()
        assert "Servicio de protección" in shown or who is POLICE
        assert "771" not in shown


def test_who_is_not_named_writes_no_entry_of_the_shelter(placed):
    for who in (LEAD, SECOND_PLACER, HEAD):
        assert placed.write("shelter-entry-added", by=who, shelter_entry="x") == 404
        assert "shelter-entry-added" not in page(placed, who, "actos/nuevo/").content.decode()


def test_every_page_of_the_service_answers_though_it_has_no_district(placed):
    client = placed.desk(HOST)
    for address in (
        "/mi-dia/", "/casos/", "/plazos/", "/mi-cuenta/", placed.href, f"{placed.href}permisos/",
        f"{placed.href}permisos/nuevo/", f"{placed.href}actos/nuevo/",
        f"{placed.href}actos/nuevo/?clase=referral-made", f"{placed.href}quien-abrio/",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
