"""Entries of many are committed together; one that cannot be written takes no other with it."""

import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from tests.access.keyd.world import World

from ruta.access.keyd.appender import Appender, AuditFailed
from ruta.postgres.server import Server

OTHERS = 3


@pytest.fixture
def appender(keyd_url: str) -> Iterator[Appender]:
    """One of the test's own."""
    made = Appender(keyd_url)
    yield made
    made.stop()


def entry(case: object, purpose: str = "test") -> dict[str, object]:
    return {"event": "sealed", "case_id": str(case), "purpose": purpose}


@pytest.mark.check("SEC-17")
def test_an_entry_that_cannot_be_written_takes_no_other_with_it(
    appender: Appender, world: World, server: Server, database: str
) -> None:
    case, came = uuid4(), dict[str, object]()

    def write(name: str, of: object) -> None:
        try:
            came[name] = appender.append([entry(of, name)])
        except AuditFailed as error:
            came[name] = error

    asked = {"first": case, "not a case": "nonsense", **{f"other {n}": case for n in range(OTHERS)}}
    threads = [threading.Thread(target=write, args=each) for each in asked.items()]
    with psycopg.connect(server.url(dbname=database, user="ruta_owner")) as holding:
        holding.execute("select * from access_audithead for update")
        for thread in threads:
            thread.start()
            time.sleep(0.1)  # the first waits for the head; the others come together after it
        holding.rollback()
    for thread in threads:
        thread.join()

    wrong = came.pop("not a case")
    assert isinstance(wrong, AuditFailed)
    assert "nonsense" not in str(wrong)
    assert all(isinstance(number, int) for number in came.values()), came
    noted = {each["purpose"]: each["seq"] for each in world.entries(case)}
    assert noted.keys() == came.keys()


def test_after_a_failure_it_says_so_until_something_is_written(
    appender: Appender, world: World
) -> None:
    with pytest.raises(AuditFailed):
        appender.append([entry("nonsense")])
    assert appender.failing

    number = appender.append([entry(uuid4())])

    assert not appender.failing
    assert number > 0


def test_what_waits_is_written_before_it_ends(
    keyd_url: str, world: World, server: Server, database: str
) -> None:
    ending, case = Appender(keyd_url), uuid4()
    waiting = [
        threading.Thread(target=ending.append, args=([entry(case, str(n))],)) for n in range(OTHERS)
    ]
    with psycopg.connect(server.url(dbname=database, user="ruta_owner")) as holding:
        holding.execute("select * from access_audithead for update")
        for thread in waiting:
            thread.start()
        time.sleep(0.3)
        stopping = threading.Thread(target=ending.stop)
        stopping.start()
        holding.rollback()
    for thread in (*waiting, stopping):
        thread.join()

    assert {each["purpose"] for each in world.entries(case)} == {str(n) for n in range(OTHERS)}
