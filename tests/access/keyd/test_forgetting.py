"""What goes with the keys of a case: indexes of its people, and texts sealed for other uses."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pyrage
import pytest
from tests.access.keyd.world import Running, World, seal

from ruta.access.keyd import copies, erasure, retention
from ruta.access.viewer import Viewer
from ruta.cli.process import archive
from ruta.postgres import roles
from ruta.postgres.server import Server

ROWS = """
    insert into cases_party values (%(case)s, %(party)s, %(person)s, %(index)s, now());
    insert into cases_measure values (%(case)s, null, now(), 'sealed');
    insert into cases_measureindex values (%(case)s, %(party)s, %(index)s, 'sealed');
    insert into cases_operation values
        (%(case)s, gen_random_uuid(), 'T', %(worker)s, now(), now(), 'sealed');
    insert into cases_sealedintake values (%(case)s, %(worker)s, 'T', now(), 'sealed');
    insert into access_casemark values (%(case)s, true, '2030-01-01');
    insert into access_breakglass (id, case_id, user_id, office_id, reason_code, reason, opened_at,
        until, outcome)
    values (%(party)s, %(case)s, %(worker)s, 'T', 'other', 'sealed', now(), now(), '');
    insert into access_alert (id, audience, at, kind, case_id, actor_office, actor_agency, note)
    values (%(party)s, 'agency:ADMIN', now(), 'cap', %(case)s, '', '', 'sealed');
    insert into access_delay (case_id, office_id, since, until, reason, lift_reason)
    values (%(case)s, 'T', now(), now() + interval '1 day', 'sealed', 'sealed');
    insert into access_breakglassattempt (id, user_id, office_id, agency, reference, case_id,
        reason_code, reason)
    values (%(party)s, %(worker)s, 'T', 'PNP', '', null, 'other', 'sealed');
"""
LEFT = {
    "index": "select 1 from cases_party where case_id = %s and document_index is not null",
    "names": "select 1 from cases_measureindex where case_id = %s",
    "measure": "select 1 from cases_measure where case_id = %s",
    "operation": "select 1 from cases_operation where case_id = %s",
    "intake": "select 1 from cases_sealedintake where case_id = %s",
    "minor": "select 1 from access_casemark where case_id = %s and minor_until is not null",
    "trafficking": "select 1 from access_casemark where case_id = %s and trafficking",
    "emergency": "select 1 from access_breakglass where case_id = %s and reason <> ''",
    "note": "select 1 from access_alert where case_id = %s and note is not null",
    "delay": "select 1 from access_delay where case_id = %s and reason is not null",
    "lifting": "select 1 from access_delay where case_id = %s and lift_reason is not null",
    "attempt": "select 1 from access_breakglassattempt a join access_breakglass b using (id)"
    " where b.case_id = %s and a.reason <> ''",
}
OF_I = {"index", "names", "intake", "minor", "emergency", "attempt", "note", "delay", "lifting"}
OF_C = {"names", "measure", "operation"}
TEXTS = """
    select c.table_name || '.' || c.column_name from information_schema.columns c
    where c.table_schema = 'public' and c.data_type = 'bytea' and exists (
        select 1 from information_schema.columns k
        where k.table_schema = 'public' and k.table_name = c.table_name
            and k.column_name = 'case_id')
"""
UNDER_DATA_KEYS = {
    "access_casekey.wrapped", "cases_evidencechunk.ciphertext", "cases_evidencefile.keys",
    "cases_sealeditem.ciphertext",
}  # fmt: skip
# The acts of a case as of its last extract, by columns that are clear in the case itself.
CLEAR = {"cases_extracted.acts"}
OF_THE_CHAIN = {"access_audit.previous", "access_audit.hash"}
FORGOTTEN = {
    "access_alert.note", "access_delay.lift_reason", "access_delay.reason",
    "access_breakglass.reason", "access_breakglassattempt.reason", "cases_measure.sealed",
    "cases_measureindex.name_index", "cases_measureindex.sealed", "cases_operation.sealed",
    "cases_party.document_index", "cases_sealedintake.ciphertext", "cases_counted.sealed",
}  # fmt: skip


@pytest.fixture
def keeper_connection(keyd_url: str) -> Iterator[psycopg.Connection[Any]]:
    """What an operator's command works with."""
    with psycopg.connect(keyd_url, autocommit=True) as connection:
        yield connection


def index(person: UUID) -> bytes:
    """The blind index of somebody's document."""
    return person.bytes * 2


def full_case(world: World, *viewers: Viewer) -> tuple[UUID, UUID]:
    """A case with everything that is found without its keys; and whom its index names."""
    case_id, person = world.case_of(*viewers), uuid4()
    values = {"case": case_id, "party": uuid4(), "person": person, "index": index(person)}
    values["worker"] = viewers[0].user_id if viewers else uuid4()
    for statement in filter(str.strip, ROWS.split(";")):
        world.owner.execute(statement, values)
    return case_id, person


def left(connection: psycopg.Connection[Any], case_id: UUID) -> set[str]:
    """Which of it is still there."""
    return {name for name, ask in LEFT.items() if connection.execute(ask, [case_id]).fetchone()}


