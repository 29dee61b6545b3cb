"""
What was acknowledged stays, whatever part of Ruta is killed meanwhile (SEC-72).

Six kills by a fixed seed; two hundred by `./ruta test --full`. The same campaign by hand, with full
disks and wrong clocks, is `benchmarks/faults.py`.
"""

import os
from collections.abc import Iterator
from typing import NamedTuple

import psycopg
import pytest
from benchmarks import faults, strikes
from benchmarks.running import Running, whole
from benchmarks.stage import filled

SEED = 30364
ROUNDS = 200 if os.environ.get("RUTA_TEST_FULL") else len(strikes.TARGETS)


class Campaign(NamedTuple):
    """A Ruta whose parts were killed, still running, and what was found."""

    running: Running
    found: faults.Outcome


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    """The campaign, made once."""
    folder = tmp_path_factory.mktemp("faults")
    with (
        filled(folder, faults.CASES) as stage,
        whole(stage, faults.UNLIMITED, workers=1) as running,
    ):
        found = faults.campaign(running, rounds=ROUNDS, seed=SEED, pause_s=0.3)
        yield Campaign(running, found)


@pytest.fixture(scope="module")
def found(campaign: Campaign) -> faults.Outcome:
    """What the campaign found."""
    return campaign.found


@pytest.mark.check("SEC-72")
def test_after_every_kill_work_is_done_again_within_thirty_seconds(found: faults.Outcome) -> None:
    assert set(found.kills) == set(strikes.TARGETS)
    assert max(found.slowest_s.values()) <= strikes.READY_S


@pytest.mark.check("SEC-72")
def test_no_acknowledged_act_is_lost_and_none_is_stored_twice(found: faults.Outcome) -> None:
    assert found.kept > 20
    assert (found.lost, found.twice, found.strays, found.unreadable) == (0, 0, 0, 0)


def test_the_audit_and_every_case_verify_afterwards(found: faults.Outcome) -> None:
    assert found.wrong == []
    assert found.held


def test_a_write_is_taken_or_fails_and_is_never_answered_otherwise(found: faults.Outcome) -> None:
    told = {answer.split()[0] for answer in found.ledger.answers if answer[0].isdigit()}
    assert told <= {"302", "503"}


def test_the_count_finds_an_act_lost_and_another_stored_twice(campaign: Campaign) -> None:
    """Somebody with the database in their hands does what no kill did; the last test of these."""
    lost, twice, *_ = sorted(campaign.found.ledger.kept)
    with psycopg.connect(campaign.running.stage.server.url(dbname="ruta")) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute("delete from cases_act where act_id = %s", [lost])
        superuser.execute(
            "insert into cases_act select (jsonb_populate_record(a, jsonb_build_object('case_id',"
            " (select case_id from cases_case c where c.case_id <> a.case_id limit 1)))).*"
            " from cases_act a where act_id = %s",
            [twice],
        )
        superuser.execute("delete from access_audit where seq = 3")
    again = faults.Outcome(began=campaign.found.began, ledger=campaign.found.ledger)
    faults.count(campaign.running, again)
    assert (again.lost, again.twice) == (1, 1)
    assert [line.split(":")[0] for line in again.wrong] == [
        "ruta audit verify",
        "ruta cases verify",
    ]
