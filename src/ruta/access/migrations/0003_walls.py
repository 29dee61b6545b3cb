"""
The second wall: grants, namings, bars and marks, who may write them, and what follows from them.

Row security on the tables of cases asks the functions made here (see `cases.0003_walls`). Who asks
is said once per request by `access_enter`, for the transaction only; without it no row is seen.
The functions that read past row security are listed in `ruta.access.walls`, and a test holds the
database to that list.
"""

import uuid
from pathlib import Path
from typing import ClassVar

from django.db import migrations, models

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql"
# agency, basis, compartments of anybody, compartments of its own. `ruta.access.decision.CEILINGS`
# at the time of this migration; a test holds the two equal, and a change brings a new migration.
CEILINGS = (
    ("CEM", "duty", "ICRL", "N"), ("CEM", "order", "N", ""), ("CEM", "consent", "HN", ""),
    ("PNP", "duty", "ICR", "N"), ("PNP", "order", "LN", ""),
    ("FISC", "duty", "ICRN", ""), ("FISC", "order", "H", ""), ("FISC", "consent", "L", ""),
    ("PJ", "duty", "ICR", ""), ("PJ", "order", "NH", ""),
    ("SALUD", "duty", "IC", "H"), ("SALUD", "consent", "RN", ""),
    ("HOGAR", "consent", "ICRLH", ""),
    ("LINEA", "duty", "CR", "N"), ("LINEA", "consent", "IL", ""),
    ("RURAL", "consent", "ICR", ""), ("ONG", "consent", "ICN", ""),
    ("UPE", "duty", "ICRN", ""), ("UPE", "order", "HL", ""),
)  # fmt: skip

FILL = ";\n".join(
    "insert into access_ceiling (agency, basis, compartment, own_only)"
    f" select '{agency}', '{basis}', letter, {own}"
    f" from unnest(string_to_array('{letters}', null)) letter"
    for agency, basis, every, ours in CEILINGS
    for letters, own in ((every, "false"), (ours, "true"))
    if letters
)


# The tables of this room that speak of a case are seen by whoever sees the case.
POLICIES = (
    """
alter table access_grant enable row level security;
alter table access_grant force row level security;
create policy everything on access_grant to ruta_owner, ruta_worker, ruta_keyd using (true)
    with check (true);
create policy theirs on access_grant for select to ruta_web
    using (office_id = access_my_office() or access_sees(case_id));
"""
    + "".join(
        f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy everything on {table} to ruta_owner, ruta_worker, ruta_keyd using (true)
    with check (true);
create policy theirs on {table} to ruta_web
    using (access_sees(case_id)) with check (access_sees(case_id));
"""
        for table in ("access_naming", "access_bar", "access_casemark")
    )
    + """
alter table access_breakglass enable row level security;
alter table access_breakglass force row level security;
create policy everything on access_breakglass to ruta_owner, ruta_worker, ruta_keyd using (true)
    with check (true);
create policy own on access_breakglass to ruta_web
    using (user_id = access_me() or access_sees(case_id)) with check (user_id = access_me());
"""
)

OURS = """
revoke all on function access_place(uuid, text), access_is_named(uuid, uuid, text),
    access_has_glass(uuid, uuid), access_assigned(uuid), access_closed(uuid, text, text),
    access_sees(uuid), access_reads(uuid, text, text, uuid),
    access_standing(uuid, uuid, text, text, text), access_begin(uuid), access_regrant(uuid, jsonb)
    from public;
grant execute on function access_place(uuid, text), access_is_named(uuid, uuid, text),
    access_has_glass(uuid, uuid), access_assigned(uuid), access_closed(uuid, text, text),
    access_sees(uuid), access_reads(uuid, text, text, uuid),
    access_standing(uuid, uuid, text, text, text), access_begin(uuid) to ruta_web;
grant execute on function access_regrant(uuid, jsonb) to ruta_web, ruta_worker;
grant execute on function access_standing(uuid, uuid, text, text, text), access_place(uuid, text)
    to ruta_keyd;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0002_jobs_open_nothing")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Ceiling",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "agency",
                        "basis",
                        "compartment",
                        "own_only",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("agency", models.TextField()),
                ("basis", models.TextField()),
                ("compartment", models.TextField()),
                ("own_only", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Bar",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "subject",
                        "reason",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("subject", models.TextField()),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
                ("act_id", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [models.Index(models.F("subject"), name="access_bar_subject")],
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("office_id", models.TextField()),
                ("reason_code", models.TextField()),
                ("reason", models.BinaryField()),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("seconded_by", models.UUIDField(null=True)),
                ("reviewed_by", models.UUIDField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("user_id"), models.F("until"), name="access_breakglass_user"
                    ),
                    models.Index(models.F("case_id"), name="access_breakglass_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMark",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("trafficking", models.BooleanField(default=False)),
                ("minor_until", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("case_id"),
                        condition=models.Q(("trafficking", True)),
                        name="access_mark_trafficking",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "office_id",
                        "basis",
                        "act_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("office_id", models.TextField()),
                ("basis", models.TextField()),
                ("act_id", models.UUIDField()),
                ("compartments", models.TextField(default="")),
                ("purpose", models.TextField(default="")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("office_id"), models.F("case_id"), name="access_grant_office"
                    ),
                    models.Index(
                        models.F("office_id"),
                        models.F("until"),
                        condition=models.Q(("basis", "consent")),
                        name="access_grant_ending",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Naming",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "user_id",
                        "matter",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("matter", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("named_by", models.UUIDField()),
                ("countersigned_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("user_id"), models.F("case_id"), name="access_naming_user"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffIndex",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user_id",
                        "document_index",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("user_id", models.UUIDField()),
                ("document_index", models.BinaryField()),
                ("tie", models.TextField()),
            ],
            options={
                "indexes": [models.Index(models.F("document_index"), name="access_staff_document")],
            },
        ),
        migrations.RunSQL(FILL),
        migrations.RunSQL("set local check_function_bodies = off"),
        migrations.RunSQL((SQL / "0003_walls.sql").read_text(encoding="utf-8")),
        migrations.RunSQL(POLICIES),
        migrations.RunSQL(OURS),
        Grant("web", "select", on="access_grant"),
        Grant("web", "select, insert, update, delete", on="access_naming"),
        Grant("web", "select, insert, delete", on="access_bar"),
        Grant("web", "select, insert, update", on="access_casemark"),
        Grant("web", "select, insert", on="access_breakglass"),
        Grant("worker", "select", on="access_grant"),
    ]
