"""What goes when the keys of a case go, and the keys of old pseudonyms; the SQL is in `sql`."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

SQL = Path(__file__).parent / "sql" / "0008_forgetting.sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0007_emergency")]

    operations: ClassVar = [
        migrations.RunSQL("set local check_function_bodies = off"),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
