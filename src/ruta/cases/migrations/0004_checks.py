"""
Offices that assign by name hold in row security too; the measure check, operations and questions.

A row that carries its own office was seen by the whole of it; now only where the office gives its
cases to all. The tables added here are read and written through functions of the owner, except
those that row security holds.
"""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql"
EXECUTED = {
    "cases_measure_store(uuid, text, bytea, jsonb)": "web, worker",
    "cases_measure_people(uuid, jsonb)": "web",
    "cases_measure_stands(uuid)": "web",
    "cases_measure_check(bytea, bytea, integer)": "web",
    "cases_link_ask(bytea)": "web",
}
NOT_CLOSED = "case_id <> all ((select access_my_closed())::uuid[])"
ALL_OF_THE_OFFICE = "(select access_my_place()) <> 'named'"
AT_ONCE = {
    "cases_obligation": f"""(todo_at is not null and (
        (holder_id = (select access_my_office()) and {ALL_OF_THE_OFFICE})
        or holder_id = any ((select access_my_offices())::text[])))""",
    "cases_involvement": f"""(office_id = (select access_my_office()) and sees_until > now()
            and {ALL_OF_THE_OFFICE})
        or department = (select access_my_department())""",
}
POLICIES = "".join(
    f"""
    drop policy theirs on {table};
    create policy theirs on {table} to ruta_web
        using (({at_once} or access_sees(case_id)) and {NOT_CLOSED})
        with check (access_sees(case_id) and {NOT_CLOSED});
    """
    for table, at_once in AT_ONCE.items()
)


def _run(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"0004_{name}.sql").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0003_walls"), ("access", "0007_emergency")]

    operations: ClassVar = [
        migrations.RunSQL(POLICIES),
        migrations.RunSQL("set local check_function_bodies = off"),
        _run("measures"),
        _run("hidden"),
        *(Grant(to, "execute", on=f"function {function}") for function, to in EXECUTED.items()),
        Grant("web", "select, insert", on="cases_operation"),
        Grant("web", "select, update (decided_at, decided_by, outcome)", on="cases_linkask"),
    ]
