"""
Offices that assign by name hold in row security too; the measure check, operations and questions.

A row that carries its own office was seen by the whole of it; now only where the office gives its
cases to all. The tables added here are read and written through functions of the owner, except
those that row security holds.
"""

from typing import ClassVar

from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0003_walls"), ("access", "0007_emergency")]

    operations: ClassVar = [
        migrations.RunSQL(POLICIES),
    ]
