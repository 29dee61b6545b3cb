"""Verification: what is stored is what the acts say, and tampering shows."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from tests.cases.stage import (
    COURT,
    HOUR,
    NOW,
    Stage,
    act,
    annulment,
    complaint,
    report,
    severe_form,
)

from ruta.cases import rolling, verification
from ruta.cli import cases as command
from ruta.postgres import roles


def a_few(file: Stage) -> None:
    sent = report()
    file.opened(complaint(), severe_form(), sent)
    file.recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=COURT)
    file.recorded(annulment(sent, NOW + HOUR), now=NOW + HOUR)
    Stage(case_id=uuid4()).opened()


def an_hour_ago(file: Stage) -> None:
    """A case as it would have been recorded an hour ago, for what asks the database the time."""
    at = datetime.now(UTC) - HOUR
    file.opened(complaint(at), severe_form(at), report(at), now=at)


def test_what_recording_wrote_verifies(committed_file: Stage, acting_as) -> None:
    a_few(committed_file)

    with acting_as(roles.WORKER):
        assert verification.verify(NOW + HOUR) == []


def test_it_still_verifies_long_after_and_after_rolling(committed_file: Stage, acting_as) -> None:
    file, later = committed_file, NOW + timedelta(days=400)
    file.opened(complaint(), act("risk-form-completed", NOW, risk="leve"), report())
    file.recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=COURT)
    file.recorded(act("executor-notified", NOW, to="T-PNP-1"), by=COURT)

    with acting_as(roles.WORKER):
        before = verification.verify(later)
        list(rolling.roll(later))

        assert before == verification.verify(later) == []


@pytest.mark.parametrize(
    ("tampering", "table", "column"),
    [
        (
            "update cases_obligation set met_at = now() where due_at is not null",
            "obligation",
            "met_at",
        ),
        ("update cases_obligation set due_at = due_at + interval '1 day'", "obligation", "due_at"),
        ("delete from cases_obligation where due_at is not null", "obligation", "row"),
        ("update cases_case set risk = 'leve'", "case", "risk"),
        ("update cases_involvement set next_due_at = null", "involvement", "next_due_at"),
        ("delete from cases_involvement", "involvement", "row"),
        ("update access_grant set until = '2100-01-01'", "grant", "until"),
        ("delete from access_grant", "grant", "row"),
        (
            "insert into access_grant select case_id, 'T-COURT-2', 'order', act_id, '', '', since,"
            " until from access_grant limit 1",
            "grant",
            "row",
        ),
        (
            "alter table cases_act disable trigger cases_act_stays;"
            "update cases_act set at = at - interval '1 day' where arrival = 3;"
            "alter table cases_act enable trigger cases_act_stays",
            "obligation",
            "row",
        ),
        (
            "alter table cases_act disable trigger cases_act_stays;"
            "delete from cases_act where arrival = 2;"
            "alter table cases_act enable trigger cases_act_stays",
            "act",
            "arrival",
        ),
    ],
)
def test_tampering_as_the_owner_shows(
    committed_file: Stage,
    owner_connection: psycopg.Connection,
    acting_as,
    tampering: str,
    table: str,
    column: str,
) -> None:
    committed_file.opened(complaint(), severe_form(), report())
    with acting_as(roles.WORKER):
        assert verification.verify(NOW) == []

    owner_connection.execute(tampering)

    with acting_as(roles.WORKER):
        found = verification.verify(NOW)
        assert verification.verify(NOW, case_id=committed_file.case_id)
        assert verification.verify(NOW, case_id=uuid4()) == []
    assert (table, column) in {(each.table, each.column) for each in found} or table == "obligation"
    assert found
    assert {each.case_id for each in found} == {committed_file.case_id}


def test_the_command_counts_differences_and_names_no_one(
    committed_file: Stage, owner_connection: psycopg.Connection, acting_as, capsys
) -> None:
    an_hour_ago(committed_file)
    owner_connection.execute("update cases_case set risk = 'leve'")

    with acting_as(roles.WORKER):
        found = command.verify(None)

    assert found == 1
    line = f"case {committed_file.case_id} case  risk: stored leve, acts say severo"
    assert capsys.readouterr().err.strip() == line


def test_the_nightly_job_says_what_it_did(committed_file: Stage, acting_as) -> None:
    from ruta.cases import jobs

    an_hour_ago(committed_file)

    with acting_as(roles.WORKER):
        assert jobs.roll_and_verify(0) == (0, 0)


def test_a_case_file_of_more_than_one_batch_is_verified_whole(
    committed_file: Stage, acting_as, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "BATCH", 2)
    files = [Stage(case_id=uuid4()) for _ in range(5)]
    for each in files:
        each.opened()
    from ruta.cases.models import Case

    with acting_as(roles.WORKER):
        Case.objects.filter(case_id__in=[f.case_id for f in files]).update(stage="invented")
        found = {each.case_id for each in verification.verify(NOW)}

    assert found == {f.case_id for f in files}


def test_the_queue_knows_the_nightly_job() -> None:
    from procrastinate.contrib.django import app

    assert "ruta.cases.jobs.roll_and_verify" in app.tasks
    assert any(
        periodic.task.name == "ruta.cases.jobs.roll_and_verify"
        for periodic in app.periodic_registry.periodic_tasks.values()
    )


def test_the_worker_may_do_all_that_the_nightly_job_does(committed_file: Stage, acting_as) -> None:
    from ruta.cases import jobs

    now = datetime.now(UTC) - timedelta(days=400)
    committed_file.opened(complaint(now), act("risk-form-completed", now, risk="leve"), now=now)
    committed_file.recorded(report(now), now=now)
    committed_file.recorded(act("executor-notified", now, to="T-PNP-1"), by=COURT, now=now)

    with acting_as(roles.WORKER):
        assert jobs.roll_and_verify(0) == (1, 0)