@pytest.mark.check("SEC-52")
@pytest.mark.parametrize(
    ("letters", "gone"),
    [("I", OF_I), ("C", OF_C), ("N", {"intake"}), ("HK", set()), ("IC", OF_I | OF_C)],
)
def test_what_is_found_without_a_key_goes_with_the_key_of_its_compartment(
    world: World, keeper_connection: psycopg.Connection[Any], letters: str, gone: set[str]
) -> None:
    (case_id, _), (other, _) = full_case(world), full_case(world)

    erasure.erase(keeper_connection, case_id, letters, why="her-request")

    assert left(world.owner, case_id) == set(LEFT) - gone
    assert left(world.owner, other) == set(LEFT)


def test_nothing_of_a_case_is_sealed_beside_its_keys_and_not_forgotten(world: World) -> None:
    """A column that is added must be put on one of these lists, and into `access_forget`."""
    found = {name for (name,) in world.owner.execute(TEXTS)}

    assert found - UNDER_DATA_KEYS - OF_THE_CHAIN - CLEAR == FORGOTTEN


def test_the_accused_of_an_erased_case_is_no_longer_the_same_person_elsewhere(
    world: World, keeper_connection: psycopg.Connection[Any]
) -> None:
    case_id, person = full_case(world)

    erasure.erase(keeper_connection, case_id, "I", why="her-request")

    (now,) = world.owner.execute("select person_id from cases_party where case_id = %s", [case_id])
    assert now != (person,)


def test_an_erasure_does_not_open_a_case_to_a_worker_with_a_conflict_of_interest(
    world: World, keeper_connection: psycopg.Connection[Any]
) -> None:
    officer = world.somebody()
    case_id, person = full_case(world, officer)
    declared = "insert into access_staffindex values (%s, %s, 'self')"
    world.owner.execute(declared, [officer.user_id, index(person)])

    erasure.erase(keeper_connection, case_id, "I", why="her-request")

    standing = world.owner.execute(
        "select access_standing(%s, %s, %s, 'PNP')", [case_id, officer.user_id, officer.office_id]
    ).fetchone()
    assert standing is not None
    assert standing[0]["closed"] == ["conflict"]
    closed = world.owner.execute(
        "select access_closed(%s, %s, 'PNP')", [officer.user_id, officer.office_id]
    ).fetchone()
    assert closed == ([case_id],)


def test_an_erasure_says_in_the_audit_how_much_went(world: World, shared: Running) -> None:
    advocate = world.somebody("cem")
    case_id, _ = full_case(world, advocate)
    seal(shared.client(), case_id, advocate)

    done = shared.command("erase", str(case_id), "--compartments", "I", "--why", "her-request")

    assert done.stdout.startswith("Destroyed: 1 data keys.")
    (entry,) = [each for each in world.entries(case_id) if each["event"] == "erased"]
    assert entry["detail"] == {"keys": 1, "rows": 7}


def test_what_is_held_keeps_its_indexes(
    world: World, keeper_connection: psycopg.Connection[Any]
) -> None:
    case_id, _ = full_case(world)
    erasure.hold(keeper_connection, case_id, "N", until=None, why="criminal-trial")

    with pytest.raises(erasure.UnderHold):
        erasure.erase(keeper_connection, case_id, "IN", why="her-request")

    assert left(world.owner, case_id) == set(LEFT)


def test_an_erasure_that_cannot_be_written_down_destroys_nothing(
    world: World, keeper_connection: psycopg.Connection[Any]
) -> None:
    case_id, _ = full_case(world)
    with pytest.raises(psycopg.Error):
        erasure.erase(keeper_connection, case_id, "I", why="a\0code")

    assert left(world.owner, case_id) == set(LEFT)


