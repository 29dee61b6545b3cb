"""What somebody may need at once, whatever the day brings: an emergency, the measures in force."""

from django.utils.translation import gettext as _

from ruta.access import emergency
from ruta.access.viewer import Viewer

from .patrol import who


def links(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The address and the words of each that this person may use."""
    found = []
    if who.may(viewer):
        found.append(("/medidas/consultar/", _("Consultar medidas")))
    if emergency.may(viewer):
        found.append(("/emergencia/", _("Acceso de emergencia")))
    if viewer.agency == "CEM" and not viewer.is_supervisor:
        found.append(("/vincular/pendientes/", _("Otras oficinas preguntan")))
    return tuple(found)
