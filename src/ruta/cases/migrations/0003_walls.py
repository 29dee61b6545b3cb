"""
Row security on the case file: what no grant opens is not there, whatever the code above asks for.

`access.0003_walls` makes the functions these policies call. A row that carries its own office is
judged by it at once; any other asks whether who asks has a place in the case.
"""

from typing import ClassVar

from django.db import migrations, models

NOT_CLOSED = "case_id <> all ((select access_my_closed())::uuid[])"
SEEN = "(case_id = (select access_my_seen()) or access_sees(case_id))"
# By table, what lets a row be seen at once; the place in the case is asked after it.
AT_ONCE = {
    "cases_case": "department = (select access_my_department())",
    "cases_act": "false",
    "cases_party": "false",
    "cases_obligation": """(todo_at is not null and (holder_id = (select access_my_office())
        or holder_id = any ((select access_my_offices())::text[])))""",
    "cases_involvement": """(office_id = (select access_my_office()) and sees_until > now())
        or department = (select access_my_department())""",
}
OWN_DRAFT = """exists (
    select 1 from cases_draft d where d.case_id = cases_sealeditem.case_id
        and d.owner_id = (select access_me()))"""
OPEN = "access_reads(case_id, compartment, office_id, author_id)"


def _everything(table: str) -> str:
    return f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy everything on {table} to ruta_owner, ruta_worker using (true)
            with check (true);
    """


def _theirs(table: str, at_once: str) -> str:
    return f"""
        create policy theirs on {table} to ruta_web
            using (({at_once} or {SEEN}) and {NOT_CLOSED})
            with check ({SEEN} and {NOT_CLOSED});
    """


ROWS = "".join(_everything(table) + _theirs(table, at_once) for table, at_once in AT_ONCE.items())
DRAFTS = (
    _everything("cases_draft")
    + """
    create policy own on cases_draft to ruta_web
        using (owner_id = (select access_me())) with check (owner_id = (select access_me()));
"""
)
SEALED = (
    _everything("cases_sealeditem")
    + f"""
    create policy opened on cases_sealeditem for select to ruta_web
        using (({OPEN} and {NOT_CLOSED}) or {OWN_DRAFT});
    create policy added on cases_sealeditem for insert to ruta_web
        with check (({SEEN} and {NOT_CLOSED}) or {OWN_DRAFT});
    create policy replaced on cases_sealeditem for update to ruta_web
        using (({OPEN} and {NOT_CLOSED}) or {OWN_DRAFT})
        with check (({SEEN} and {NOT_CLOSED}) or {OWN_DRAFT});
    create policy removed on cases_sealeditem for delete to ruta_web
        using (({OPEN} and {NOT_CLOSED}) or {OWN_DRAFT});
"""
)
WHOSE = """
    alter table cases_sealeditem disable trigger user;
    update cases_sealeditem s set office_id = a.office_id, author_id = a.author_id
    from cases_act a where a.case_id = s.case_id and a.act_id = s.item_id;
    alter table cases_sealeditem enable trigger user;
    update cases_involvement i set sees_until = 'infinity'
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_queues"), ("access", "0003_walls")]

    operations: ClassVar = [
        migrations.AddField("sealeditem", "office_id", models.TextField(null=True)),
        migrations.AddField("sealeditem", "author_id", models.UUIDField(null=True)),
        migrations.AddField("involvement", "sees_until", models.DateTimeField(null=True)),
        migrations.RemoveIndex("involvement", "cases_involved_new"),
        migrations.AddIndex(
            "involvement",
            models.Index(
                models.F("office_id"),
                models.F("since"),
                condition=models.Q(("opened_at__isnull", True)),
                # What row security asks of a row is beside it: a count reads the index alone.
                include=["case_id", "sees_until", "department"],
                name="cases_involved_new",
            ),
        ),
        migrations.RunSQL(WHOSE),
        migrations.RunSQL(ROWS),
        migrations.RunSQL(DRAFTS),
        migrations.RunSQL(SEALED),
    ]
