"""The Django application of this room."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Label `public`."""

    name = "ruta.web.public"
    label = "public"
