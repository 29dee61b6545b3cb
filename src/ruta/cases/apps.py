"""The Django application of the case file."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Label `cases`; every table is keyed by (case_id, …)."""

    name = "ruta.cases"
    label = "cases"

    def ready(self) -> None:
        """Make the nightly job known to the queue."""
        import_module("ruta.cases.jobs")
