"""`/casos/<case>/permisos/`: what she lets each office see, and what the law lets it see anyway."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access import consent_texts
from ruta.access.consent_texts import ConsentText
from ruta.access.people import User
from ruta.access.request import Request
from ruta.law import rulebook
from ruta.web.components import lima
from ruta.web.desk import pages
from ruta.web.desk.case import reading
from ruta.web.desk.case.reading import Reading
from ruta.web.desk.intake import beforehand, doors

from . import picture, who_sees

PURPOSE = "consents"


@pages.of_case
@require_safe
def permits(request: Request, case_id: UUID) -> HttpResponse:
    """What holds now, what the law says, and what she decided before."""
    seen = reading.read(request, case_id, PURPOSE)
    page = {
        **told(seen),
        "href": f"{seen.href}permisos/",
        "back_href": seen.href,
        "text": text_of(seen),
        "duties": must_report(seen),
        "past": who_sees.past(seen),
        "may_set": may_set(seen),
        "may_simulate": may_simulate(request),
    }
    line = _("Caso %(code)s · Decídelo con ella.") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/consent/permits.html", page, title=_("Quién puede ver qué"), line=line
    )


def told(seen: Reading) -> dict[str, Any]:
    """What the page and the sheet for her have in common."""
    agreed = who_sees.agreed(seen)
    return {
        "case": seen.file.case,
        "agreed": agreed,
        "by_law": who_sees.by_law(seen),
        "picture": picture.draw(agreed),
        "counted": who_sees.counted(seen),
        "ending": [one for one in agreed if one.ends_soon],
    }


def text_of(seen: Reading) -> ConsentText:
    """The words she is told, in the reader's language."""
    return consent_texts.in_use(lima.spoken(get_language()), on=lima.day_of(seen.now))


def must_report(seen: Reading) -> list[beforehand.Told]:
    """What the law makes this worker report whatever she permits."""
    door = doors.door_of(seen.viewer.office_type)
    if door is None:
        return []
    found = beforehand.must_report(
        rulebook.default(), door, seen.viewer.office_type, on=lima.day_of(seen.now)
    )
    return beforehand.tell(found, get_language() or "")


def may_set(seen: Reading) -> bool:
    """Whether the reader's office takes part in the case, and so records what she decides."""
    return seen.file.standing.relation == "assigned"


def may_simulate(request: Request) -> bool:
    """Whether the reader coordinates an office."""
    return isinstance(request.user, User) and request.user.coordinates
