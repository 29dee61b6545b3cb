"""The Django application of this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Label `desk`."""

    name = "ruta.web.desk"
    label = "desk"

    def ready(self) -> None:
        """Add the desk's words to the tables of labels."""
        from . import words
        from .figures import words as of_figures

        words.register()
        of_figures.register()
