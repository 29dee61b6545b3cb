"""The second wall: grants, namings, bars and marks, and who may write them."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0002_jobs_open_nothing")]

    operations: ClassVar = []
