"""An adversary with a connection cannot change or remove what was recorded."""

import psycopg
import pytest
from django.db import connection, transaction
from tests.cases.stage import NOW, POLICE, Stage, act, complaint

from ruta.access import context

CHANGES = [
    "update cases_act set at = at + interval '1 day'",
    "delete from cases_act",
    "truncate cases_act",
]
SEALS = [
    "update cases_sealeditem set ciphertext = 'x'",
    "delete from cases_sealeditem",
    "truncate cases_sealeditem",
]


def told(file: Stage) -> None:
    file.opened(complaint(), act("account-told", NOW, account="Relato inventado"))


@pytest.mark.parametrize("statement", CHANGES)
def test_the_web_may_not_touch_an_act(committed_file: Stage, statement: str) -> None:
    told(committed_file)

    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", [*CHANGES, *SEALS])
def test_nor_the_owner_of_the_tables(
    committed_file: Stage, owner_connection: psycopg.Connection, statement: str
) -> None:
    told(committed_file)

    with pytest.raises(psycopg.errors.RestrictViolation):
        owner_connection.execute(statement)


@pytest.mark.parametrize("statement", SEALS)
def test_the_web_may_not_touch_the_sealed_facts_of_an_act(
    committed_file: Stage, statement: str
) -> None:
    told(committed_file)

    refusal = "never changed or removed|permission denied"
    with (
        pytest.raises(Exception, match=refusal),
        transaction.atomic(),
        context.entered(POLICE),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["cases_act", "cases_sealeditem", "cases_party"])
def test_the_jobs_open_nothing_and_change_no_act(
    committed_file: Stage, worker_connection: psycopg.Connection, table: str
) -> None:
    told(committed_file)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker_connection.execute(f"delete from {table}")
