"""The keeper's connections and what it looks at now and then, each in this process."""

import json
import logging
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.access.keyd.world import World

from ruta.access.keyd import appender, asking, journal, readers
from ruta.access.keyd.appender import Alert, Appender, AuditFailed
from ruta.access.keyd.caps import HOUR, Opening
from ruta.access.keyd.keeper import STALE_H, WARN_H, Keeper
from ruta.access.keyd.limits import Configuration, Limits
from ruta.access.keyd.readers import DatabaseAbsent, Readers
from ruta.access.keys import client, keyfile


@pytest.fixture
def few(keyd_url: str) -> Iterator[Readers]:
    """A single connection."""
    made = Readers(keyd_url, 1)
    yield made
    made.close()


@pytest.fixture
def own(keeper: Keeper, tmp_path: Path) -> Iterator[Keeper]:
    """A keeper with a key file of the test's own, and witnesses."""
    path = keyfile.create(tmp_path / "keys.json")
    limits = Limits(alert_day=0)
    made = Keeper(
        Configuration(
            keeper.chosen.socket, path, keeper.chosen.database_url, limits, witnessed=True
        )
    )
    yield made
    made.close()


# --- Connections --------------------------------------------------------------------------------


def test_a_statement_that_takes_too_long_is_not_tried_again(few: Readers) -> None:
    tried: list[psycopg.Connection[Any]] = []

    def work(connection: psycopg.Connection[Any]) -> None:
        tried.append(connection)
        connection.execute("set statement_timeout = 20")
        connection.execute("select pg_sleep(2)")

    few.run(lambda c: c.execute("select 1"))
    with pytest.raises(DatabaseAbsent, match=r"^QueryCanceled$"):
        few.run(work)

    assert len(tried) == 1
    assert tried[0].closed
    assert few.run(lambda c: c.execute("show statement_timeout").fetchone()) == ("3s",)


def test_a_connection_that_died_is_made_anew(few: Readers, world: World) -> None:
    pid = few.run(lambda c: c.info.backend_pid)
    assert few.run(lambda c: c.info.backend_pid) == pid
    with pytest.raises(DatabaseAbsent):
        few.run(lambda c: c.execute("select pg_terminate_backend(pg_backend_pid())"))

    assert few.run(lambda c: c.execute("select 7").fetchone()) == (7,)


def test_what_a_dead_connection_failed_at_is_tried_once_on_a_new_one(few: Readers) -> None:
    few.run(lambda c: c.execute("select 1"))
    tried: list[int] = []

    def work(connection: psycopg.Connection[Any]) -> object:
        tried.append(connection.info.backend_pid)
        if len(tried) == 1:
            connection.execute("select pg_terminate_backend(pg_backend_pid())")
        return connection.execute("select 7").fetchone()

    assert few.run(work) == (7,)
    assert len(set(tried)) == 2


def test_whoever_finds_no_connection_free_is_told_so(
    few: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "WAIT_S", 0.05)

    def work(connection: psycopg.Connection[Any]) -> None:
        with pytest.raises(DatabaseAbsent, match=r"^busy$"):
            few.run(lambda c: None)

    few.run(work)


def test_four_may_read_at_once(keyd_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "WAIT_S", 0.05)
    made, used = Readers(keyd_url), list[psycopg.Connection[Any]]()

    def nest(connection: psycopg.Connection[Any]) -> None:
        used.append(connection)
        made.run(nest)

    with pytest.raises(DatabaseAbsent, match=r"^busy$"):
        made.run(nest)
    assert len(set(map(id, used))) == 4
    assert not any(each.closed for each in used)

    made.close()

    assert all(each.closed for each in used)


def test_a_connection_commits_at_once_and_gives_up_before_the_web_does(keyd_url: str) -> None:
    with readers.connect(keyd_url) as connection:
        asked = "select current_setting(%s)"
        chosen = [
            connection.execute(asked, [name]).fetchone()
            for name in ("application_name", "lock_timeout", "synchronous_commit")
        ]
        assert chosen == [("ruta-keyd",), ("2500ms",), ("on",)]
        assert (connection.autocommit, connection.prepare_threshold) == (True, 0)
    assert readers.CONNECT_S + readers.WAIT_S < client.ANSWER_S
    assert readers.CONNECT_S + appender.WAIT_S <= client.ANSWER_S


# --- Entries ------------------------------------------------------------------------------------


def entry(case: object) -> dict[str, object]:
    return {"event": "sealed", "case_id": str(case), "purpose": "test"}


def test_entries_go_on_over_a_new_connection(keyd_url: str, world: World) -> None:
    made, case_id = Appender(keyd_url), uuid4()
    try:
        first = made.append([entry(case_id)])
        connection = made._connection
        assert connection is not None
        world.owner.execute("select 1")
        connection.close()
        assert made.append([entry(case_id)]) > first
        assert not made.failing
    finally:
        made.stop()

    assert made._connection is not None
    assert made._connection.closed
    assert not made._thread.is_alive()
    assert len(world.entries(case_id)) == 2


def test_no_more_than_sixty_four_wait_for_one_commit(keyd_url: str, world: World) -> None:
    made, case_id, told = Appender(keyd_url), uuid4(), list[int]()
    made.append([entry(case_id)])
    threads = [
        threading.Thread(target=lambda: told.append(made.append([entry(case_id)])))
        for _ in range(66)
    ]
    with world.owner.transaction():
        world.owner.execute("select * from access_audithead for update")
        for thread in threads:
            thread.start()
            if thread is threads[0]:
                time.sleep(0.1)  # it waits for the head by itself; the others wait for it
        until = time.monotonic() + 3
        while made._waiting.qsize() < 65 and time.monotonic() < until:
            time.sleep(0.001)
    for thread in threads:
        thread.join()
    made.stop()

    assert [told.count(seq) for seq in sorted(set(told))] == [1, 64, 1]


