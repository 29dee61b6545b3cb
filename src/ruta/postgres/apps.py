"""The Django application that holds the grants on tables which are not ours."""

from django.apps import AppConfig


class PostgresConfig(AppConfig):
    """Label `postgres`; it has no models, only migrations that grant."""

    name = "ruta.postgres"
    label = "postgres"
