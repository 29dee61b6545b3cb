"""
What figures know of a case, sealed apart from it, and the acts of each case ready for an extract.

The web adds codes and reads none. The role of the extract reads clear columns of acts, without who
recorded them, and these codes, whose keys the keeper hands out once for each run.
"""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql" / "0008_extract.sql"
OF_AN_ACT = (
    "case_id, act_id, arrival, kind, at, recorded_at, office_id, to_office_id, corrects, annuls,"
    " facts"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0009_figures"), ("access", "0012_extract")]

    operations: ClassVar = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
        Grant("web", "insert", on="cases_counted"),
        Grant("extract", "select", on="cases_counted"),
        Grant("extract", "select, insert, update, delete", on="cases_extracted"),
        Grant("extract", "select (case_id, revision)", on="cases_case"),
        Grant("extract", f"select ({OF_AN_ACT})", on="cases_act"),
        Grant("extract", "select (id, type, ubigeo)", on="directory_office"),
    ]
