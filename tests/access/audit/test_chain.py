"""The chain: written by the database, computed again outside it; no change before a head hides."""

import json
import random
import threading
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.access.audit.conftest import Append, appended, end_of, rows_of
from tests.access.audit.tampering import Tampering, recomputed, written

from ruta.access.audit import chain
from ruta.access.audit.chain import HASH, Kind
from ruta.postgres import roles
from ruta.postgres.server import Server

WRITERS, EACH = 8, 25
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
ENTRY = st.fixed_dictionaries(
    {"event": TEXT},
    optional={
        "actor": st.none() | st.uuids().map(str),
        "office_id": st.none() | TEXT,
        "agency": TEXT,
        "case_id": st.none() | st.uuids().map(str),
        "compartments": TEXT,
        "action": TEXT,
        "purpose": TEXT,
        "basis": TEXT,
        "rule": st.none() | st.integers(-(2**31), 2**31 - 1),
        "detail": st.none() | st.dictionaries(TEXT, TEXT | st.integers() | st.booleans()),
    },
)


# --- Two computations of one text ---------------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(entries=st.lists(ENTRY, min_size=1, max_size=4))
def test_the_database_and_the_verification_write_the_same_text(
    superuser: psycopg.Connection, entries: list[dict[str, Any]]
) -> None:
    appended(superuser, *entries)

    said = superuser.execute("select access_audit_text(e) from access_audit e order by seq")
    rows = rows_of(superuser)
    assert [text for (text,) in said] == [chain.text(row) for row in rows]
    assert chain.verify(rows, end=end_of(superuser)).fault is None


def test_what_is_too_long_is_cut_and_the_chain_still_fits(
    superuser: psycopg.Connection, append: Append
) -> None:
    append({"event": "e" * 500, "office_id": "ñ" * 500, "detail": {"long": "x" * 5_000}})

    (row,) = rows_of(superuser)
    assert (len(row[6]), len(row[3])) == (60, 60)
    assert list(json.loads(row[12])) == ["cut"]
    assert chain.verify([row], end=end_of(superuser)).fault is None


def test_an_empty_chain_is_whole(superuser: psycopg.Connection) -> None:
    found = chain.verify(rows_of(superuser), end=end_of(superuser))

    assert (found.entries, found.fault) == (0, None)


def test_entries_written_while_it_is_verified_are_no_fault(
    superuser: psycopg.Connection, append: Append
) -> None:
    append({"event": "keys"})
    end = end_of(superuser)
    append({"event": "keys"})

    assert chain.verify(rows_of(superuser), end=end).fault is None


# --- Where it does not fit ----------------------------------------------------------------------


CHAIN = written(60, seed=1)
HEAD = (50, CHAIN[49][HASH])


def test_an_edited_entry_is_named() -> None:
    changed = Tampering("edit", place=11, other=0, column=7, recomputed=False).done_to(CHAIN)

    assert chain.verify(changed).fault == (12, Kind.EDITED, 11)


def test_a_missing_entry_is_named() -> None:
    changed = Tampering("delete", place=11, other=0, column=7, recomputed=False).done_to(CHAIN)

    assert chain.verify(changed).fault == (12, Kind.MISSING, 11)


def test_an_entry_that_stands_elsewhere_is_named() -> None:
    changed = Tampering("swap", place=11, other=30, column=7, recomputed=False).done_to(CHAIN)

    assert chain.verify(changed).fault == (12, Kind.REORDERED, 11)


def test_a_chain_computed_again_fits_by_itself_and_not_with_a_head() -> None:
    changed = Tampering("edit", place=11, other=0, column=7, recomputed=True).done_to(CHAIN)
    earlier = (8, CHAIN[7][HASH])

    assert chain.verify(changed).fault is None
    assert chain.verify(changed, witnessed=[earlier, HEAD]).fault == (50, Kind.REWRITTEN, 8)


def test_an_end_that_was_cut_off_is_found_by_the_record_of_the_end_or_by_a_head() -> None:
    cut, end = CHAIN[:40], (60, CHAIN[-1][HASH])

    assert chain.verify(cut, end=end).fault == (41, Kind.CUT, 40)
    assert chain.verify(cut, witnessed=[HEAD]).fault == (41, Kind.MISSING, 40)


