"""Alerts for those they are told to, delays ordered by a court, ties that end, names proposed.

The SQL is in the folder `sql`; as in the audit, nobody executes a function but those named here.
"""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql"
EXECUTED = {
    "access_alert_audience()": "web",
    "access_alerts_mine(text, timestamptz, integer)": "web",
    "access_alerts_unseen()": "web",
    "access_alert_close(uuid, text, bytea)": "web",
    "access_delay_judge(uuid)": "web",
    "access_delay_order(uuid, uuid, text, integer, bytea)": "web",
    "access_delay_lift(uuid, uuid, bytea)": "web",
    "access_delays_of_case(uuid)": "web",
    "access_tie_ask(uuid, bytea, bytea)": "web",
    "access_ties_asked()": "web",
    "access_ties_waiting()": "web",
    "access_tie_decide(uuid, text)": "web",
    "access_namings_waiting()": "web",
    "access_naming_countersign(text, uuid)": "web",
    "access_implicated_unnamed(jsonb)": "web",
    "access_propose(text, uuid, jsonb)": "web",
}
NOBODYS = ("access_alert_readable(access_alert)", "access_tie_judge()")


def _run(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"0009_{name}.sql").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0008_forgetting")]

    operations: ClassVar = [
        migrations.RunSQL("set local check_function_bodies = off"),
        _run("alerts"),
        _run("delays"),
        _run("ties"),
        _run("proposals"),
        *(
            migrations.RunSQL(f"revoke all on function {function} from public")
            for function in (*EXECUTED, *NOBODYS)
        ),
        *(Grant(to, "execute", on=f"function {function}") for function, to in EXECUTED.items()),
    ]
