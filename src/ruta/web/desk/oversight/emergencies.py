"""`/vigilancia/emergencias/`: each opening in an emergency, reviewed by another agency in a day."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruta.access.audit import oversight, reviews
from ruta.access.audit.reviews import REVIEWED_WITHIN, SUSPENDED_AFTER, VERDICTS
from ruta.access.request import Request
from ruta.web.components import clock_words, labels
from ruta.web.desk.pages import render, viewer_of

from . import pages
from .pages import SHOWN, overseers
from .reviewing import ToReview, mark

HERE = "/vigilancia/emergencias/"
STATES = {"": "waiting", "revisadas": "done", "todas": ""}


class State(NamedTuple):
    """How a review stands: a shape, a tone and words."""

    shape: str
    tone: str
    words: str


@dataclass(frozen=True)
class Line:
    """An emergency opening ready to read, at an instant."""

    opening: oversight.Emergency
    now: datetime

    @property
    def office(self) -> str:
        return self.opening.office_name or labels.label("office_type", self.opening.office_type)

    @property
    def person(self) -> str:
        return pages.mark(self.opening.person)

    @property
    def case(self) -> str:
        return pages.mark(self.opening.case)

    @property
    def reason(self) -> str:
        return labels.label("audit_reason", self.opening.reason_code)

    @cached_property
    def told(self) -> str | None:
        """What they wrote; asked for once."""
        return self.opening.told()

    @property
    def state(self) -> State:
        """Reviewed, waiting within its day, late, or so late that the person is suspended."""
        if self.opening.reviewed_at is not None:
            tone = "done" if self.opening.outcome == "justified" else "late"
            return State("check", tone, labels.label("audit_verdict", self.opening.outcome))
        due_at = self.opening.opened_at + REVIEWED_WITHIN
        if self.now - self.opening.opened_at >= SUSPENDED_AFTER:
            return State("full", "late", _("sin revisar: esa persona ya no puede abrir así"))
        if self.now > due_at:
            late = clock_words.ago(due_at, self.now, get_language())
            return State("full", "late", _("revisión vencida %(ago)s") % {"ago": late})
        left = clock_words.left(due_at, self.now, get_language(), term=REVIEWED_WITHIN)
        return State("half", "soon", _("por revisar, %(left)s") % {"left": left})


@overseers
@require_safe
def emergencies(request: Request) -> HttpResponse:
    """Emergency openings, newest first, those without review unless others are asked for."""
    form = ToReview(request.GET)
    before = pages.instant(request)
    found = oversight.emergencies(state=STATES[form.chosen()], before=before, many=SHOWN + 1)
    shown = found[:SHOWN]
    page = {
        "form": form,
        "lines": [Line(opening, request.now) for opening in shown],
        "verdicts": [(code, labels.label("audit_verdict", code)) for code in VERDICTS],
        "query": request.GET.urlencode(),
        "after": shown[-1].opened_at.isoformat() if len(found) > SHOWN else None,
        "filtered": bool(request.GET.get("estado")),
    }
    title, line = _("Aperturas de emergencia"), _("Cada una se revisa en 24 horas.")
    return render(request, "desk/oversight/emergencies.html", page, title=title, line=line)


@overseers
@require_POST
def review(request: Request, opening_id: UUID) -> HttpResponse:
    """Say of one whether it was justified."""
    by = viewer_of(request)
    return mark(
        request, "verdict", VERDICTS,
        lambda verdict: reviews.review_emergency(opening_id=opening_id, verdict=verdict, by=by),
        said=_("Apertura revisada."), back=HERE,
    )  # fmt: skip
