"""
The jobs that make an office's reports learn who leads it, and which cases are closed to them.

Of an account they read whose it is and what it is for; never its name or its password.
"""

from typing import ClassVar

from django.db import migrations

from ruta.postgres.grants import Grant

OF_AN_ACCOUNT = "select (id, office_id, role, is_active, coordinates)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0011_ties_kept")]

    operations: ClassVar = [
        Grant("worker", OF_AN_ACCOUNT, on="access_user"),
        Grant("worker", "execute", on="function access_closed(uuid, text, text)"),
    ]
