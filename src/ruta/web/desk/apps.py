"""The Django application of this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Label `desk`."""

    name = "ruta.web.desk"
    label = "desk"
