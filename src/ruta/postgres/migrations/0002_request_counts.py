"""The counts by which the processes of the web hold one limit together; lost with a crash."""

from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

TABLE = """
    create unlogged table web_requestcount (
        who bytea, minute bigint, requests integer not null, primary key (who, minute))
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("postgres", "0001_grants")]

    operations: ClassVar = [
        migrations.RunSQL(TABLE),
        Grant("web", "select, insert, update, delete", on="web_requestcount"),
    ]
