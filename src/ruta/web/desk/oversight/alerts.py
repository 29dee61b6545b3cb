"""`/vigilancia/alertas/`: what somebody must look at, and what came of it."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ruta.access.audit import oversight, told
from ruta.access.audit.alerts import KINDS, OUTCOMES
from ruta.access.request import Request
from ruta.web.components import labels
from ruta.web.desk import witnesses
from ruta.web.desk.pages import render, viewer_of

from . import pages
from .pages import SHOWN, overseers
from .reviewing import AlertLine, ToReview, mark

HERE = "/vigilancia/alertas/"


@dataclass(frozen=True)
class Line(AlertLine):
    """An alert ready to read, under pseudonyms."""

    alert: oversight.Alert

    @property
    def person(self) -> str:
        return pages.mark(self.alert.person)

    @property
    def case(self) -> str:
        return pages.mark(self.alert.case)


class AlertsForm(ToReview):
    """Which alerts to show."""

    tipo = forms.ChoiceField(
        label=gettext_lazy("Qué pasó"),
        required=False,
        choices=lambda: [
            ("", _("Todo")),
            *((kind, labels.label("audit_alert", kind)) for kind in KINDS),
        ],
    )

    def asked(self) -> tuple[str, str]:
        """The state and the kind; what is no choice of ours filters nothing."""
        return self.state(), self.cleaned_data.get("tipo", "")


@overseers
@require_safe
def front(request: Request) -> HttpResponse:
    """To the alerts: what somebody who oversees comes for."""
    return HttpResponseRedirect(HERE)


@overseers
@require_safe
def alerts(request: Request) -> HttpResponse:
    """Alerts, newest first, those without review unless others are asked for."""
    form = AlertsForm(request.GET)
    state, kind = form.asked()
    before = pages.instant(request)
    found = oversight.alerts(state=state, kind=kind, before=before, many=SHOWN + 1)
    shown = found[:SHOWN]
    page: dict[str, object] = {
        "form": form,
        "lines": [Line(alert) for alert in shown],
        "outcomes": [(code, labels.label("audit_outcome", code)) for code in OUTCOMES],
        "query": request.GET.urlencode(),
        "after": shown[-1].at.isoformat() if len(found) > SHOWN else None,
        "filtered": bool(request.GET.get("estado") or kind),
    }
    if notice := witnesses.notice(request.now):
        page["standing_notice"] = notice
    line = _("Lo que otra institución debe mirar. Personas y casos van con seudónimo.")
    return render(request, "desk/oversight/alerts.html", page, title=_("Alertas"), line=line)


@overseers
@require_POST
def review(request: Request, alert_id: UUID) -> HttpResponse:
    """Mark one as reviewed, with what came of it."""
    by = viewer_of(request)
    return mark(
        request, "outcome", OUTCOMES,
        lambda outcome: told.review(alert_id=alert_id, outcome=outcome, by=by),
        said=_("Alerta revisada."), back=HERE,
    )  # fmt: skip