@pytest.mark.parametrize("role", [roles.WEB, roles.WORKER])
def test_the_web_and_the_jobs_forget_nothing(server: Server, database: str, role: str) -> None:
    for call in (
        "access_forget(gen_random_uuid(), '{I}')",
        "access_pseudonyms_forget(now()::date)",
    ):
        with (
            psycopg.connect(server.url(dbname=database, user=role)) as servant,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            servant.execute(f"select {call}")


# --- Older data ---------------------------------------------------------------------------------


@pytest.mark.check("SEC-52")
def test_older_data_do_not_bring_back_the_indexes_of_an_erased_case(
    starting: Callable[..., Running], world: World, server: Server, database: str, tmp_path: Path
) -> None:
    """Data of before the erasure, and a copy of the keys of after it."""
    world.owner.execute("delete from access_casekey")
    running = starting()
    (case_id, _), (other, _) = full_case(world), full_case(world)
    archive.write(server.url(dbname=database, user=roles.OWNER), tmp_path / "data.dump")
    identity, more = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    with psycopg.connect(running.database_url, autocommit=True) as connection:
        erasure.erase(connection, case_id, "I", why="her-request")
        to = [identity.to_public(), more.to_public()]
        copies.write(tmp_path / "keys.age", connection, running.key_file, to)
    name = f"ruta_forgetting_{uuid4().hex[:8]}"
    server.make_database(name)
    restored = server.url(dbname=name, user=roles.OWNER)
    archive.read(restored, tmp_path / "data.dump", replace=False)

    with psycopg.connect(server.url(dbname=name, user=roles.KEYD)) as connection:
        copies.restore(tmp_path / "keys.age", connection, running.key_file, [identity])

    with psycopg.connect(restored) as owner:
        assert left(owner, case_id) == set(LEFT) - OF_I
        assert left(owner, other) == set(LEFT)


def test_newer_data_keep_what_was_added_after_the_erasure(
    shared: Running, world: World, keeper_connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    case_id, _ = full_case(world)
    erasure.erase(keeper_connection, case_id, "I", why="mistake")
    add = "insert into cases_party values (%s, gen_random_uuid(), gen_random_uuid(), %s, now())"
    world.owner.execute(add, [case_id, index(uuid4())])
    identity, more = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    to = [identity.to_public(), more.to_public()]
    copies.write(tmp_path / "keys.age", keeper_connection, shared.key_file, to)

    copies.restore(tmp_path / "keys.age", keeper_connection, shared.key_file, [identity])

    assert "index" in left(world.owner, case_id)


# --- Pseudonyms ---------------------------------------------------------------------------------

NOW = datetime(2036, 8, 15, 15, tzinfo=UTC)


@pytest.fixture
def months(world: World) -> None:
    world.owner.execute("delete from access_pseudonymkey")
    for month in ("2035-06-01", "2035-07-01", "2035-08-01", "2036-08-01"):
        world.owner.execute("insert into access_pseudonymkey values (%s, 'a', 'b')", [month])


@pytest.mark.usefixtures("months")
def test_pseudonyms_are_due_a_year_after_their_month(world: World) -> None:
    due = retention.pseudonyms_due(world.owner, now=NOW)

    assert due == [date(2035, 6, 1), date(2035, 7, 1)]


@pytest.mark.usefixtures("months")
def test_the_keys_of_old_pseudonyms_are_destroyed_and_that_is_noted(
    world: World, keeper_connection: psycopg.Connection[Any]
) -> None:
    assert retention.forget_pseudonyms(keeper_connection, now=NOW) == 2

    assert retention.pseudonyms_due(world.owner, now=NOW) == []
    kept = world.owner.execute("select count(*) from access_pseudonymkey").fetchone()
    assert kept == (2,)
    told = world.owner.execute(
        "select detail->>'months', detail->>'before' from access_audit"
        " where purpose = 'pseudonyms' order by seq desc limit 1"
    ).fetchone()
    assert told == ("2", "2035-08-01")


# --- Ties and bars that were decided on ---------------------------------------------------------

LONG_AGO, LATELY = datetime(2035, 8, 15, 15, tzinfo=UTC), datetime(2035, 8, 17, 15, tzinfo=UTC)
ENDING = """
    insert into access_tieending
        (id, user_id, office_id, agency, document_index, tie, reason, decided_at, outcome)
    values (gen_random_uuid(), gen_random_uuid(), 'T', 'PNP', 'x', 'relative', 'sealed', %s, %s)
"""
BAR = """
    insert into access_barasked (case_id, user_id, asked_by, asked_office, decided_at, outcome)
    values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'T', %s, %s)
"""


@pytest.fixture
def asked(world: World) -> None:
    """Of each: decided over a year ago, decided later, and not decided."""
    for table, insert in (("access_tieending", ENDING), ("access_barasked", BAR)):
        world.owner.execute(f"delete from {table}")
        for when, outcome in ((LONG_AGO, "ended"), (LATELY, "kept"), (None, "")):
            world.owner.execute(insert, [when, outcome])


@pytest.mark.usefixtures("asked")
def test_ties_and_bars_are_forgotten_a_year_after_they_were_decided(
    world: World, keeper_connection: psycopg.Connection[Any]
) -> None:
    assert retention.ties_due(world.owner, now=NOW) == 2

    assert retention.forget_ties(keeper_connection, now=NOW) == 2

    assert retention.ties_due(world.owner, now=NOW) == 0
    kept = "select array_agg(outcome order by outcome) from "
    for table in ("access_tieending", "access_barasked"):
        assert world.owner.execute(kept + table).fetchone() == (["", "kept"],)
    told = world.owner.execute(
        "select event, detail->>'asked' from access_audit where purpose = 'ties'"
        " order by seq desc limit 1"
    ).fetchone()
    assert told == ("erased", "2")


def test_the_command_destroys_what_is_kept_no_longer(shared: Running, world: World) -> None:
    world.owner.execute("delete from access_pseudonymkey")
    world.owner.execute("insert into access_pseudonymkey values ('2020-01-01', 'a', 'b')")
    world.owner.execute("delete from access_tieending")
    world.owner.execute("delete from access_barasked")
    world.owner.execute(ENDING, [datetime(2020, 1, 1, tzinfo=UTC), "kept"])

    done = shared.command("forget")

    assert (done.returncode, done.stdout) == (
        0, "Destroyed: the keys of pseudonyms of 1 months, 1 ties decided on.\n"
    )  # fmt: skip
