"""
Bars that a corrected document left, ties that are forgotten, what was erased, and since when one is
of an office.

The SQL is in the folder `sql`; as in the audit, nobody executes a function but those named here.
"""

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models
from django.db.models.functions import Now

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql"
EXECUTED = {
    "access_bar_ask(uuid, uuid)": "web",
    "access_bars_asked(uuid)": "web",
    "access_bars_waiting()": "web",
    "access_bar_decide(uuid, text)": "web",
    "access_ties_forget(timestamptz)": "keyd",
    "access_erased_of(uuid)": "web",
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0012_extract")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="user",
            name="office_since",
            field=models.DateTimeField(db_default=Now(), editable=False),
        ),
        *(
            migrations.RunSQL((SQL / f"0014_{name}.sql").read_text(encoding="utf-8"))
            for name in ("joined", "ties", "erased")
        ),
        *(
            migrations.RunSQL(f"revoke all on function {function} from public")
            for function in (*EXECUTED, "access_office_since()")
        ),
        *(Grant(to, "execute", on=f"function {function}") for function, to in EXECUTED.items()),
    ]
