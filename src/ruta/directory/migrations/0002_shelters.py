"""A shelter may stand in the directory if it says no place: one number, and one name for all."""

from django.db import migrations, models

TYPE = "hogar-refugio"
NOWHERE = models.Q(
    id__regex=r"^SP-[0-9]{3}$", name="Servicio de protección", ubigeo="", department="",
    province="", district="", address="", phone="", phone_doubtful=False, hours="", languages="",
    lat=None, lon=None, national=False, source="",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_tables")]

    operations = [
        migrations.RemoveConstraint(model_name="office", name="directory_office_no_shelter"),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=~models.Q(type=TYPE) | NOWHERE, name="directory_shelter_has_no_place"
            ),
        ),
    ]
