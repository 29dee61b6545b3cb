"""Sessions of our own, second factors, and what an account needs."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0005_keyd")]

    operations: ClassVar = []
