"""`/vigilancia/demoras/`: how often courts kept an office's openings from her log for a time."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.audit import oversight
from ruta.access.request import Request
from ruta.web.desk.pages import render

from . import pages
from .pages import overseers


@overseers
@require_safe
def delays(request: Request) -> HttpResponse:
    """Delays by office, most first."""
    found = [(pages.office(each.office_name, "HOGAR"), each) for each in oversight.delays()]
    title = _("Demoras ordenadas por un juzgado")
    line = _("Aperturas que ella verá más tarde. Cada orden dura 90 días a lo más.")
    return render(request, "desk/oversight/delays.html", {"delays": found}, title=title, line=line)
