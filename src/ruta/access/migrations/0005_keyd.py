"""What the keeper of keys may do; the web loses the keys."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0004_audit")]

    operations: ClassVar = []
