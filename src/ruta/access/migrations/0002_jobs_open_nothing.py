"""The jobs compute from clear columns: they read no wrapped key and no password."""

from django.db import migrations

from ruta.postgres import roles

TAKE_BACK = f"revoke all on access_casekey, access_user from {roles.WORKER}"


class Migration(migrations.Migration):
    """What `0001` granted to the jobs beyond their work is taken back."""

    dependencies = [("access", "0001_tables")]

    operations = [migrations.RunSQL(TAKE_BACK, migrations.RunSQL.noop)]
