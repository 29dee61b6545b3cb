"""`/personas/`: the accounts that whoever looks administers."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ruta.access.accounts import administration
from ruta.access.accounts.confirm import person_of
from ruta.access.request import Request
from ruta.web.desk import witnesses
from ruta.web.desk.pages import render

from .asking import of_people

LIMIT = 200


@of_people
@require_safe
def people(request: Request) -> HttpResponse:
    """Who works in the office, or in any, by name; a search by user or office narrows it."""
    by = person_of(request)
    wanted = request.GET.get("q", "").strip()[:60]
    accounts = administration.people_of(by)
    found = list(administration.search(accounts, wanted)[: LIMIT + 1])
    everywhere = administration.is_administrator(by)
    page = {
        "people": found[:LIMIT],
        "more": len(found) > LIMIT,
        "wanted": wanted,
        "everywhere": everywhere,
    }
    if everywhere and (notice := witnesses.notice(request.now)):
        page["standing_notice"] = notice
    open_ = sum(person.is_active for person in found[:LIMIT])
    line = ngettext("%(count)s cuenta abierta", "%(count)s cuentas abiertas", open_)
    return render(
        request, "desk/people/people.html", page,
        title=_("Personas") if everywhere else _("Personas de tu oficina"),
        line=line % {"count": open_},
    )  # fmt: skip
