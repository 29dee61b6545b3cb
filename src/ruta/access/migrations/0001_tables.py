"""The first tables of access: people, failed sign-ins, the wrapped keys of cases; and grants."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from ruta.postgres.grants import Grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "compartment",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("compartment", models.CharField(max_length=1)),
                ("kek_version", models.SmallIntegerField()),
                ("wrapped", models.BinaryField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "db_table": "access_casekey",
            },
        ),
        migrations.CreateModel(
            name="FailedSignIn",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("failures", models.IntegerField()),
                ("last_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=60, unique=True)),
                ("display_name", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=30)),
                ("language", models.CharField(default="es-pe", max_length=8)),
                ("is_active", models.BooleanField(default=True)),
                ("demonstration", models.BooleanField(default=False)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Grant("web, worker", "select", on="access_user"),
        Grant("web", "update (last_login, language)", on="access_user"),
        # A password is hashed again when the hasher's cost has changed.
        Grant("web", "update (password)", on="access_user"),
        Grant("web", "select, insert, update, delete", on="access_failedsignin"),
        Grant("worker", "select, delete", on="access_failedsignin"),
        # Keys are added, never changed; erasing them is the owner's act.
        Grant("web, worker", "select, insert", on="access_casekey"),
    ]
