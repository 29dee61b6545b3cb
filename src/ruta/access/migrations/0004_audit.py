"""The audit: a chain of entries that is only added to, heads, witnesses and alerts."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0003_walls")]

    operations: ClassVar = []
