"""What the keeper of keys answers about a case: verify, decide, write the audit, then answer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.access.keyd.world import World, digest, open_, seal

from ruta.access import sessions
from ruta.access.keyd import asking
from ruta.access.keys.client import Client
from ruta.access.keys.service import KeyMissing, Refused, Sealing
from ruta.access.viewer import Viewer


def refused(kind: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{kind}$")


def test_what_an_office_seals_by_its_duty_it_opens_again(world: World, client: Client) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    sealed = seal(client, case_id, officer, text=b"su nombre inventado")

    assert open_(client, case_id, officer, sealed) == b"su nombre inventado"


def test_every_release_is_in_the_audit_with_its_ground(world: World, client: Client) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    open_(client, case_id, officer, seal(client, case_id, officer))

    written, opened = world.entries(case_id)
    assert (written["event"], written["action"]) == ("sealed", "write")
    assert (opened["event"], opened["action"], opened["compartments"]) == ("opened", "read", "I")
    assert (opened["basis"], opened["rule"]) == ("duty", 13)
    assert (opened["actor"], opened["purpose"]) == (officer.user_id, "test")
    assert opened["detail"] == {"role": "police_officer"}


def test_compartments_sealed_together_are_one_question_and_one_entry(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, asked, ask = world.somebody(), list[str](), Client.ask

    def noting(self: Client, op: str, **values: Any) -> dict[str, Any]:
        asked.append(op)
        return ask(self, op, **values)

    monkeypatch.setattr(Client, "ask", noting)
    case_id = world.case_of(officer)
    parts = {letter: {"a": b"texto"} for letter in "CIR"}

    client.seal_case(case_id=case_id, parts=parts, actor=officer, purpose="test")

    assert asked == ["seal"]
    (written,) = world.entries(case_id)
    assert (written["event"], written["compartments"]) == ("sealed", "CIR")


def test_an_office_without_the_case_is_answered_as_if_there_were_none(
    world: World, client: Client
) -> None:
    officer, stranger = world.somebody(), world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    with refused("hide"):
        open_(client, case_id, stranger, sealed)
    with refused("hide"):
        seal(client, case_id, stranger)
    with refused("hide"):
        open_(client, uuid4(), stranger, sealed)

    assert [entry["event"] for entry in world.entries(case_id)] == ["sealed", "refused", "refused"]


def test_a_compartment_above_the_ceiling_is_closed(world: World, client: Client) -> None:
    officer, health = world.somebody(), world.somebody("ipress")
    case_id = world.case_of(officer, health)
    sealed = seal(client, case_id, health, "H")

    assert open_(client, case_id, health, sealed, "H") == b"texto"
    with refused("deny"):
        open_(client, case_id, officer, sealed, "H")


def test_one_closed_compartment_closes_the_whole_question(world: World, client: Client) -> None:
    officer, health = world.somebody(), world.somebody("ipress")
    case_id = world.case_of(officer, health)
    items = [
        Sealing(case_id, "I", {"a": seal(client, case_id, officer, "I")}),
        Sealing(case_id, "H", {"a": seal(client, case_id, health, "H")}),
    ]

    with refused("deny"):
        client.open_batch(items, actor=officer, purpose="test")

    assert not [e for e in world.entries(case_id) if e["event"] == "opened"]


def test_whoever_may_only_add_is_told_no_key(world: World, client: Client) -> None:
    """An officer records where she is safe, and cannot read it back."""
    officer = world.somebody()
    case_id = world.case_of(officer)

    sealed = seal(client, case_id, officer, "L", b"un lugar inventado")

    assert b"inventado" not in sealed
    with refused("deny"):
        open_(client, case_id, officer, sealed, "L")


def test_consent_opens_what_she_agreed_to_and_nothing_else(world: World, client: Client) -> None:
    officer, health = world.somebody(), world.somebody("ipress")
    case_id = world.case_of(officer)
    world.grant(case_id, health.office_id, "consent", "R")
    risk = seal(client, case_id, officer, "R")
    told = seal(client, case_id, officer, "N")

    assert open_(client, case_id, health, risk, "R") == b"texto"
    with refused("deny"):
        open_(client, case_id, health, told, "N")


def test_revocation_closes_the_next_question(world: World, client: Client) -> None:
    officer, health = world.somebody(), world.somebody("ipress")
    case_id = world.case_of(officer)
    world.grant(case_id, health.office_id, "consent", "R")
    risk = seal(client, case_id, officer, "R")
    open_(client, case_id, health, risk, "R")

    world.owner.execute("update access_grant set until = now() where basis = 'consent'")

    with refused("hide"):
        open_(client, case_id, health, risk, "R")


# --- A case that no office has yet ---------------------------------------------------------------


def test_a_draft_opens_for_whoever_wrote_it_and_nobody_else(world: World, client: Client) -> None:
    office = world.office("pnp")
    author, colleague = world.worker(office), world.worker(office)
    draft = uuid4()
    sealed = seal(client, draft, author)

    assert open_(client, draft, author, sealed) == b"texto"
    with refused("hide"):
        open_(client, draft, colleague, sealed)
    for letter in "IN":
        with refused("hide"):
            seal(client, draft, colleague, letter)


def test_a_case_that_was_loaded_is_nobodys_draft(world: World, client: Client) -> None:
    author, case_id = world.somebody(), uuid4()
    sealed = seal(client, case_id, author)
    world.owner.execute("update access_casekey set made_by = null where case_id = %s", [case_id])

    with refused("hide"):
        open_(client, case_id, author, sealed)


def test_nothing_was_ever_sealed_there(world: World, client: Client) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    with pytest.raises(KeyMissing):
        open_(client, case_id, officer, b"x")


# --- Sessions -----------------------------------------------------------------------------------

OVER = {
    "silence": "update access_session set seen_at = now() - interval '17 minutes' where key = %s",
    "a day's work": "update access_session set opened_at = now() - interval '10 hours 1 second'"
    " where key = %s",
    "signed out": "delete from access_session where key = %s",
    "expired": "update access_session set expire_date = now() where key = %s",
    "account closed": "update access_user set is_active = false where id ="
    " (select account from access_session where key = %s)",
    "demonstration": "update access_user set demonstration = true where id ="
    " (select account from access_session where key = %s)",
}


@pytest.mark.parametrize("how", OVER)
def test_a_session_that_is_over_opens_nothing(world: World, client: Client, how: str) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    world.owner.execute(OVER[how], [digest(officer.session)])

    with refused("login"):
        open_(client, case_id, officer, sealed)
    with refused("login"):
        seal(client, case_id, officer)


@pytest.mark.parametrize("session", ["", "x", "no such session"])
def test_without_a_session_nothing_opens(world: World, client: Client, session: str) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    nobody = Viewer(officer.user_id, officer.office_id, "pnp", officer.role, "PUNO", session)

    with refused("login"):
        open_(client, case_id, nobody, sealed)


def test_who_asks_is_whose_session_it_is_whatever_the_page_believes(
    world: World, client: Client
) -> None:
    officer, stranger = world.somebody(), world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    pretending = Viewer(
        officer.user_id, officer.office_id, "pnp", officer.role, "PUNO", stranger.session
    )

    with refused("hide"):
        open_(client, case_id, pretending, sealed)


def test_the_keeper_counts_sessions_as_the_web_does() -> None:
    minutes = (sessions.IDLE + sessions.NOTED_EVERY) / timedelta(minutes=1)
    hours = sessions.WHOLE / timedelta(hours=1)

    assert f"interval '{minutes:.0f} minutes'" == asking.IDLE
    assert f"interval '{hours:.0f} hours'" == asking.WHOLE


# --- Roles that see no case ---------------------------------------------------------------------


def test_a_supervisor_opens_nothing_that_is_sealed(world: World, client: Client) -> None:
    officer, supervisor = world.somebody(), world.somebody("supervision")
    case_id = world.case_of(officer)
    world.owner.execute(
        "insert into cases_involvement (case_id, office_id, department, since, code, risk, stage,"
        " case_opened_at, last_at, open) values (%s, %s, 'PUNO', now(), '', '', '', now(), now(),"
        " true)",
        [case_id, officer.office_id],
    )

    for letter in "CIRNL":
        sealed = seal(client, case_id, officer, letter)
        with refused("deny"):
            open_(client, case_id, supervisor, sealed, letter)


def test_an_operator_of_the_installation_cannot_even_draft(world: World, client: Client) -> None:
    operator = world.somebody()
    world.owner.execute(
        "update access_user set role = 'administrator' where id = %s", [operator.user_id]
    )

    with refused("hide"):
        seal(client, uuid4(), operator)
