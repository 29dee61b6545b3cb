"""The addresses of whoever oversees, under `/vigilancia/`."""

from django.urls import path

from . import alerts, delays, emergencies, entries

urlpatterns = [
    path("", alerts.front, name="oversight"),
    path("alertas/", alerts.alerts, name="oversight-alerts"),
    path("alertas/<uuid:alert_id>/revisar/", alerts.review, name="oversight-alert-review"),
    path("emergencias/", emergencies.emergencies, name="oversight-emergencies"),
    path(
        "emergencias/<uuid:opening_id>/revisar/",
        emergencies.review,
        name="oversight-emergency-review",
    ),
    path("registro/", entries.entries, name="oversight-entries"),
    path("demoras/", delays.delays, name="oversight-delays"),
]
