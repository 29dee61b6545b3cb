"""`/casos/<case>/permisos/hoja/`: one sheet for her to keep, in large letters, in her language."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.web.components import lima
from ruta.web.desk import pages
from ruta.web.desk.case import reading

from . import page as permits_page


@pages.of_case
@require_safe
def sheet(request: Request, case_id: UUID) -> HttpResponse:
    """The page in the language asked for; in one not written, an interpreter reads it to her."""
    seen = reading.read(request, case_id, permits_page.PURPOSE)
    asked = request.GET.get("lengua", "")
    spoken = next((code for code, _name in settings.LANGUAGES if lima.spoken(code) == asked), "")
    with translation.override(spoken or translation.get_language()):
        page = {
            **permits_page.told(seen),
            "text": permits_page.text_of(seen),
            "back_href": f"{seen.href}permisos/",
        }
        line = _("Caso %(code)s") % {"code": seen.file.case.code}
        title = _("Lo que usted permite")
        return pages.render(request, "desk/consent/sheet.html", page, title=title, line=line)
