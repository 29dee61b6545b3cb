"""Who joined an office after a permission of hers ended is told nothing of that case."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

SQL = Path(__file__).parent / "sql" / "0010_told.sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0008_extract"), ("access", "0014_ties_and_joining")]

    operations: ClassVar = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
