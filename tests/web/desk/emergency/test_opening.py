"""Emergency openings by an adversary: what opens, for how long, and what nobody can tell apart."""

import re
import time
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from tests.cases.stage import (
    CEM,
    COURT,
    HEALTH,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    act,
    survivor,
    worker,
)
from tests.web.desk.emergency.conftest import DOCUMENT

from ruta.access import context
from ruta.access.audit import afterwards
from ruta.access.walls import Bar, BreakGlass, CaseMark
from ruta.cases import accounts, admission, operations, queries

REFERENCE = re.compile(r'class="reference">(\w{8})<')


def opened_by(client, asking, **which):
    return client.post("/emergencia/", asking(**which))


def as_if_later(hours: int) -> None:
    """Everybody's openings and tries happened so many hours earlier."""
    with connection.cursor() as cursor:
        cursor.execute("select backdate_emergencies(%s)", [hours])


@pytest.fixture
def later(owner_connection):
    """`later(hours)`; the web may not change an opening, so the owner lends a function."""
    owner_connection.execute("""
        create or replace function backdate_emergencies(hours int) returns void
        language sql security definer as $$
            update access_breakglass set opened_at = opened_at - hours * interval '1 hour',
                until = until - hours * interval '1 hour';
            update access_breakglassattempt set at = at - hours * interval '1 hour' $$""")
    yield as_if_later
    owner_connection.execute("drop function backdate_emergencies(int)")


@pytest.fixture
def alerts_of(owner_connection):
    """`alerts_of(kind)`: audience and agency of the alerts of a kind, read past every wall."""
    owner_connection.execute("""
        create or replace function every_alert() returns table (k text, who text, of text)
        language sql security definer as $$
            select kind, audience, actor_agency from access_alert $$""")

    def read(kind):
        with connection.cursor() as cursor:
            cursor.execute("select who, of from every_alert() where k = %s", [kind])
            return cursor.fetchall()

    yield read
    owner_connection.execute("drop function every_alert()")


def test_a_code_opens_the_case_and_says_until_when(at_desk, case, code, asking):
    client = at_desk(OTHER_POLICE)

    answer = opened_by(client, asking, code=code.lower())

    assert answer.status_code == 302
    assert answer["Location"] == f"/casos/{case.case_id}/"
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "Abierto por emergencia hasta las" in page.content.decode()
    people = client.get(f"{answer['Location']}personas/").content.decode()
    assert "Ilumé (inventada)" in people
    assert "Abierto por emergencia" in people
    opening = BreakGlass.objects.get(user_id=OTHER_POLICE.user_id)
    assert (opening.until - opening.opened_at).total_seconds() == 4 * 3600


def test_the_document_of_somebody_in_it_opens_it_too(at_desk, case, asking):
    answer = opened_by(at_desk(HEALTH), asking, document=DOCUMENT)

    assert answer["Location"] == f"/casos/{case.case_id}/"


def test_the_reason_is_sealed(at_desk, case, code, asking):
    opened_by(at_desk(OTHER_POLICE), asking, code=code)

    assert b"gritos" not in bytes(BreakGlass.objects.get().reason)


@pytest.mark.check("SEC-8")
def test_sec_8_after_four_hours_it_is_not_there(at_desk, case, code, asking, later):
    client = at_desk(OTHER_POLICE)
    address = opened_by(client, asking, code=code)["Location"]
    assert client.get(address).status_code == 200

    later(5)  # a test is one transaction: its now() stands still

    assert client.get(address).status_code == 404


@pytest.mark.check("SEC-8")
def test_sec_8_three_tries_a_day_whatever_came_of_them(at_desk, case, code, asking, later):
    client = at_desk(OTHER_POLICE)
    for _ in range(3):
        assert opened_by(client, asking, code="PUN-ZZZZ-ZZ").status_code == 200

    assert opened_by(client, asking, code=code).status_code == 200
    assert not BreakGlass.objects.exists()
    later(25)
    assert opened_by(client, asking, code=code).status_code == 302


@pytest.mark.check("SEC-8")
def test_sec_8_an_opening_nobody_reviewed_in_72_hours_suspends(at_desk, case, code, asking, later):
    client = at_desk(OTHER_POLICE)
    assert opened_by(client, asking, code=code).status_code == 302
    later(73)

    assert opened_by(client, asking, code=code).status_code == 200
    assert "Suspendido" in client.get("/emergencia/").content.decode()


