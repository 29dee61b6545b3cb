"""The whole of what each role of the database may do, and what an intruder as the web tries."""

import pytest
from django.db import Error, connection, transaction
from tests.cases.conftest import file, key_file, keys, offices  # noqa: F401
from tests.cases.stage import NOW, Stage, act, complaint

from ruta.postgres import roles

GRANTED = """
    select c.relname, string_agg(distinct lower(a.privilege_type), ' ')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join lateral aclexplode(c.relacl) a
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')
        and a.grantee = %s::regrole and c.relname ~ '^(cases|access|directory)_'
    group by c.relname
"""
WEB = {
    "cases_act": "insert select",
    "cases_case": "insert select update",
    "cases_counted": "insert",
    "cases_draft": "delete insert select update",
    "cases_evidencechunk": "insert select",
    "cases_evidencefile": "insert select",
    "cases_involvement": "delete insert select update",
    "cases_linkask": "select",
    "cases_obligation": "delete insert select update",
    "cases_operation": "insert select",
    "cases_party": "insert select",
    "cases_question": "delete insert select",
    "cases_report": "delete select",
    "cases_reportplan": "insert select",
    "cases_sealedintake": "delete insert select update",
    "cases_sealeditem": "delete insert select update",
}
WORKER = {
    "cases_act": "select",
    "cases_case": "select update",
    "cases_draft": "select",
    "cases_involvement": "delete insert select update",
    "cases_obligation": "delete insert select update",
    "cases_report": "delete insert select",
    "cases_reportplan": "select update",
}
EXTRACT = {
    "cases_counted": "select",
    "cases_extracted": "delete insert select update",
}
INTRUSIONS = [
    "update cases_act set kind = 'x'",
    "update cases_act set facts = '{}'",
    "delete from cases_act",
    "truncate cases_act",
    "truncate cases_sealeditem",
    "truncate cases_case cascade",
    "insert into cases_act select * from cases_act on conflict (case_id, act_id) "
    "do update set kind = 'x'",
    "merge into cases_act a using cases_act b on a.act_id = b.act_id when matched then delete",
    "delete from cases_case",
    "delete from cases_party",
    "update cases_party set party_id = gen_random_uuid()",
    "alter table cases_act disable trigger all",
    "alter table cases_act disable trigger cases_act_stays",
    "drop trigger cases_act_stays on cases_act",
    "drop trigger cases_seal_of_act_stays on cases_sealeditem",
    "drop function cases_act_stays() cascade",
    "create or replace function cases_act_stays() returns trigger language plpgsql as "
    "$$ begin return new; end $$",
    "create function mine() returns int language sql security definer as 'select 1'",
    "create trigger mine before insert on cases_act execute function cases_act_stays()",
    "create rule mine as on insert to cases_act do instead nothing",
    "create table mine (id int)",
    "create view mine as select 1",
    "create schema mine",
    "alter table cases_act owner to ruta_web",
    "set role ruta_owner",
    "set role ruta_worker",
    "set role postgres",
    "set session authorization ruta_owner",
    "set session_replication_role = replica",
    "alter role ruta_web superuser",
    "create role mine",
    "copy (select 1) to '/tmp/mine'",
    "copy cases_act from program 'cat'",
    "select pg_read_file('/etc/passwd')",
    "select lo_import('/etc/passwd')",
    "select * from pg_authid",
    "update access_casekey set wrapped = 'x'",
    "truncate access_casekey",
    "lock table cases_act in access exclusive mode",
]


@pytest.mark.parametrize(
    ("role", "expected"), [(roles.WEB, WEB), (roles.WORKER, WORKER), (roles.EXTRACT, EXTRACT)]
)
def test_a_role_has_these_privileges_on_cases_and_no_others(
    db: None, role: str, expected: dict[str, str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GRANTED, [role])
        found = dict(cursor.fetchall())

    assert {name: what for name, what in found.items() if name.startswith("cases_")} == expected


def test_the_jobs_read_no_key_and_no_password(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GRANTED, [roles.WORKER])
        found = dict(cursor.fetchall())

    assert found.keys() & {"access_casekey", "access_user"} == set()


@pytest.mark.parametrize("statement", INTRUSIONS)
def test_an_intruder_as_the_web_is_refused(file: Stage, statement: str) -> None:  # noqa: F811
    file.opened(complaint(), act("account-told", NOW, account="Relato inventado"))

    refusal = r"permission denied|must be owner|must be superuser|must be able|Only roles"
    with pytest.raises(Error, match=refusal), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update cases_sealeditem set ciphertext = 'x' where item_id = %s",
        "update cases_sealeditem set item_id = gen_random_uuid() where item_id = %s",
        "update cases_sealeditem set compartment = 'K' where item_id = %s",
        "update cases_sealeditem set case_id = gen_random_uuid() where item_id = %s",
        "delete from cases_sealeditem where item_id = %s",
        "with gone as (delete from cases_sealeditem where item_id = %s returning 1) select 1",
        "insert into cases_sealeditem select * from cases_sealeditem where item_id = %s "
        "on conflict (case_id, item_id, compartment) do update set ciphertext = 'x'",
    ],
)
def test_the_sealed_facts_of_an_act_stay_as_sealed(
    file: Stage,  # noqa: F811
    statement: str,
) -> None:
    told = act("account-told", NOW, account="Relato inventado")
    file.opened(complaint(), told)

    with (
        pytest.raises(Error, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [told.act_id])
