"""Who is told that a permission of hers ended, or is about to; and who has taken notice."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql" / "0007_told.sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0006_evidence"), ("access", "0007_emergency")]

    operations: ClassVar = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
        Grant("web", "execute", on="function cases_told(integer)"),
        Grant("web", "execute", on="function cases_hear(uuid)"),
    ]