def plain(answer) -> str:
    """The page but for its reference, its token and what the clock says."""
    text = answer.content.decode()
    text = REFERENCE.sub("reference", text)
    text = re.sub(r'data-staying="\d+"', "", text)
    text = re.sub(r"\b\d\d?:\d\d\b", "the minute", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.check("SEC-9")
@pytest.mark.parametrize("closed", ["conflict", "blocked", "implicated", "trafficking", "absent"])
def test_sec_9_what_does_not_open_answers_as_what_does_not_exist(
    at_desk, case, code, asking, closed
):
    subject = {"implicated": "PNP"}.get(closed, str(OTHER_POLICE.user_id))
    context.enter(POLICE)
    if closed == "trafficking":
        CaseMark.objects.update_or_create(case_id=case.case_id, defaults={"trafficking": True})
    elif closed != "absent":
        Bar.objects.create(
            case_id=case.case_id, subject=subject, reason=closed, since="2026-01-01T00:00Z"
        )
    client = at_desk(OTHER_POLICE)

    nothing = opened_by(client, asking, code="PUN-ZZZZ-ZZ")
    answer = opened_by(client, asking, code="PUN-ZZZZ-ZY" if closed == "absent" else code)

    assert plain(answer) == plain(nothing)
    assert answer.status_code == nothing.status_code == 200
    assert len(answer.content) == len(nothing.content)
    assert not BreakGlass.objects.exists()
    assert client.get(f"/casos/{case.case_id}/").status_code == 404


@pytest.mark.check("SEC-4")
def test_sec_4_a_try_that_hits_a_conflict_alerts_others_and_never_their_agency(
    at_desk, case, code, asking, alerts_of
):
    context.enter(POLICE)
    Bar.objects.create(
        case_id=case.case_id, subject=str(OTHER_POLICE.user_id), reason="blocked",
        since="2026-01-01T00:00Z",
    )  # fmt: skip

    opened_by(at_desk(OTHER_POLICE), asking, code=code)
    afterwards.settle()

    assert alerts_of("conflict") == [("agency:OVERSIGHT", "PNP")]


def test_an_opening_alerts_whoever_oversees(at_desk, case, code, asking, alerts_of):
    opened_by(at_desk(OTHER_POLICE), asking, code=code)

    assert ("agency:OVERSIGHT", "PNP") in alerts_of("breakglass")


@pytest.mark.check("SEC-9")
def test_sec_9_it_opens_no_account_no_contact_and_writes_nothing(at_desk, case, code, asking):
    opened_by(at_desk(OTHER_POLICE), asking, code=code)
    context.enter(OTHER_POLICE)

    standing = admission.standing(OTHER_POLICE, case.case_id)

    assert standing.readable(own=True) == frozenset("ICR")
    assert not any(standing.may_deposit(letter) for letter in "ICRNHLSK")
    with pytest.raises(admission.Closed):
        accounts.read_account(OTHER_POLICE, case.case_id, "care")
    with connection.cursor() as cursor:
        cursor.execute("select distinct compartment from cases_sealeditem")
        assert {letter for (letter,) in cursor.fetchall()} <= set("ICR")


@pytest.mark.check("SEC-9")
def test_sec_9_it_records_nothing_and_so_earns_no_place(at_desk, case, code, asking):
    client = at_desk(OTHER_POLICE)
    address = opened_by(client, asking, code=code)["Location"]

    with pytest.raises(operations.NotYours):
        operations.record(
            case_id=case.case_id, acts=[act("cem-notified", case_now(), to="T-CEM-1")],
            by=OTHER_POLICE, now=case_now(),
        )  # fmt: skip
    with pytest.raises(admission.Closed):
        operations.add_parties(
            case_id=case.case_id, new=[survivor()], by=OTHER_POLICE, now=case_now()
        )
    assert client.get(f"{address}actos/nuevo/?clase=note-added").status_code == 404
    assert "Registrar un acto" not in client.get(address).content.decode()
    assert admission.standing(OTHER_POLICE, case.case_id).relation == "none"


def test_a_conflict_that_comes_later_closes_the_next_request(at_desk, case, code, asking):
    client = at_desk(OTHER_POLICE)
    address = opened_by(client, asking, code=code)["Location"]
    context.enter(POLICE)
    Bar.objects.create(
        case_id=case.case_id, subject="PNP", reason="implicated", since="2026-01-01T00:00Z"
    )

    assert client.get(address).status_code == 404
    context.enter(OTHER_POLICE)
    with pytest.raises(queries.NotFound):
        queries.case_file(OTHER_POLICE, case.case_id, now=case_now())


def case_now():
    from ruta.access.backend import database_now

    return database_now()


def test_it_asks_for_a_fresh_second_factor_where_one_is_required(
    at_desk, case, code, asking, settings
):
    settings.RUTA_SECOND_FACTOR = "required"

    answer = opened_by(at_desk(OTHER_POLICE), asking, code=code)

    assert answer.status_code == 401
    assert answer.templates[0].name == "access/account/confirm.html"
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("somebody", [COURT, SUPERVISOR])
def test_only_those_who_protect_at_once_have_the_page(at_desk, somebody, case):
    assert at_desk(somebody).get("/emergencia/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"code": "PUN-7K2Q-9F", "document": "12345678"},
        {"code": "PUN-7K2Q-9F", "reason": "corto"},
        {"code": "PUN-7K2Q-9F", "reason_code": "no-existe"},
    ],
)
def test_a_form_that_is_not_whole_costs_no_try(at_desk, case, asking, wrong):
    client = at_desk(OTHER_POLICE)

    assert opened_by(client, asking, **wrong).status_code == 422
    assert "Te quedan 3 intentos hoy." in client.get("/emergencia/").content.decode()


