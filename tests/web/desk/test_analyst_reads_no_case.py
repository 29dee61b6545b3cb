"""Whoever analyses figures reads no case: not in the database, and at no address."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid5

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import get_resolver
from tests.cases.stage import OFFICES, PEOPLE, POLICE, Stage, act, complaint, report, survivor
from tests.web.desk.conftest import INSERT, attach_file
from tests.web.desk.test_nobody_elses_case import ADDRESSES, _walk, ids_in, nowhere, sent

from ruta.access import context
from ruta.access.viewer import Viewer
from ruta.postgres import roles
from ruta.postgres.server import Server

NAME = "Quispina (inventada)"
STRANGER = "analyst_of_a_test"
# At the very station that has the case, where anybody else may read it, and at one that has none.
ANALYSTS = {
    office: Viewer(
        uuid5(PEOPLE, f"analyst {office}"), office, OFFICES[office][0], "analyst", "PUNO"
    )
    for office in ("T-PNP-1", "T-SUP-2")
}
TABLES = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')
        and (c.relname ~ '^cases_' or c.relname in ('access_casekey', 'access_casemark',
            'access_grant', 'access_naming', 'access_bar', 'access_audit'))
    order by 1
"""
READERS = """
    select distinct coalesce(g.grantee::regrole::text, 'public') from (
        select c.relname, (aclexplode(c.relacl)).* from pg_class c
        where c.relnamespace = 'public'::regnamespace
        union all
        select c.relname, (aclexplode(a.attacl)).* from pg_class c
        join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace
    ) g
    where g.relname ~ '^cases_' and g.privilege_type = 'SELECT'
"""
OPEN_TO_ALL = """
    select p.proname from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
        and has_function_privilege('public', p.oid, 'execute')
"""
pytestmark = pytest.mark.check("SEC-44")


@pytest.fixture(autouse=True)
def in_no_hurry(settings: Any) -> None:
    """Whoever walks asks more in a minute than anybody at a desk may."""
    settings.RUTA_REQUESTS_PER_MINUTE = settings.RUTA_FILES_MINUTE = 100_000


@pytest.fixture
def analyst(accounts: None, owner_connection: psycopg.Connection[Any]) -> Iterator[Viewer]:
    """The one at the station that has the case, with an account."""
    one = ANALYSTS[POLICE.office_id]
    owner_connection.execute(INSERT, [one.user_id, "analista", one.office_id, "analyst"])
    yield one
    owner_connection.execute("delete from access_user where id = %s", [one.user_id])


@pytest.fixture
def theirs(file: Stage, now: Any) -> Stage:
    """A case of a station, with her, a report, a file and a duty."""
    file.opened(
        complaint(now, violence_types=["fisica"]),
        act("risk-form-completed", now, risk="severo"),
        act("account-told", now, account="Relato inventado."),
        report(now),
        parties=(survivor(names=NAME, ubigeo="210101", sex="mujer"),),
        now=now,
    )
    attach_file(case_id=file.case_id, now=now)
    return file


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def seen(table: str) -> int:
    """How many rows of a table the database shows; what may not even be asked shows none."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {table}")
            return int(cursor.fetchone()[0])
    except ProgrammingError:
        return 0


@pytest.mark.parametrize("office", ANALYSTS)
def test_the_database_shows_an_analyst_no_row_of_any_case(office: str, theirs: Stage) -> None:
    with context.entered(POLICE):
        assert {seen("cases_case"), seen("cases_act")} == {1, 5}  # there is something to hide

    with context.entered(ANALYSTS[office]):
        assert {name: rows for name in tables() if (rows := seen(name))} == {}


def test_no_address_tells_an_analyst_of_a_case(
    theirs: Stage, analyst: Viewer, at_desk: Any, now: Any
) -> None:
    client, there, absent = at_desk(analyst), ids_in(theirs, now), nowhere()
    marks = [*map(str, there.values()), theirs_code(theirs), NAME, "Relato inventado"]

    for each in ADDRESSES:
        for method in ("get", "post"):
            data = sent(now) if method == "post" else None
            found = getattr(client, method)(each.of(there), data)
            empty = getattr(client, method)(each.of(absent), data)
            assert found.status_code == empty.status_code, each.route
            assert found.status_code in (403, 404, 405), (each.route, found.status_code)
            assert not [mark for mark in marks[-3:] if mark in told(found)], each.route

    for address in others():
        found = client.get(address)
        assert found.status_code < 500, address
        assert not [mark for mark in marks if mark in told(found)], address


def theirs_code(case: Stage) -> str:
    with context.entered(POLICE), connection.cursor() as cursor:
        cursor.execute("select code from cases_case where case_id = %s", [case.case_id])
        return str(cursor.fetchone()[0])


def told(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{sorted(answer.headers.items())} {body.decode('utf-8', 'replace')}"


def others() -> Iterator[str]:
    """Every other address that one can ask for without knowing anything."""
    for route in _walk(get_resolver().url_patterns):
        if "<" not in route and "^" not in route and not route.startswith(("salir", "cerrar")):
            yield f"/{route}"


# --- The catalogue ------------------------------------------------------------------------------


def test_only_rutas_own_roles_may_read_a_table_of_cases(
    owner_connection: psycopg.Connection[Any],
) -> None:
    readers = {name for (name,) in owner_connection.execute(READERS).fetchall()}
    assert readers == {roles.OWNER, roles.WEB, roles.WORKER, roles.EXTRACT}


def test_nothing_that_reads_past_row_security_runs_for_everybody(
    owner_connection: psycopg.Connection[Any],
) -> None:
    assert owner_connection.execute(OPEN_TO_ALL).fetchall() == []


@contextmanager
def stranger(server: Server, database: str) -> Iterator[psycopg.Connection[Any]]:
    """An analyst with a role of their own in the database, let in and granted nothing."""
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"drop role if exists {STRANGER}")
        admin.execute(f"create role {STRANGER} login")
        admin.execute(f"grant connect on database {database} to {STRANGER}")
        try:
            with psycopg.connect(
                server.url(dbname=database, user=STRANGER), autocommit=True
            ) as connected:
                yield connected
        finally:
            admin.execute(f"revoke all on database {database} from {STRANGER}")
            admin.execute(f"drop role {STRANGER}")


def test_a_role_of_the_database_for_analysts_selects_from_no_table_of_cases(
    server: Server, django_db_setup: None, database_name: str,
    owner_connection: psycopg.Connection[Any],
) -> None:  # fmt: skip
    names = [name for (name,) in owner_connection.execute(TABLES).fetchall()]
    assert len(names) > 15
    with stranger(server, database_name) as analyst:
        for name in names:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                analyst.execute(f"select 1 from public.{name}")
        for role in (roles.OWNER, *roles.SERVANTS):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                analyst.execute(f"set role {role}")
