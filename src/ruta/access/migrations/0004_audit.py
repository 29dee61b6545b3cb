"""The audit: a chain of entries that is only added to, heads, witnesses and alerts.

The SQL is in the folder `sql`. Everything is written and read through functions of the owner, which
nobody may execute but those named here: no role selects from the chain or from the alerts.
"""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

SQL = Path(__file__).parent / "sql"
EXECUTED = {
    "access_audit_append(jsonb)": "keyd",
    "access_audit_note"
    "(text, uuid, text, text, uuid, text, text, text, text, integer, jsonb)": "web",
    "access_witnessed_at()": "web, worker, keyd",
    "access_audit_of_case(uuid)": "web",
    "access_audit_for_oversight(text, text, bigint, integer)": "web",
    "access_delays_by_office()": "web",
    "access_alert_raise(text, uuid, uuid, text, text)": "web, worker, keyd",
    "access_alert_unwitnessed()": "worker",
    "access_alerts_for_oversight(text, text, timestamptz, integer)": "web",
    "access_breakglass_for_oversight(text, timestamptz, integer)": "web",
    "access_breakglass_review(uuid, uuid, text)": "web",
    "access_breakglass_suspended(uuid, timestamptz)": "web, keyd",
}
NOBODYS = (
    "access_audit_stays()",
    "access_audit_text(access_audit)",
    "access_is_shelter(text, text)",
    "access_pseudonym_key_of(timestamptz)",
    "access_pseudonym(uuid, timestamptz)",
    "access_agency_of(uuid)",
)


def _run(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"0004_{name}.sql").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0003_walls")]

    operations: ClassVar = [
        _run("chain"),
        _run("reading"),
        migrations.RunSQL("set local check_function_bodies = off"),
        _run("alerts"),
        _run("reviews"),
        *(
            migrations.RunSQL(f"revoke all on function {function} from public")
            for function in (*EXECUTED, *NOBODYS)
        ),
        *(Grant(to, "execute", on=f"function {function}") for function, to in EXECUTED.items()),
        Grant("web, worker, keyd", "select", on="access_audithead"),
        Grant("web, worker, keyd", "select", on="access_witness"),
        # The jobs send heads to witnesses, and note which were taken.
        Grant("worker", "insert, update (delivered_at)", on="access_witness"),
    ]
