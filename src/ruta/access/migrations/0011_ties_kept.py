"""A tie to a document that is changed in a case still closes it; the SQL is in `sql`."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

SQL = Path(__file__).parent / "sql" / "0011_ties_kept.sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0009_oversight"), ("cases", "0001_initial")]

    operations: ClassVar = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
