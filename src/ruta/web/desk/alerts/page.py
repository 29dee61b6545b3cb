"""`/alertas/`: what an office is told about its own cases, and what came of each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ruta.access.audit import told
from ruta.access.audit.alerts import OUTCOMES
from ruta.access.audit.reviews import NotForThem
from ruta.access.request import Request
from ruta.web.components import labels
from ruta.web.desk import nav, pages
from ruta.web.desk.oversight.pages import SHOWN, instant
from ruta.web.desk.oversight.reviewing import AlertLine, ToReview

from . import words

HERE = "/alertas/"
MOST = 500
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Line(AlertLine):
    """An alert ready to read by the office it is for."""

    alert: told.Alert

    @property
    def to_do(self) -> str:
        return words.to_do(self.alert.kind)

    @property
    def case_href(self) -> str:
        """The case, only where the reader sees it."""
        return f"/casos/{self.alert.case_id}/" if self.alert.case_id else ""

    @cached_property
    def note(self) -> str | None:
        """What the reviewer wrote; None while it cannot be opened."""
        return self.alert.said()


class ReviewForm(forms.Form):
    """What came of an alert."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Qué resultó"),
        choices=lambda: [(code, labels.label("audit_outcome", code)) for code in OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Di qué resultó.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Nota"),
        help_text=gettext_lazy("Qué hiciste. La lee quien coordine tu oficina."),
        required=False,
        max_length=told.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def told_to(view: View) -> View:
    """A page for those whom alerts may be told; for anybody else it does not exist."""

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = pages.viewer_of(request)
        if not told.are_for(viewer, coordinates=nav.coordinates_own(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return pages.signed_in(answer)


@told_to
@require_safe
def alerts(request: Request) -> HttpResponse:
    """The alerts, newest first, those without review unless others are asked for."""
    viewer, form = pages.viewer_of(request), ToReview(request.GET)
    before = instant(request)
    found = told.of(viewer, state=form.state(), before=before, many=SHOWN + 1)
    shown = found[:SHOWN]
    page = {
        "form": form,
        "lines": [Line(alert) for alert in shown],
        "after": shown[-1].at.isoformat() if len(found) > SHOWN else None,
        "filtered": bool(request.GET.get("estado")),
    }
    return pages.render(
        request, "desk/alerts/alerts.html", page, title=_("Alertas"),
        line=_waiting(told.unseen(viewer)),
    )  # fmt: skip


@told_to
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, alert_id: UUID) -> HttpResponse:
    """One alert: what to do, and then what came of it."""
    line, form = _open(request, alert_id), ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            told.review(alert_id=alert_id, **form.cleaned_data, by=pages.viewer_of(request))
        except NotForThem:
            raise Http404 from None
        messages.success(request, _("Alerta revisada."))
        return HttpResponseRedirect(HERE)
    page = {"form": form, "each": line, "back_href": HERE}
    return pages.render(
        request, "desk/alerts/review.html", page, title=line.kind,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _open(request: Request, alert_id: UUID) -> Line:
    """:raises Http404: if no such alert waits for whoever asks"""
    waiting = told.of(pages.viewer_of(request), state="open", many=MOST)
    found = next((alert for alert in waiting if alert.alert_id == alert_id), None)
    if found is None:
        raise Http404
    return Line(found)


def _waiting(count: int) -> str:
    if not count:
        return _("Nada espera tu revisión.")
    many = ngettext("%(n)s alerta espera revisión.", "%(n)s alertas esperan revisión.", count)
    return many % {"n": count}
