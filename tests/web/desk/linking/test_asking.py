"""SEC-5 and SEC-10 by an adversary: a question tells nothing; an operation waits for its hour."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from tests.cases.stage import CEM, COURT, HEALTH, POLICE, PROSECUTOR, act, survivor

from ruta.access import context, namings
from ruta.cases import hidden, operations
from ruta.cases.intake import NewParty

HERS = "00000017"
WHAT = "Allanamiento inventado en el local 41"


@pytest.fixture
def hers(case, now):
    """Her document is known in the case."""
    her = survivor()
    new = NewParty(party_id=her.party_id, role="survivor", facts=her.facts, document=HERS)
    operations.add_parties(case_id=case.case_id, new=[new], by=CEM, now=now)
    return case


def plain(client, document: str) -> str:
    text = client.post("/vincular/", {"document": document}).content.decode()
    text = re.sub(r'data-staying="\d+"', "", text.replace(document, ""))
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.check("SEC-5")
def test_sec_5_the_receipt_is_the_same_for_a_known_and_an_unknown_document(at_desk, hers):
    client = at_desk(HEALTH)

    assert plain(client, HERS) == plain(client, "00000099")


@pytest.mark.check("SEC-5")
def test_sec_5_and_takes_the_same_while(at_desk, hers):
    client = at_desk(HEALTH)
    for document in (HERS, "00000099"):
        began = time.monotonic()
        plain(client, document)
        assert time.monotonic() - began >= 0.25


def test_the_cem_that_holds_the_case_decides_and_nobody_else_sees_the_question(at_desk, hers):
    plain(at_desk(HEALTH), HERS)
    context.enter(HEALTH)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_linkask")
        assert cursor.fetchone() == (0,)
    cem = at_desk(CEM)
    (question,) = hidden.questions(CEM)
    assert question.code in cem.get("/vincular/pendientes/").content.decode()

    decide = {"decide": f"linked:{question.case_id}:{question.ask_id}"}
    assert cem.post("/vincular/pendientes/", decide).status_code == 302

    assert hidden.questions(CEM) == ()
    assert cem.post("/vincular/pendientes/", decide).status_code == 404
    assert at_desk(HEALTH).get(f"/casos/{hers.case_id}/").status_code == 404


@pytest.mark.parametrize("somebody", [HEALTH, POLICE, COURT])
def test_only_a_cem_has_questions_to_decide(at_desk, hers, somebody):
    assert at_desk(somebody).get("/vincular/pendientes/").status_code == 404


# --- Operations -----------------------------------------------------------------------------------


@pytest.fixture
def named(hers, coordinating, now):
    """The prosecution is in the case, and one of it is named for operations."""
    hers.recorded(act("file-sent-prosecutor", now, to="T-MP-1"), by=COURT, now=now)
    namings.name(
        case_id=hers.case_id, person=PROSECUTOR.user_id, matter="operation",
        by=coordinating(PROSECUTOR), now=now,
    )  # fmt: skip
    return hers


def planned(case, now, *, hours: int) -> None:
    hidden.plan(
        case_id=case.case_id, operation_id=uuid4(), what=WHAT, by=PROSECUTOR, now=now,
        unlock_at=now + timedelta(hours=hours),
    )  # fmt: skip


@pytest.mark.check("SEC-10")
@pytest.mark.parametrize("unnamed", [POLICE, CEM, COURT])
def test_sec_10_before_its_hour_it_is_as_if_there_were_none(at_desk, named, now, unnamed):
    client, address = at_desk(unnamed), f"/casos/{named.case_id}/operativos/"

    def shown() -> str:
        text = client.get(address).content.decode()
        return re.sub(r'data-staying="\d+"|name="csrfmiddlewaretoken" value="\w+"', "", text)

    before = shown()
    planned(named, now, hours=1)

    assert shown() == before
    assert WHAT not in client.get(f"/casos/{named.case_id}/").content.decode()
    context.enter(unnamed)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_operation")
        assert cursor.fetchone() == (0,)


@pytest.mark.check("SEC-10")
def test_sec_10_who_is_named_sees_it_before_and_the_others_at_its_hour(at_desk, named, now):
    address = f"/casos/{named.case_id}/operativos/"
    planned(named, now, hours=1)
    assert WHAT in at_desk(PROSECUTOR).get(address).content.decode()

    planned(named, now, hours=-1)

    assert at_desk(CEM).get(address).content.decode().count(WHAT) == 1


def test_only_who_is_named_plans(at_desk, hers, now):
    address = f"/casos/{hers.case_id}/operativos/"
    form = {"operation_id": uuid4(), "what": WHAT, "unlock_at": "2030-01-01T10:00"}
    assert at_desk(CEM).post(address, form).status_code == 404
    context.enter(CEM)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into cases_operation values (%s, %s, 'T-CEM-1', %s, now(), now(), 'x')",
            [hers.case_id, uuid4(), CEM.user_id],
        )


def test_what_is_planned_is_sealed(named, now):
    planned(named, now, hours=1)
    context.enter(PROSECUTOR)
    with connection.cursor() as cursor:
        cursor.execute("select sealed from cases_operation")
        assert b"Allanamiento" not in bytes(cursor.fetchone()[0])
