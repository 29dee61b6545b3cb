"""The Django application of the case file."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Label `cases`; every table is keyed by (case_id, …), those of figures by (office_id, …)."""

    name = "ruta.cases"
    label = "cases"

    def ready(self) -> None:
        """Make the jobs of the night known to the queue."""
        import_module("ruta.cases.jobs")
        import_module("ruta.cases.figures.jobs")
