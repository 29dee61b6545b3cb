"""The Django application of this room."""

from django.apps import AppConfig


class WindowConfig(AppConfig):
    """Label `window`."""

    name = "ruta.web.window"
    label = "window"
