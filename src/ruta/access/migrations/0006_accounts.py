"""Sessions of our own, second factors, and what an account needs."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ruta.postgres.grants import Grant


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0005_keyd")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.TextField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("expire_date", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        Grant("web", "select, insert, update, delete", on="access_session"),
        # Who keeps the keys verifies a session itself; what it holds is not its business.
        Grant(
            "keyd", "select (key, account, opened_at, seen_at, expire_date)", on="access_session"
        ),
        Grant("worker", "select (key, seen_at, expire_date)", on="access_session"),
        Grant("worker", "delete", on="access_session"),
        # Sessions used to be kept by their token, which opened them.
        migrations.RunSQL("drop table if exists django_session", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="user",
            name="coordinates",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="code_of_conduct",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="user",
            name="code_of_conduct_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="trained_until",
            field=models.DateField(null=True),
        ),
    ]
