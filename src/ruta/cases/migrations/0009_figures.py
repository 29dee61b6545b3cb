"""
What an office keeps of its own figures: questions, what it asked for regularly, and reports.

A question is its office's. Plans and reports are for those who lead the office; a report only for
those who led it when it was made, as no case closed to any of them was counted in it.
"""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

from ruta.postgres.grants import Grant

OURS = """office_id = (select access_my_office())
    and (select access_my_agency()) not in ('ADMIN', 'ANALYST', 'OVERSIGHT', 'SURVIVOR')"""
LEADS = """exists (
    select 1 from access_user u where u.id = (select access_me()) and u.is_active
        and u.office_id = (select access_my_office())
        and (u.coordinates or u.role = 'supervisor'))"""
MINE = "saved_by = (select access_me())"
READ = "(select access_me()) = any(readers)"
WALLS = f"""
    alter table cases_question enable row level security;
    alter table cases_question force row level security;
    create policy everything on cases_question to ruta_owner using (true) with check (true);
    create policy seen on cases_question for select to ruta_web using ({OURS});
    create policy added on cases_question for insert to ruta_web with check ({OURS} and {MINE});
    create policy changed on cases_question for update to ruta_web
        using ({OURS}) with check ({OURS});
    create policy removed on cases_question for delete to ruta_web
        using ({OURS} and ({MINE} or {LEADS}));

    alter table cases_reportplan enable row level security;
    alter table cases_reportplan force row level security;
    create policy everything on cases_reportplan to ruta_owner, ruta_worker using (true)
        with check (true);
    create policy led on cases_reportplan to ruta_web
        using ({OURS} and {LEADS}) with check ({OURS} and {LEADS});

    alter table cases_report enable row level security;
    alter table cases_report force row level security;
    create policy everything on cases_report to ruta_owner, ruta_worker using (true)
        with check (true);
    create policy read on cases_report to ruta_web using ({OURS} and {LEADS} and {READ})
        with check (false);
"""


def _key(*names: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(
        *names, blank=True, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0007_told"), ("access", "0013_reports")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("pk", _key("office_id", "question_id")),
                ("office_id", models.TextField()),
                ("question_id", models.UUIDField()),
                ("name", models.TextField()),
                ("asked", models.TextField()),
                ("saved_by", models.UUIDField()),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReportPlan",
            fields=[
                ("pk", _key("office_id", "plan_id")),
                ("office_id", models.TextField()),
                ("plan_id", models.UUIDField()),
                ("name", models.TextField()),
                ("asked", models.TextField(default="")),
                ("rhythm", models.TextField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("next_at"),
                        condition=models.Q(("ended_at__isnull", True)),
                        name="cases_reportplan_next",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("pk", _key("office_id", "report_id")),
                ("office_id", models.TextField()),
                ("report_id", models.UUIDField()),
                ("plan_id", models.UUIDField()),
                ("name", models.TextField()),
                ("asked", models.TextField(default="")),
                ("made_at", models.DateTimeField()),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("content", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("office_id"), models.F("made_at"), name="cases_report_made"
                    )
                ],
            },
        ),
        migrations.RunSQL(WALLS),
        Grant("web", "select, insert, delete, update (asked)", on="cases_question"),
        Grant("web", "select, insert, update (ended_at, ended_why)", on="cases_reportplan"),
        Grant("web", "select, delete", on="cases_report"),
        Grant("worker", "select, update", on="cases_reportplan"),
        Grant("worker", "select, insert, delete", on="cases_report"),
    ]
