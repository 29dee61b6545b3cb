"""The Django application of people, roles, sign-in and the keys of cases."""

from importlib import import_module

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Label `access`; it owns `access.User`, the user model of the installation."""

    name = "ruta.access"
    label = "access"

    def ready(self) -> None:
        """Make the jobs known to the queue, and what is written after an answer."""
        import_module("ruta.access.jobs")
        import_module("ruta.access.audit.jobs")
        import_module("ruta.access.audit.afterwards")
