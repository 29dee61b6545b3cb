"""
Rows of a case that was seen just now are not asked again, row by row: counts of an office are fast.

`access_sees` says in `ruta.seen` which case it last let somebody into. Until now a statement read
that once, before its first row; now each row does, so that many rows of one case ask once.
"""

from typing import ClassVar

from django.db import migrations

NOT_CLOSED = "case_id <> all ((select access_my_closed())::uuid[])"
SEEN = "(case_id = access_my_seen() or access_sees(case_id))"
ALL_OF_THE_OFFICE = "(select access_my_place()) <> 'named'"
# By table, what lets a row be seen at once, as it was; the place in the case is asked after it.
AT_ONCE = {
    "cases_case": "department = (select access_my_department())",
    "cases_act": "false",
    "cases_obligation": f"""(todo_at is not null and (
        (holder_id = (select access_my_office()) and {ALL_OF_THE_OFFICE})
        or holder_id = any ((select access_my_offices())::text[])))""",
    "cases_involvement": f"""(office_id = (select access_my_office()) and sees_until > now()
            and {ALL_OF_THE_OFFICE})
        or department = (select access_my_department())""",
}
POLICIES = "".join(
    f"alter policy theirs on {table} using (({at_once} or {SEEN}) and {NOT_CLOSED});\n"
    for table, at_once in AT_ONCE.items()
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0010_told_who_was_there")]

    operations: ClassVar = [migrations.RunSQL(POLICIES)]
