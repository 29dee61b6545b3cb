"""What administrators and whoever oversees must know of the witnesses of the audit."""

from datetime import datetime

from django.utils.translation import gettext as _

from ruta.access.audit import deliveries


def notice(now: datetime) -> str:
    """How the witnesses stand, in a sentence; nothing when all is well."""
    status = deliveries.status(now=now)
    if not status.is_witnessed:
        return _("Ningún testigo recibe el registro: no se promete que un cambio en él se note.")
    if status.is_closed:
        return _("Ningún testigo recibe el registro hace tres días: hay partes que ya no se abren.")
    if status.is_stale:
        return _("Ningún testigo recibe el registro hace un día.")
    return ""