def test_two_witnesses_that_say_different_things_of_one_entry_are_a_fault() -> None:
    found = chain.verify(CHAIN, witnessed=[HEAD, (50, "0" * 64)])

    assert found.fault == (50, Kind.REWRITTEN, 0)


def test_after_the_last_head_a_recomputed_chain_is_not_promised_to_be_found() -> None:
    changed = [*CHAIN[:55], (*CHAIN[55][:6], "denied", *CHAIN[55][7:]), *CHAIN[56:]]

    assert chain.verify(recomputed(changed), witnessed=[HEAD]).fault is None


@pytest.mark.check("SEC-16")
@pytest.mark.parametrize("seed", range(4))
def test_sec_16_every_tampering_before_the_last_head_is_found(seed: int) -> None:
    draw, rows = random.Random(seed), written(40, seed=seed)
    head, found = (30, rows[29][HASH]), 0

    for _ in range(250):
        tampering = Tampering.drawn(draw, before=30)
        changed = tampering.done_to(rows)
        assert changed != rows
        found += chain.verify(changed, witnessed=[head]).fault is not None

    assert found == 250


STATEMENTS = (
    "update access_audit set compartments = 'S' where seq = {n}",
    "update access_audit set actor = gen_random_uuid() where seq = {n}",
    "update access_audit set at = at - interval '1 day' where seq = {n}",
    "delete from access_audit where seq = {n}",
    "update access_audit set seq = 1000 where seq = {n}",
    "update access_audit a set event = b.event, case_id = b.case_id, hash = b.hash"
    " from access_audit b where a.seq = {n} and b.seq = {n} + 1",
)
RECOMPUTE = """
do $$ declare entry access_audit; link bytea := decode(repeat('00', 32), 'hex'); number bigint := 0;
begin
    for entry in select * from access_audit order by seq loop
        number := number + 1;
        delete from access_audit where seq = entry.seq;
        entry.seq := number; entry.previous := link;
        link := sha256(convert_to(access_audit_text(entry), 'UTF8'));
        entry.hash := link;
        insert into access_audit select entry.*;
    end loop;
    update access_audithead set seq = number, hash = link;
end $$
"""


@pytest.mark.check("SEC-16")
@pytest.mark.parametrize("again", [False, True], ids=["left as it is", "computed again"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_sec_16_a_superuser_who_sets_the_triggers_aside_is_found(
    superuser: psycopg.Connection, append: Append, statement: str, again: bool
) -> None:
    append(*({"event": "keys", "case_id": str(uuid4()), "rule": n} for n in range(12)))
    head = end_of(superuser)
    superuser.execute("set session_replication_role = replica")

    for number in (2, 6, 11):
        with superuser.transaction(force_rollback=True):
            superuser.execute(statement.format(n=number))
            if again:
                superuser.execute(RECOMPUTE)
            end = end_of(superuser)
            assert chain.verify(rows_of(superuser), witnessed=[head], end=end).fault is not None

    assert chain.verify(rows_of(superuser), witnessed=[head], end=head).fault is None


# --- Many writers, and one that dies ------------------------------------------------------------


def test_eight_writers_leave_no_gap_and_no_fork(
    superuser: psycopg.Connection, server: Server, database_name: str
) -> None:
    url = server.url(dbname=database_name, user=roles.KEYD)

    def write(name: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for turn in range(EACH):
                appended(connection, {"event": "keys", "rule": name}, {"event": "x", "rule": turn})

    writers = [threading.Thread(target=write, args=(name,)) for name in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    found = chain.verify(rows_of(superuser), end=end_of(superuser))
    assert (found.entries, found.fault) == (WRITERS * EACH * 2, None)


def test_a_writer_that_dies_leaves_neither_half_an_entry_nor_a_gap(
    superuser: psycopg.Connection, server: Server, database_name: str, append: Append
) -> None:
    append({"event": "keys"})
    with psycopg.connect(server.url(dbname=database_name, user=roles.KEYD)) as dying:
        appended(dying, {"event": "lost"}, {"event": "lost"})
        superuser.execute("select pg_terminate_backend(%s)", [dying.info.backend_pid])
        assert append({"event": "keys"}) == 2
        dying.close()

    found = chain.verify(rows_of(superuser), end=end_of(superuser))
    assert (found.entries, found.fault) == (2, None)
