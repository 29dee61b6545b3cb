"""The addresses of an office's alerts."""

from django.urls import path

from . import page

urlpatterns = [
    path("alertas/", page.alerts, name="alerts"),
    path("alertas/<uuid:alert_id>/", page.review, name="alert-review"),
]
