"""
What is taken while the keeper of keys is away; and a draft opens nothing of a case.

A draft is begun under an id that the page gives out. Should it be that of a case, the draft's owner
must see and remove nothing sealed there: whether there is a case is asked past row security.
"""

from typing import ClassVar

from django.db import migrations, models

from ruta.postgres.grants import Grant

NOT_CLOSED = "case_id <> all ((select access_my_closed())::uuid[])"
SEEN = "access_sees(case_id)"
OPEN = "access_reads(case_id, compartment, office_id, author_id)"
OWN_DRAFT = "cases_my_draft(case_id)"
MY_DRAFT = """
    create function cases_my_draft(wanted uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
        select exists (
            select 1 from cases_draft d where d.case_id = wanted and d.owner_id = access_me()
        ) and not exists (select 1 from cases_case c where c.case_id = wanted)
    $$;
    revoke all on function cases_my_draft(uuid) from public;
"""
SEALED = f"""
    drop policy opened on cases_sealeditem;
    drop policy added on cases_sealeditem;
    drop policy replaced on cases_sealeditem;
    drop policy removed on cases_sealeditem;
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
INTAKE = """
    alter table cases_sealedintake enable row level security;
    alter table cases_sealedintake force row level security;
    create policy everything on cases_sealedintake to ruta_owner using (true) with check (true);
    create policy own on cases_sealedintake to ruta_web
        using (author_id = (select access_me())) with check (author_id = (select access_me()));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0004_checks"), ("access", "0007_emergency")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SealedIntake",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "author_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("author_id", models.UUIDField()),
                ("office_id", models.TextField(null=True)),
                ("received_at", models.DateTimeField()),
                ("ciphertext", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index("author_id", "received_at", name="cases_sealedintake_author")
                ],
            },
        ),
        migrations.RunSQL(INTAKE),
        migrations.RunSQL(MY_DRAFT),
        Grant("web", "execute", on="function cases_my_draft(uuid)"),
        migrations.RunSQL(SEALED),
        Grant("web", "select, insert, update, delete", on="cases_sealedintake"),
    ]
