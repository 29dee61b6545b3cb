"""The Django application of this room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Label `api`."""

    name = "ruta.web.api"
    label = "api"
