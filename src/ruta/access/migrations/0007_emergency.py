"""Emergency openings, namings, and staff's documents; the SQL is in the folder `sql`."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql"
EXECUTED = {
    "access_breakglass_used()": "web",
    "access_breakglass_ask(uuid, text, bytea, uuid, text, bytea, text)": "web",
    "access_breakglass_asked(text)": "web",
    "access_breakglass_second(text)": "web",
    "access_name(uuid, uuid, text, timestamptz)": "web",
    "access_unname(uuid, uuid, text)": "web",
    "access_name_unseen(text, uuid)": "web",
}


def _run(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"0007_{name}.sql").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0006_accounts")]

    operations: ClassVar = [
        migrations.RunSQL("set local check_function_bodies = off"),
        _run("emergency"),
        _run("namings"),
        *(Grant(to, "execute", on=f"function {function}") for function, to in EXECUTED.items()),
        Grant("web", "select, insert", on="access_staffindex"),
    ]
