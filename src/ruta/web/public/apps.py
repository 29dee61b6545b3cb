"""The application of the pages anyone may read."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Public pages: the law, and later the published figures."""

    name = "ruta.web.public"
    label = "public"
