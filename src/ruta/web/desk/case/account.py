"""`/casos/<case>/relato/`: what she told, told once, opened on purpose and for everybody to use."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.acts import vocabulary
from ruta.cases import accounts
from ruta.cases.accounts import Telling
from ruta.cases.admission import Closed, NotFound
from ruta.cases.rows import ActRow
from ruta.web.components import labels
from ruta.web.desk import pages

from . import actions, reading, sections
from .reading import Reading
from .sections import Section

READ = "read-account"


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request, case_id: UUID) -> HttpResponse:
    """Say that opening it is noted; opened by its button, show it."""
    seen = reading.read(request, case_id)
    state = sections.section(seen, "N")
    if state is Section.HIDDEN:
        raise NotFound(case_id)
    if state is Section.CLOSED and may_be_there(seen):
        raise Closed("N")
    opened = request.method == "POST" and state is not Section.CLOSED
    told = accounts.read_account(seen.viewer, case_id, READ) if opened else None
    page = {
        "case": seen.file.case,
        "tellings": [(one, _where(one, seen)) for one in told.tellings] if told else (),
        "opened": opened,
        "may_be_there": may_be_there(seen),
        "readable": readable(seen),
        "closed": told.closed if told else _elsewhere(seen, state),
        "permits_href": sections.permits_href(seen),
        "demanded": demanded(seen),
        "add_href": actions.new_act_href(seen, "account-told"),
        "demanded_href": actions.new_act_href(seen, accounts.DEMANDED),
        "back_href": seen.href,
    }
    line = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(request, "desk/case/account.html", page, title=_("Su relato"), line=line)


def may_be_there(seen: Reading) -> bool:
    """Whether some act that stands may hold what she told; only opening it tells for sure."""
    return bool(_tellings(seen))


def readable(seen: Reading) -> bool:
    """Whether some of it is open to the reader."""
    return len(_tellings(seen)) > _elsewhere(seen, sections.section(seen, "N"))


def closed_part(seen: Reading) -> int:
    """How many acts may hold a telling that is closed to the reader."""
    return _elsewhere(seen, sections.section(seen, "N"))


def _tellings(seen: Reading) -> list[ActRow]:
    telling = {kind.id for kind in vocabulary.kinds().values() if accounts.TEXT in kind.facts}
    return [act for act in seen.file.acts if act.stands and act.kind in telling]


def _elsewhere(seen: Reading, state: Section) -> int:
    """The acts whose telling, if they hold one, is closed: all, or those of other offices."""
    if state is Section.OPEN:
        return 0
    own = seen.viewer.office_id if state is Section.OWN else None
    return sum(own is None or act.office_id != own for act in _tellings(seen))


def demanded(seen: Reading) -> int:
    """How often an institution asked for the story again."""
    return sum(act.stands and act.kind == accounts.DEMANDED for act in seen.file.acts)


def _where(one: Telling, seen: Reading) -> str:
    """Where she told it and in which language."""
    language = labels.label("language", one.language)
    return " · ".join(text for text in (seen.office_name(one.office_id), language) if text)
