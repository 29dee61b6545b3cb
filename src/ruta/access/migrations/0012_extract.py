"""
What writes the de-identified extract asks the keeper once for each run; erasing reaches the codes.

The codes that figures need of a case have keys of their own, one for each quarter: see
`access.keys.periods`. A run is begun by the role `ruta_extract` alone and taken by the keeper once.
"""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0013_reports")]

    operations: ClassVar = [
        migrations.RunSQL("set local check_function_bodies = off"),
        migrations.RunSQL((SQL / "0012_extract.sql").read_text(encoding="utf-8")),
        Grant("extract", "insert (run)", on="access_extractrun"),
        Grant("keyd", "select, update (taken_at)", on="access_extractrun"),
    ]
