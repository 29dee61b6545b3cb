"""A coordinator names people; without their name there is no case for them."""

import pytest
from tests.cases.stage import CEM, COURT, NOW, POLICE, act
from tests.web.desk.naming.conftest import COLLEAGUES

from ruta.access import context, namings
from ruta.access.audit import oversight
from ruta.access.walls import CaseMark, Naming
from ruta.cases import queries

SECOND, SECOND_POLICE = COLLEAGUES


@pytest.fixture
def desk(at_desk, case):
    """`desk(person)`: also for colleagues."""
    return at_desk


def test_in_an_office_that_assigns_by_name_only_the_assigned_see_the_case(
    desk, case, coordinating, by_name
):
    coordinator = coordinating(CEM)
    by_name("T-CEM-1")
    address = f"/casos/{case.case_id}/"
    page = desk(SECOND)
    assert page.get(address).status_code == 404
    assert str(case.case_id) not in page.get("/casos/").content.decode()
    assert str(case.case_id) not in page.get("/mi-dia/").content.decode()

    answer = desk(coordinator).post(
        f"{address}equipo/", {"person": str(SECOND.user_id), "matter": "assigned"}
    )

    assert answer.status_code == 302, answer.content
    assert page.get(address).status_code == 200
    assert str(case.case_id) in page.get("/casos/").content.decode()


def test_taking_the_name_back_closes_the_next_request(desk, case, coordinating, by_name):
    coordinator = desk(coordinating(CEM))
    by_name("T-CEM-1")
    address = f"/casos/{case.case_id}/"
    coordinator.post(f"{address}equipo/", {"person": str(SECOND.user_id), "matter": "assigned"})
    page = desk(SECOND)
    assert page.get(address).status_code == 200

    coordinator.post(f"{address}equipo/", {"remove": f"{SECOND.user_id}:assigned"})

    assert page.get(address).status_code == 404


def test_who_opens_a_case_in_such_an_office_has_it(file, colleagues, by_name, now):
    by_name("T-PNP-1")

    file.opened(now=NOW)

    assert queries.case_file(POLICE, file.case_id, now=NOW)
    with pytest.raises(queries.NotFound):
        queries.case_file(SECOND_POLICE, file.case_id, now=NOW)


@pytest.mark.parametrize("somebody", [CEM, SECOND, COURT])
def test_nobody_who_does_not_coordinate_has_the_page(desk, case, somebody):
    assert desk(somebody).get(f"/casos/{case.case_id}/equipo/").status_code == 404


def test_a_coordinator_names_nobody_of_another_office(case, coordinating, now):
    coordinator = coordinating(CEM)

    for matter in ("assigned", "trafficking", "shelter", "operation"):
        with pytest.raises(namings.Refused):
            namings.name(
                case_id=case.case_id, person=SECOND_POLICE.user_id, matter=matter,
                by=coordinator, now=now,
            )  # fmt: skip


def test_a_coordinator_of_an_office_outside_the_case_names_nobody(case, coordinating, now):
    from tests.cases.stage import OTHER_POLICE

    with pytest.raises(namings.Refused):
        namings.name(
            case_id=case.case_id, person=OTHER_POLICE.user_id, matter="assigned",
            by=coordinating(OTHER_POLICE), now=now,
        )  # fmt: skip


def test_in_trafficking_a_coordinator_names_unseen_and_learns_nothing(desk, case, coordinating):
    context.enter(CEM)
    CaseMark.objects.create(case_id=case.case_id, trafficking=True)
    coordinator, page = desk(coordinating(POLICE)), desk(SECOND_POLICE)
    code = queries.case_file(CEM, case.case_id, now=NOW).case.code
    address = f"/casos/{case.case_id}/"
    assert page.get(address).status_code == coordinator.get(address).status_code == 404

    receipts = [
        coordinator.post("/nombramientos/", {"code": each, "person": str(SECOND_POLICE.user_id)})
        for each in ("PUN-ZZZZ-ZZ", code)
    ]

    assert all("Recibido" in each.content.decode() for each in receipts)
    assert page.get(address).status_code == 200
    assert coordinator.get(address).status_code == 404


def test_the_officer_who_marks_a_case_as_trafficking_stays_in_it(desk, case):
    context.enter(POLICE)
    CaseMark.objects.create(case_id=case.case_id, trafficking=True)

    assert desk(POLICE).get(f"/casos/{case.case_id}/").status_code == 200
    assert desk(SECOND_POLICE).get(f"/casos/{case.case_id}/").status_code == 404


def test_where_an_agency_is_implicated_a_named_person_waits_for_the_second_signature(
    desk, case, coordinating, now, owned
):
    from ruta.cases import blocks

    coordinator = coordinating(CEM)
    blocks.shut(case_id=case.case_id, subject="PNP", reason="implicated", by=CEM, now=now)
    page, address = desk(SECOND_POLICE), f"/casos/{case.case_id}/"
    assert page.get(address).status_code == 404
    form = {"person": str(SECOND_POLICE.user_id), "matter": "implicated"}
    assert desk(coordinator).post(f"{address}equipo/", form).status_code == 302
    assert page.get(address).status_code == 404

    context.enter(CEM)
    assert Naming.objects.get(matter="implicated").countersigned_by is None
    assert namings.waiting(CEM) == ()
    with pytest.raises(namings.Refused):
        namings.countersign(case="whatever", person=SECOND_POLICE.user_id, by=CEM)


def test_a_naming_is_in_the_audit_and_in_nobodys_log(case, coordinating, by_name, now):
    from ruta.access.audit import opened

    namings.name(
        case_id=case.case_id, person=SECOND.user_id, matter="assigned", by=coordinating(CEM),
        now=now,
    )  # fmt: skip

    assert next(each.event for each in oversight.entries(many=5)) == "account"
    assert "account" not in {each.event for each in opened.of_case(case.case_id)}


def test_the_one_who_takes_a_case_by_name_may_still_record(file, colleagues, by_name, now):
    by_name("T-PNP-1")
    file.opened(now=NOW)

    assert file.recorded(act("note-added", NOW, note="x"))
