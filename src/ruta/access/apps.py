"""The Django application of people, roles, sign-in and the keys of cases."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Label `access`; it owns `access.User`, the user model of the installation."""

    name = "ruta.access"
    label = "access"
