"""The tables of the directory; everyone reads them, only the owner of the schema writes."""

from django.db import migrations, models

from ruta.postgres.grants import Grant


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="District",
            fields=[
                ("ubigeo", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("department", models.CharField(max_length=40)),
                ("province", models.CharField(max_length=40)),
                ("district", models.CharField(max_length=60)),
                ("natural_region", models.CharField(max_length=12)),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("population", models.IntegerField(null=True)),
                ("indigenous_language_pct", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("type", models.CharField(max_length=28)),
                ("name", models.CharField(max_length=140)),
                ("ubigeo", models.CharField(max_length=6)),
                ("department", models.CharField(max_length=40)),
                ("province", models.CharField(max_length=40)),
                ("district", models.CharField(max_length=60)),
                ("address", models.CharField(max_length=260)),
                ("phone", models.CharField(max_length=60)),
                ("phone_doubtful", models.BooleanField()),
                ("hours", models.CharField(max_length=60)),
                ("languages", models.CharField(max_length=60)),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("national", models.BooleanField()),
                ("demonstration", models.BooleanField()),
                ("source", models.CharField(max_length=140)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["type", "ubigeo"], name="directory_office_type"),
                    models.Index(fields=["ubigeo"], name="directory_office_ubigeo"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("type", "hogar-refugio"), _negated=True),
                        name="directory_office_no_shelter",
                    )
                ],
            },
        ),
        Grant("web, worker", "select", on="directory_district"),
        Grant("web, worker", "select", on="directory_office"),
    ]
