"""What the roles of the database may and may not do."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from ruta.postgres import roles
from ruta.postgres.grants import Grant


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (id int)",
        "truncate access_session",
        "drop table access_session",
        "select * from procrastinate_workers",
        "update django_migrations set name = ''",
        "delete from procrastinate_jobs",
    ],
)
def test_the_web_may_not(db: None, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(statement)


def test_the_web_may_put_a_job_in_the_queue(db: None) -> None:
    run("insert into procrastinate_jobs (queue_name, task_name) values ('default', 'nothing')")


def test_no_servant_owns_or_bypasses_anything(owner_connection: psycopg.Connection) -> None:
    rows = owner_connection.execute(
        "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb,"
        " exists (select from pg_class where relowner = pg_roles.oid)"
        " from pg_roles where rolname = any(%s) order by 1",
        [list(roles.SERVANTS)],
    ).fetchall()

    assert rows == [
        ("ruta_extract", False, False),
        ("ruta_keyd", False, False),
        ("ruta_web", False, False),
        ("ruta_worker", False, False),
    ]


def test_the_owner_is_no_superuser(owner_connection: psycopg.Connection) -> None:
    row = owner_connection.execute(
        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    ).fetchone()

    assert row == (False,)


def test_nothing_is_granted_to_everybody(owner_connection: psycopg.Connection) -> None:
    rows = owner_connection.execute(
        "select table_name from information_schema.table_privileges"
        " where grantee = 'PUBLIC' and table_schema = 'public'"
    ).fetchall()

    assert rows == []


def test_a_grant_names_known_privileges_only() -> None:
    with pytest.raises(ValueError, match="truncate"):
        Grant("web", "select, truncate", on="cases_act")


def test_roles_that_may_not_be_made_are_said_as_sql(
    owner_connection: psycopg.Connection,
) -> None:
    with pytest.raises(roles.RolesMissing, match="create role ruta_nobody login"):
        roles.make(owner_connection, names=("ruta_nobody",))