def test_an_alert_is_committed_with_its_entry_or_not_at_all(keyd_url: str, world: World) -> None:
    made, case_id, actor = Appender(keyd_url), uuid4(), uuid4()
    alert = Alert("canary", case_id, actor, "T", "PNP")
    try:
        with pytest.raises(AuditFailed, match=r"^[A-Za-z]+$"):
            made.append([entry("nonsense")], [alert])
        assert world.alerts(case_id=case_id) == set()
        made.append([entry(case_id)], [alert])
    finally:
        made.stop()

    assert world.alerts(case_id=case_id) == {"canary"}


def test_a_wrapped_key_is_not_shown() -> None:
    assert "secret" not in repr(asking.Kept(1, b"secret", None))


# --- What changes slowly ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "told"),
    [(0.0, "ok"), (WARN_H - 0.01, "ok"), (24, "stale"), (STALE_H - 0.01, "stale"), (72, "closed")],
)
def test_how_long_nobody_witnessed_is_told_in_a_word(own: Keeper, hours: float, told: str) -> None:
    assert own.unwitnessed_h == 0.0
    own.unwitnessed_h = hours

    assert own.status()["witnesses"] == told
    assert own.unwitnessed is (told == "closed")


def test_an_installation_without_witnesses_is_never_closed_for_it(keeper: Keeper) -> None:
    before = keeper.unwitnessed_h
    keeper.unwitnessed_h = 1000.0
    try:
        assert not keeper.unwitnessed
        assert keeper.status()["witnesses"] == "none"
    finally:
        keeper.unwitnessed_h = before


def test_who_is_signed_in_is_counted_once(own: Keeper, world: World) -> None:
    own.look()
    before, officer = own.ledger.staff, world.somebody()
    world.sign_in(officer.user_id)

    own.look()

    assert own.ledger.staff == before + 1


def test_looking_tidies_what_was_counted(own: Keeper, world: World) -> None:
    now, _ = own._instants()
    own.ledger.open(Opening(uuid4(), "T", uuid4(), now - HOUR - timedelta(seconds=1)))
    assert own.ledger.counts()["people"] == 1

    own.look()

    assert own.ledger.counts()["people"] == 0


def test_somebody_who_never_opened_anything_has_no_usual_day(own: Keeper) -> None:
    assert own._usual(uuid4()) == 0.0


def test_what_was_opened_is_recalled_once(own: Keeper, world: World) -> None:
    officer, case_id = world.somebody(), uuid4()
    opened = {
        "event": "opened", "case_id": str(case_id), "actor": str(officer.user_id),
        "office_id": officer.office_id, "basis": "duty", "action": "read", "compartments": "I",
    }  # fmt: skip
    own.append([opened])

    own.recall()

    assert own.ledger._people[officer.user_id].seen.keys() == {case_id}
    assert case_id in own.ledger._offices[officer.office_id].seen
    own.append([{**opened, "case_id": str(uuid4())}])
    own.recall()
    assert own.ledger._people[officer.user_id].seen.keys() == {case_id}


def test_what_it_looks_at_in_the_background_holds_what_was_opened_and_who_is_there(
    own: Keeper, world: World
) -> None:
    officer, case_id = world.somebody(), uuid4()
    opened = {
        "event": "opened", "case_id": str(case_id), "actor": str(officer.user_id),
        "office_id": officer.office_id, "basis": "duty", "action": "read", "compartments": "I",
    }  # fmt: skip
    own.append([opened])

    own.look_quietly()
    assert officer.user_id in own.ledger._people
    before = own.ledger.staff
    world.somebody()
    own.look_quietly()

    assert own.ledger.staff == before + 1


def test_a_key_that_is_not_known_has_the_file_read_again_once_a_second(own: Keeper) -> None:
    path = own.chosen.key_file
    keyfile.add_version(path)
    assert own.ring_for([1]).current == 1

    assert own.ring_for([1, 2]).current == 2
    keyfile.add_version(path)
    assert own.ring_for([3]).current == 2

    own._reread_at -= 1.1
    assert own.ring_for([3]).current == 3


def test_after_it_is_closed_it_has_no_connection(keeper: Keeper) -> None:
    at = keeper.chosen
    made = Keeper(Configuration(at.socket, at.key_file, at.database_url))
    connection = made.readers.run(lambda c: c)
    made.append([entry(uuid4())])

    made.close()

    assert connection.closed
    assert not made.appender._thread.is_alive()


# --- The log ------------------------------------------------------------------------------------


def test_the_log_goes_to_standard_error_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("ruta.keyd")
    before = logger.handlers[:], logger.level, logger.propagate
    try:
        journal.begin("INFO")
        journal.begin("WARNING")
        logger.info("unsaid")
        logger.warning("said", extra={"op": "keys"})
        assert logger.propagate is False
    finally:
        logger.handlers[:], logger.level, logger.propagate = before
        logger.setLevel(before[1])

    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "said"


def test_of_an_error_that_was_never_raised_there_is_no_place() -> None:
    error = ValueError("words")
    record = logging.LogRecord(
        "ruta.keyd", logging.ERROR, "x.py", 1, "failed", (), (ValueError, error, None)
    )

    assert json.loads(journal.Lines().format(record))["raised_at"] == "?"
    assert sys.exc_info() == (None, None, None)