def test_somebody_who_has_the_case_goes_to_it_and_spends_no_try(at_desk, case, code, asking):
    client = at_desk(POLICE)

    assert opened_by(client, asking, code=code)["Location"] == f"/casos/{case.case_id}/"
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize(
    "intrusion",
    [
        "select * from access_breakglassattempt",
        "select access_breakglass_begin(gen_random_uuid(), gen_random_uuid(), access_me(),"
        " 'x', 'PNP', 'other', 'x', null)",
        "select access_breakglass_find('PUN-7K2Q-9F', null, null)",
        "update access_breakglass set until = now() + interval '1 year'",
        "delete from access_breakglass",
    ],
)
def test_the_web_cannot_go_round_the_limits(db, intrusion):
    context.enter(OTHER_POLICE)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(intrusion)


def test_every_answer_takes_the_same_while(at_desk, case, code, asking):
    client = at_desk(OTHER_POLICE)
    began = time.monotonic()
    opened_by(client, asking, code="PUN-ZZZZ-ZZ")

    assert time.monotonic() - began >= 0.25


# --- A second person ----------------------------------------------------------------------------


@pytest.fixture
def trafficking(case):
    """The case is one of trafficking."""
    context.enter(POLICE)
    CaseMark.objects.update_or_create(case_id=case.case_id, defaults={"trafficking": True})
    return case


def reference_of(answer) -> str:
    found = REFERENCE.search(answer.content.decode())
    assert found
    return found[1]


def test_a_case_of_trafficking_opens_once_another_agency_confirms(
    at_desk, trafficking, code, asking
):
    asker, second = at_desk(OTHER_POLICE), at_desk(HEALTH)
    reference = reference_of(opened_by(asker, asking, code=code))
    assert asker.get(f"/casos/{trafficking.case_id}/").status_code == 404

    check = second.post("/emergencia/confirmar/", {"reference": reference.lower()})
    assert "Está en peligro ahora" in check.content.decode()
    second.post("/emergencia/confirmar/", {"reference": reference, "confirmed": "1"})

    assert asker.get(f"/casos/{trafficking.case_id}/").status_code == 200
    assert str(trafficking.case_id) in asker.get("/emergencia/").content.decode()
    assert second.get(f"/casos/{trafficking.case_id}/").status_code == 404
    context.enter(OTHER_POLICE)
    assert BreakGlass.objects.get().seconded_by == HEALTH.user_id


@pytest.mark.parametrize("who", [OTHER_POLICE, POLICE, worker("T-PNP-2", "colleague")])
def test_nobody_of_the_same_agency_confirms(at_desk, trafficking, code, asking, who):
    from ruta.access import emergency

    reference = reference_of(opened_by(at_desk(OTHER_POLICE), asking, code=code))

    assert emergency.asked(who, reference) is None
    emergency.second(reference=reference, by=who)

    context.enter(OTHER_POLICE)
    assert not BreakGlass.objects.exists()


def test_a_second_person_to_whom_it_is_closed_opens_nothing_and_cannot_tell(
    at_desk, trafficking, code, asking
):
    context.enter(POLICE)
    Bar.objects.create(
        case_id=trafficking.case_id, subject=str(CEM.user_id), reason="conflict",
        since="2026-01-01T00:00Z",
    )  # fmt: skip
    asker, second = at_desk(OTHER_POLICE), at_desk(CEM)
    real = reference_of(opened_by(asker, asking, code=code))
    empty = reference_of(opened_by(asker, asking, code="PUN-ZZZZ-ZZ"))

    told = [
        [
            plain(second.post("/emergencia/confirmar/", {"reference": each, **more})).replace(
                each, ""
            )
            for more in ({}, {"confirmed": "1"})
        ]
        for each in (real, empty)
    ]

    assert told[0] == told[1]
    assert asker.get(f"/casos/{trafficking.case_id}/").status_code == 404


def test_a_reference_is_good_for_two_hours(at_desk, trafficking, code, asking, later):
    asker = at_desk(OTHER_POLICE)
    reference = reference_of(opened_by(asker, asking, code=code))
    later(2)

    at_desk(HEALTH).post("/emergencia/confirmar/", {"reference": reference, "confirmed": "1"})

    assert asker.get(f"/casos/{trafficking.case_id}/").status_code == 404


def test_a_case_that_nobody_opened_is_not_in_anybodys_emergencies(at_desk, case):
    assert str(uuid4()) not in at_desk(OTHER_POLICE).get("/emergencia/").content.decode()
