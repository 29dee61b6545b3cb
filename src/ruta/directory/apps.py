"""The Django application that holds the directory's tables."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Label `directory`; its rows come from `data/`, by `directory.loading.load`."""

    name = "ruta.directory"
    label = "directory"
