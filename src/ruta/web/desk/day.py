"""`/mi-dia/`: what an office has to do now, and the first of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.cases import queries, safekeeping, told
from ruta.cases.models import Draft
from ruta.cases.rows import Bucket, MyDay, ObligationRow
from ruta.web.components import clock_words, lima
from ruta.web.components.lists import Tile

from . import duties, nav, pages, urgent

SHOWN = 4
OVERDUE, TODAY, COMING = "/plazos/?estado=vencido", "/plazos/?estado=hoy", "/plazos/?estado=proximo"
WITHOUT_TERM = "/plazos/?estado=sin-plazo"
NEW = "/casos/?mostrar=nuevos"


@dataclass(frozen=True)
class Section:
    """The first duties of a bucket, and where all of them are."""

    title: str
    href: str
    bucket: Bucket[ObligationRow]
    lines: tuple[duties.DutyLine, ...]

    @property
    def all(self) -> str:
        """The words that lead to all of them; nothing where these are all."""
        return all_of(self.bucket, len(self.lines))


@pages.signed_in
@require_safe
def my_day(request: Request) -> HttpResponse:
    """Overdue, due today, coming, new and unfinished: how many, and the first of each."""
    viewer, now = pages.viewer_of(request), request.now
    if nav.home(viewer) != nav.DAY.href:
        return HttpResponseRedirect(nav.home(viewer))
    day = queries.my_day(viewer, now)
    begun, safekept = safekeeping.unfinished(viewer)
    page = {
        "tiles": tiles(day, begun, viewer, now),
        "sections": sections(day, viewer),
        "new": day.new_to_me.rows[:SHOWN],
        "new_all": all_of(day.new_to_me, SHOWN),
        "new_href": NEW,
        "drafts": begun,
        "safekept": safekept,
        "first_action": nav.first_action(viewer),
        "urgent": urgent.links(viewer),
        "told": told.waiting(viewer, most=SHOWN),
    }
    line = f"{lima.instant(now, get_language())} · {pages.office_name(request)}"
    return pages.render(request, "desk/day/my_day.html", page, title=_("Mi día"), line=line)


@pages.signed_in
@require_POST
def heard(request: Request) -> HttpResponse:
    """Take notice of what is told of a permission; what was told to nobody here changes nothing."""
    try:
        told.hear(pages.viewer_of(request), UUID(request.POST.get("caso", "")))
    except ValueError:
        raise Http404 from None
    return HttpResponseRedirect(f"{nav.DAY.href}#avisos")


def tiles(day: MyDay, begun: Sequence[Draft], viewer: Viewer, now: datetime) -> tuple[Tile, ...]:
    """The numbers of the day, each leading to its list; who takes no report has no drafts."""
    due = (
        Tile(how_many(day.overdue), _("vencidos"), OVERDUE, _tone(day.overdue.count, "late"),
             _oldest(day.overdue_since, now)),
        Tile(how_many(day.today), _("vencen hoy"), TODAY, _tone(day.today.count, "soon"),
             _next(day.today)),
        Tile(how_many(day.coming), _("vencen en 7 días"), COMING),
        Tile(how_many(day.without_term), _("sin plazo fijado"), WITHOUT_TERM,
             hint=_("de inmediato o cuanto antes")),
    )  # fmt: skip
    if viewer.is_supervisor:
        return due
    new = Tile(how_many(day.new_to_me), _("casos sin abrir"), NEW, hint=_("llegaron a tu oficina"))
    if not begun and not nav.takes_reports(viewer):
        return (*due, new)
    unfinished = Tile(
        len(begun), _("denuncias por terminar"), _drafts_href(begun), "quiet", _("solo tú las ves")
    )
    return (*due, new, unfinished)


def sections(day: MyDay, viewer: Viewer) -> tuple[Section, ...]:
    """The buckets that are not empty."""
    every = (
        (_("Vencidos, el más reciente primero"), OVERDUE, day.overdue),
        (_("Vencen hoy"), TODAY, day.today),
        (_("Vencen en los próximos 7 días"), COMING, day.coming),
        (_("De inmediato o sin plazo fijado"), WITHOUT_TERM, day.without_term),
    )
    return tuple(
        Section(title, href, bucket, duties.lines(bucket.rows[:SHOWN], viewer))
        for title, href, bucket in every
        if bucket.count
    )


def how_many(bucket: Bucket[Any]) -> str | int:
    """The number on a tile; a long count was not counted to its end, and shows so."""
    return f"{bucket.count:,}+" if bucket.beyond else bucket.count


def all_of(bucket: Bucket[Any], shown: int) -> str:
    """The words that lead to a whole list; nothing where all of it is shown."""
    if bucket.beyond:
        beyond = _("más de %(count)s") % {"count": f"{bucket.count:,}"}
        return f"{_('Ver todos')} ({beyond})"
    return _("Ver los %(count)s") % {"count": bucket.count} if bucket.count > shown else ""


def _drafts_href(begun: Sequence[Draft]) -> str:
    """To the drafts, further down; without any, to where one is begun."""
    return "#por-terminar" if begun else nav.REPORT.href


def _tone(count: int, tone: str) -> str:
    return tone if count else "done"


def _oldest(since: datetime | None, now: datetime) -> str:
    """How long the oldest of the overdue has been so."""
    if since is None:
        return ""
    return _("el más antiguo, %(ago)s") % {"ago": clock_words.ago(since, now, get_language())}


def _next(bucket: Bucket[ObligationRow]) -> str:
    """When the first of today's is due."""
    if not bucket.rows or (due_at := bucket.rows[0].due_at) is None:
        return ""
    if lima.closes_a_day(due_at):
        return _("al fin del día")
    return _("el primero, a las %(clock)s") % {"clock": lima.clock(due_at)}
