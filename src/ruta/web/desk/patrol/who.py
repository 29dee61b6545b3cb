"""Who may ask for measures in force."""

from ruta.access.viewer import Viewer


def may(viewer: Viewer) -> bool:
    """Whether this is an officer of the police."""
    return viewer.agency == "PNP"
