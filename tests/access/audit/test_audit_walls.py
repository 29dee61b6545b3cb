"""What each role may do with the audit: almost nothing, and only through its functions."""

import psycopg
import pytest
from tests.access.audit.conftest import Append

from ruta.access.audit.notes import EVENTS
from ruta.postgres import roles
from ruta.postgres.server import Server

TABLES = "audit|audithead|witness|alert|delay|pseudonymkey"
GRANTED = """
    select a.grantee::regrole::text, c.relname, string_agg(lower(a.privilege_type), ' ' order by 1)
    from pg_class c cross join lateral aclexplode(c.relacl) a
    where c.relname ~ %s and a.grantee <> c.relowner group by 1, 2
"""
COLUMNS = """
    select a.grantee::regrole::text, c.relname, t.attname, lower(a.privilege_type)
    from pg_attribute t join pg_class c on c.oid = t.attrelid
    cross join lateral aclexplode(t.attacl) a where c.relname ~ %s
"""
FUNCTIONS = """
    select p.proname, p.prosecdef, coalesce(array_to_string(p.proconfig, ','), ''),
        array(select a.grantee::regrole::text from aclexplode(p.proacl) a
              where a.grantee <> p.proowner order by 1)
    from pg_proc p
    where p.proname ~ '^access_(audit|alert|delay|witness|pseudonym)' or p.proname = any(%s)
"""
EXECUTED = {
    "access_agency_of": [],
    "access_alert_audience": [roles.WEB],
    "access_alert_close": [roles.WEB],
    "access_alert_raise": [roles.KEYD, roles.WEB, roles.WORKER],
    "access_alert_readable": [],
    "access_alert_unwitnessed": [roles.WORKER],
    "access_alerts_for_oversight": [roles.WEB],
    "access_alerts_mine": [roles.WEB],
    "access_alerts_unseen": [roles.WEB],
    "access_audit_append": [roles.KEYD],
    "access_audit_for_oversight": [roles.WEB],
    "access_audit_note": [roles.WEB],
    "access_audit_of_case": [roles.WEB],
    "access_audit_stays": [],
    "access_audit_text": [],
    "access_breakglass_for_oversight": [roles.WEB],
    "access_breakglass_review": [roles.WEB],
    "access_breakglass_suspended": [roles.KEYD, roles.WEB],
    "access_delay_judge": [roles.WEB],
    "access_delay_lift": [roles.WEB],
    "access_delay_order": [roles.WEB],
    "access_delays_by_office": [roles.WEB],
    "access_delays_of_case": [roles.WEB],
    "access_forget": [roles.KEYD],
    "access_is_shelter": [],
    "access_pseudonym": [],
    "access_pseudonym_key_of": [],
    "access_pseudonyms_forget": [roles.KEYD],
    "access_ties_kept": [],
    "access_witnessed_at": [roles.KEYD, roles.WEB, roles.WORKER],
}
FORBIDDEN = (
    "select * from access_audit",
    "insert into access_audit select * from access_audit",
    "update access_audit set event = 'x'",
    "delete from access_audit",
    "truncate access_audit",
    "update access_audithead set seq = 0",
    "delete from access_audithead",
    "truncate access_audithead",
    "alter table access_audit disable trigger all",
    "drop trigger access_audit_stays on access_audit",
    "create or replace function access_audit_text(access_audit) returns text language sql as"
    " $$ select '' $$",
    "lock table access_audit in access exclusive mode",
    "select * from access_alert",
    "delete from access_alert",
    "delete from access_witness",
    "truncate access_witness",
    "update access_witness set seq = 0",
    "select * from access_delay",
    "insert into access_delay values (gen_random_uuid(), 'x', now(), now() + interval '1 day')",
    "select * from access_pseudonymkey",
    "select access_pseudonym(gen_random_uuid(), now())",
    "set session_replication_role = replica",
)


def _connected(server: Server, name: str, role: str) -> psycopg.Connection:
    return psycopg.connect(server.url(dbname=name, user=role))


def test_the_servants_hold_these_privileges_and_no_others(superuser: psycopg.Connection) -> None:
    pattern = f"^access_({TABLES})$"
    found = {(role, table): what for role, table, what in superuser.execute(GRANTED, [pattern])}

    reading = {
        (role, table): "select"
        for role in (roles.WEB, roles.WORKER, roles.KEYD)
        for table in ("access_audithead", "access_witness")
    }
    assert found == {**reading, (roles.WORKER, "access_witness"): "insert select"}
    assert superuser.execute(COLUMNS, [pattern]).fetchall() == [
        (roles.WORKER, "access_witness", "delivered_at", "update")
    ]


def test_each_function_runs_for_these_roles_and_is_not_led_astray(
    superuser: psycopg.Connection,
) -> None:
    found = superuser.execute(FUNCTIONS, [list(EXECUTED)]).fetchall()

    assert {name: granted for name, _, _, granted in found} == EXECUTED
    assert {path for _, _, path, _ in found} == {"search_path=pg_catalog, public, pg_temp"}


@pytest.mark.check("SEC-18")
@pytest.mark.parametrize("role", roles.SERVANTS)
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_sec_18_no_servant_changes_removes_or_reads_the_audit(
    append: Append, server: Server, database_name: str, role: str, statement: str
) -> None:
    append({"event": "keys"})

    refusal = "permission denied|must be owner"
    with (
        _connected(server, database_name, role) as servant,
        pytest.raises(psycopg.Error, match=refusal),
    ):
        servant.execute(statement)


@pytest.mark.check("SEC-18")
@pytest.mark.parametrize(
    "statement",
    ["update access_audit set event = 'x'", "delete from access_audit", "truncate access_audit",
     "delete from access_audithead", "truncate access_audithead", "delete from access_witness",
     "truncate access_witness"],
)  # fmt: skip
def test_even_the_owner_only_adds_to_it(
    superuser: psycopg.Connection, owner_connection: psycopg.Connection, append: Append,
    statement: str,
) -> None:  # fmt: skip
    append({"event": "keys"})
    superuser.execute("insert into access_witness values ('w', now(), 1, 'x', 'x')")

    with pytest.raises(psycopg.Error, match="only added to"):
        owner_connection.execute(statement)


@pytest.mark.parametrize("role", [roles.WEB, roles.WORKER])
def test_only_the_keeper_of_keys_writes_that_a_key_was_handed_out(
    superuser: psycopg.Connection, server: Server, database_name: str, role: str
) -> None:
    with _connected(server, database_name, role) as servant, pytest.raises(psycopg.Error):
        servant.execute("""select access_audit_append('[{"event": "keys"}]')""")

    assert superuser.execute("select count(*) from access_audit").fetchone() == (0,)


@pytest.mark.parametrize("event", ["keys", "", None, "Denied", "denied "])
def test_the_web_notes_no_event_but_its_own(
    superuser: psycopg.Connection, server: Server, database_name: str, event: str | None
) -> None:
    with (
        _connected(server, database_name, roles.WEB) as web,
        pytest.raises(psycopg.Error, match="may not note"),
    ):
        _note(web, event)


def test_the_web_notes_its_own_events(
    superuser: psycopg.Connection, server: Server, database_name: str
) -> None:
    with _connected(server, database_name, roles.WEB) as web:
        for event in sorted(EVENTS):
            _note(web, event)

    found = superuser.execute("select event from access_audit order by seq").fetchall()
    assert [event for (event,) in found] == sorted(EVENTS)


def _note(web: psycopg.Connection, event: str | None) -> None:
    web.execute(
        "select access_audit_note(%s, null, '', '', null, '', '', '', '', null, '{}')", [event]
    )
