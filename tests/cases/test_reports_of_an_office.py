"""Reports an office gets by itself: counted by a job, closed as its readers are, and kept few."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import LazySettings
from django.db import Error, connection, transaction
from tests.cases.stage import NOW, OTHER_POLICE, POLICE, SUPERVISOR, Stage, complaint, worker

from ruta.access import context
from ruta.access.viewer import Viewer
from ruta.cases.figures import content, counting, jobs, plans, reports, saved, supervising
from ruta.cases.figures.asked import Question
from ruta.cases.figures.scope import Scope
from ruta.law import rulebook
from ruta.postgres import roles

Acting = Callable[[str], AbstractContextManager[None]]
CHIEF, SECOND = worker("T-PNP-1", "chief"), worker("T-PNP-1", "second chief")
ACCOUNT = """
    insert into access_user (id, username, display_name, office_id, role, language, password,
        is_active, demonstration, coordinates)
    values (%s, %s, 'Cuenta inventada', %s, %s, 'es-pe', '!', true, false, %s)
"""
BAR = "insert into access_bar (case_id, subject, reason, since) values (%s, %s, 'blocked', now())"


def hire(owner: psycopg.Connection, person: Viewer, *, coordinates: bool = True) -> None:
    name = f"prueba.{person.user_id}"
    owner.execute(ACCOUNT, [person.user_id, name, person.office_id, person.role, coordinates])


@pytest.fixture
def office(
    committed_file: Stage, owner_connection: psycopg.Connection
) -> Iterator[psycopg.Connection]:
    """A station with two who coordinate it, a worker, and three cases."""
    hire(owner_connection, CHIEF)
    hire(owner_connection, SECOND)
    hire(owner_connection, POLICE, coordinates=False)
    for _ in range(3):
        Stage(case_id=uuid4()).opened(complaint())
    yield owner_connection
    owner_connection.execute("delete from access_user where username like 'prueba.%'")


def cases_of(owner: psycopg.Connection) -> list[UUID]:
    return [row[0] for row in owner.execute("select case_id from cases_case order by code")]


def ask(by: Viewer = CHIEF, address: str = "", rhythm: str = plans.WEEKLY) -> UUID:
    with transaction.atomic(), context.entered(by):
        return plans.ask(name="", address=address, rhythm=rhythm, by=by, now=NOW)


def made(acting_as: Acting, at: datetime) -> list[UUID]:
    with acting_as(roles.WORKER):
        return list(reports.make_due(at))


def read(by: Viewer) -> list[Any]:
    with transaction.atomic(), context.entered(by):
        return [plans.report(by, each.report_id) for each in plans.reports(by)]


WEEK = timedelta(days=7)
BY_RISK = "filas=casos.riesgo&desde=2037-03&hasta=2037-03"


def test_a_report_is_made_when_it_is_due_and_read_by_who_leads(
    office: psycopg.Connection, acting_as: Acting
) -> None:
    ask()
    assert made(acting_as, NOW) == []

    (report_id,) = made(acting_as, NOW + WEEK)

    assert made(acting_as, NOW + WEEK) == []
    for chief in (CHIEF, SECOND):
        (found,) = read(chief)
        assert found.report_id == report_id
        assert content.supervised(found.content).offices[0].open_cases == 3
    for outsider in (POLICE, OTHER_POLICE, SUPERVISOR):
        assert read(outsider) == []


def test_a_report_says_what_the_page_says(office: psycopg.Connection, acting_as: Acting) -> None:
    ask()
    ask(address=BY_RISK)
    made(acting_as, NOW + WEEK)
    question = Question.read(
        {"filas": "casos.riesgo", "desde": "2037-03", "hasta": "2037-03"},
        territory=False, now=NOW + WEEK,
    )  # fmt: skip
    with transaction.atomic(), context.entered(CHIEF):
        scope = Scope.of(CHIEF, NOW + WEEK)
        page, answer = supervising.supervised(scope), counting.count(scope, question)

    kept = {bool(found.asked): found.content for found in read(CHIEF)}

    assert content.supervised(kept[False]) == page
    assert content.counted(kept[True]) == answer
    assert answer.total == 3


def test_a_case_closed_to_one_reader_is_in_nobodys_report(
    office: psycopg.Connection, acting_as: Acting
) -> None:
    office.execute(BAR, [cases_of(office)[0], str(SECOND.user_id)])
    ask()

    made(acting_as, NOW + WEEK)

    for chief in (CHIEF, SECOND):
        (found,) = read(chief)
        assert content.supervised(found.content).offices[0].open_cases == 2


def test_who_comes_to_lead_later_reads_the_next_report(
    office: psycopg.Connection, acting_as: Acting
) -> None:
    ask()
    made(acting_as, NOW + WEEK)
    office.execute("update access_user set coordinates = true where id = %s", [POLICE.user_id])

    assert read(POLICE) == []
    made(acting_as, NOW + 2 * WEEK)
    assert len(read(POLICE)) == 1
    assert len(read(CHIEF)) == 2


@pytest.mark.parametrize(
    "change", ["coordinates = false", "is_active = false", "office_id = 'T-PNP-2'"]
)
def test_a_plan_ends_when_who_asked_for_it_leads_no_more(
    office: psycopg.Connection, acting_as: Acting, change: str
) -> None:
    ask()
    office.execute(f"update access_user set {change} where id = %s", [CHIEF.user_id])

    assert made(acting_as, NOW + WEEK) == []

    with transaction.atomic(), context.entered(SECOND):
        (plan,) = plans.all_of(SECOND)
    assert (plan.ended_why, plan.ended_at) == (plans.LEFT, NOW + WEEK)


def test_the_latest_reports_are_kept(
    office: psycopg.Connection, acting_as: Acting, settings: LazySettings
) -> None:
    settings.RUTA_REPORTS_KEPT = 2
    ask()
    for week in range(1, 5):
        made(acting_as, NOW + week * WEEK)

    assert [found.made_at for found in read(CHIEF)] == [NOW + 4 * WEEK, NOW + 3 * WEEK]


def test_a_territory_gets_its_offices_and_no_worker(
    office: psycopg.Connection, acting_as: Acting
) -> None:
    hire(office, SUPERVISOR, coordinates=False)
    ask(SUPERVISOR)
    made(acting_as, NOW + WEEK)

    (found,) = read(SUPERVISOR)

    told = str(found.content)
    assert content.supervised(found.content).offices[0].office_id == "T-PNP-1"
    assert "Cuenta inventada" not in told
    assert str(POLICE.user_id) not in told
    assert not any(str(case) in told for case in cases_of(office))


def test_the_job_counts_as_of_the_databases_now(
    office: psycopg.Connection, acting_as: Acting
) -> None:
    ask()
    office.execute("update cases_reportplan set next_at = now() - interval '1 hour'")

    with acting_as(roles.WORKER):
        assert jobs.make_reports(timestamp=0) == 1

    (found,) = read(CHIEF)
    assert abs(found.made_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_report_that_fails_keeps_nobody_elses(
    office: psycopg.Connection,
    acting_as: Acting,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ask(address=BY_RISK)
    ask()
    office.execute(
        "update cases_reportplan set next_at = next_at - interval '1 h' where asked > ''"
    )

    def broken(*_words: object) -> counting.Counted:
        raise ZeroDivisionError

    with monkeypatch.context() as now_broken, caplog.at_level("ERROR"):
        now_broken.setattr(counting, "count", broken)
        assert len(made(acting_as, NOW + WEEK)) == 1
    assert [each.message for each in caplog.records] == ["a report failed"]
    assert len(made(acting_as, NOW + WEEK)) == 1
    assert {found.asked > "" for found in read(CHIEF)} == {True, False}


def test_a_report_is_removed_by_who_reads_it_and_by_nobody_else(
    office: psycopg.Connection, acting_as: Acting
) -> None:
    ask()
    (report_id,) = made(acting_as, NOW + WEEK)

    for outsider in (OTHER_POLICE, POLICE):
        with transaction.atomic(), context.entered(outsider):
            assert not plans.forget(report_id=report_id, by=outsider)
    with transaction.atomic(), context.entered(SECOND):
        assert plans.forget(report_id=report_id, by=SECOND)
    assert read(CHIEF) == []


@pytest.mark.parametrize(
    "statement",
    [
        "insert into cases_report (office_id, report_id, plan_id, name, asked, made_at, readers,"
        " content) values ('T-PNP-1', gen_random_uuid(), gen_random_uuid(), '', '', now(), '{}',"
        " '{}')",
        "update cases_report set content = '{}'",
        "update cases_reportplan set next_at = now()",
        "insert into cases_reportplan (office_id, plan_id, name, asked, rhythm, asked_by,"
        " asked_at, next_at, ended_why) values ('T-PNP-1', gen_random_uuid(), '', '', 'semanal',"
        " gen_random_uuid(), now(), now(), '')",
        "insert into cases_question (office_id, question_id, name, asked, saved_by, saved_at)"
        " values ('T-PNP-2', gen_random_uuid(), '', '', access_me(), now())",
    ],
)
def test_the_web_writes_no_report_and_nothing_for_another_office(
    file: Stage, statement: str
) -> None:
    refused = "permission denied|row-level security"
    with pytest.raises(Error, match=refused), transaction.atomic(), context.entered(POLICE):
        connection.cursor().execute(statement)


def test_rows_of_another_office_are_not_there(file: Stage) -> None:
    question = Question.read({"filas": "casos.riesgo"}, territory=False, now=NOW)
    with context.entered(POLICE):
        saved.save(name="Nuestra", question=question, by=POLICE, now=NOW)
    with context.entered(OTHER_POLICE), connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_question")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("rhythm", "day"), [(plans.WEEKLY, "2037-03-09"), (plans.MONTHLY, "2037-04-01")]
)
def test_a_rhythm_begins_at_dawn_in_lima(rhythm: str, day: str) -> None:
    at = plans.next_of(rhythm, NOW).astimezone(rulebook.default().zone)

    assert (at.date().isoformat(), at.hour) == (day, 5)


def test_a_monthly_report_is_of_the_months_that_ended() -> None:
    question = Question.read(
        {"filas": "casos.mes", "desde": "2036-01", "hasta": "2036-03"}, territory=False, now=NOW
    )

    assert reports.moved(question, plans.MONTHLY, NOW).span.months == (
        "2036-12", "2037-01", "2037-02",
    )  # fmt: skip
    assert reports.moved(question, plans.WEEKLY, NOW).span.last == "2037-03"
