"""The directory's two tables: the districts of Peru and the offices of the response."""

from django.db import models

from ruta.directory import shelters
from ruta.directory.geography import Point

NOWHERE = models.Q(
    id__regex=shelters.ID, name=shelters.NAME, ubigeo="", department="", province="", district="",
    address="", phone="", phone_doubtful=False, hours="", languages="", lat=None, lon=None,
    national=False, source="",
)  # fmt: skip


class District(models.Model):
    """A district of Peru, by INEI code; its point is its capital's."""

    ubigeo = models.CharField(max_length=6, primary_key=True)
    department = models.CharField(max_length=40)
    province = models.CharField(max_length=40)
    district = models.CharField(max_length=60)
    natural_region = models.CharField(max_length=12)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    population = models.IntegerField(null=True)
    indigenous_language_pct = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.district}, {self.province}, {self.department}"


class Office(models.Model):
    """A counter where something may be reported, decided or asked for; a shelter has no place."""

    id = models.CharField(max_length=24, primary_key=True)
    type = models.CharField(max_length=28)
    name = models.CharField(max_length=140)
    ubigeo = models.CharField(max_length=6)
    department = models.CharField(max_length=40)
    province = models.CharField(max_length=40)
    district = models.CharField(max_length=60)
    address = models.CharField(max_length=260)
    phone = models.CharField(max_length=60)
    phone_doubtful = models.BooleanField()
    hours = models.CharField(max_length=60)
    languages = models.CharField(max_length=60)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    national = models.BooleanField()
    demonstration = models.BooleanField()
    source = models.CharField(max_length=140)

    class Meta:
        indexes = (
            models.Index(fields=("type", "ubigeo"), name="directory_office_type"),
            models.Index(fields=("ubigeo",), name="directory_office_ubigeo"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(type=shelters.TYPE) | NOWHERE,
                name="directory_shelter_has_no_place",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where it is; None where not known."""
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)
