"""The Django application of the case file."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Label `cases`; every table is keyed by (case_id, …)."""

    name = "ruta.cases"
    label = "cases"
