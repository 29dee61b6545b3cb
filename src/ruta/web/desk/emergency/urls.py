"""The addresses of emergency openings."""

from django.urls import path

from . import opening, second

urlpatterns = [
    path("emergencia/", opening.emergency, name="emergency"),
    path("emergencia/confirmar/", second.confirm, name="emergency-confirm"),
]
