"""The Django application that holds the design system."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """Label `components`: templates, tags, styles and scripts; no models."""

    name = "ruta.web.components"
    label = "components"
