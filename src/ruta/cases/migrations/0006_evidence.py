"""
Files that prove something of a case: keys of each file, sealed, and its chunks, sealed.

Both are added and read, never changed or removed, by nobody. Whose they are is judged as for any
item of compartment N; nobody adds a file in another's name, nor a chunk to another's file.
"""

from typing import Any, ClassVar

from django.db import migrations, models

from ruta.postgres.grants import Grant

NOT_CLOSED = "case_id <> all ((select access_my_closed())::uuid[])"
TABLES = ("cases_evidencefile", "cases_evidencechunk")
STAYS = """
    create function cases_evidence_stays() returns trigger language plpgsql as $$
    begin
        raise exception 'a file of evidence is never changed or removed'
            using errcode = 'restrict_violation';
    end $$;
"""
# What is sealed does not shrink: PostgreSQL need not try.
AS_IT_IS = "alter table cases_evidencechunk alter column ciphertext set storage external;"

# A chunk is of a file, and of whom that file is: what others add to it would break it for good.
OF_A_FILE = """
    alter table cases_evidencefile add constraint cases_evidencefile_whose
        unique (case_id, act_id, office_id, author_id);
    alter table cases_evidencechunk add constraint cases_evidencechunk_of_a_file
        foreign key (case_id, act_id, office_id, author_id)
        references cases_evidencefile (case_id, act_id, office_id, author_id);
"""


def _walls(table: str) -> str:
    return f"""
        create trigger {table}_stays before update or delete on {table}
            for each row execute function cases_evidence_stays();
        create trigger {table}_stays_whole before truncate on {table}
            for each statement execute function cases_evidence_stays();
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy everything on {table} to ruta_owner using (true) with check (true);
        create policy opened on {table} for select to ruta_web
            using (access_reads(case_id, 'N', office_id, author_id) and {NOT_CLOSED});
        create policy added on {table} for insert to ruta_web
            with check (access_sees(case_id) and {NOT_CLOSED}
                and office_id = (select access_my_office())
                and author_id = (select access_me()));
    """


def _key(*names: str) -> tuple[str, models.CompositePrimaryKey]:
    return "pk", models.CompositePrimaryKey(
        *names, blank=True, editable=False, primary_key=True, serialize=False
    )


WHOSE: "list[tuple[str, models.Field[Any, Any]]]" = [
    ("case_id", models.UUIDField()),
    ("act_id", models.UUIDField()),
    ("office_id", models.TextField()),
    ("author_id", models.UUIDField()),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0005_sealed_intake")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                _key("case_id", "act_id"),
                *WHOSE,
                ("stored_at", models.DateTimeField()),
                ("keys", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="EvidenceChunk",
            fields=[
                _key("case_id", "act_id", "part", "number"),
                *WHOSE,
                ("part", models.TextField()),
                ("number", models.IntegerField()),
                ("ciphertext", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(STAYS + AS_IT_IS + OF_A_FILE + "".join(map(_walls, TABLES))),
        *(Grant("web", "select, insert", on=table) for table in TABLES),
    ]
