"""`/registro-cem/`: whoever coordinates a centre takes its cases out for the public registry."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.interop.cem import answers
from ruta.web.components import labels
from ruta.web.components.inputs import DayField
from ruta.web.components.lima import day_of
from ruta.web.desk import exports, nav, pages, passwords

from . import book, gathering

CENTRE = "cem"
BETWEEN = "/"


class DaysForm(forms.Form):
    """The days in which the cases came into the centre, both included."""

    first = DayField(
        label=gettext_lazy("Desde"),
        error_messages={"required": gettext_lazy("Elige el primer día.")},
    )
    last = DayField(
        label=gettext_lazy("Hasta"),
        error_messages={"required": gettext_lazy("Elige el último día.")},
    )

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        self._viewer = viewer

    def clean(self) -> dict[str, Any]:
        """The days in order, with some case in them and no more than may be opened in an hour."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if not first or not last:
            return cleaned
        if last < first:
            raise forms.ValidationError({"last": _("El último día es anterior al primero.")})
        found = gathering.count(self._viewer, first, last, most=most() + 1)
        if not found:
            raise forms.ValidationError({"last": _("En esos días no entró ningún caso.")})
        if found > most():
            says = _(
                "Son más de %(most)s casos, los que puedes abrir en una hora. Elige menos días."
            )
            raise forms.ValidationError({"last": says % {"most": most()}})
        return cleaned


def most() -> int:
    """How many cases one file may have: those that a person may open in an hour."""
    return int(settings.RUTA_CAP_PERSON_HOUR)


def may(request: Request) -> bool:
    """Whether this is somebody who coordinates a centre."""
    viewer = pages.viewer_of(request)
    is_centre = viewer.office_type == CENTRE and viewer.agency == "CEM"
    return is_centre and not viewer.is_supervisor and nav.coordinates_own(request)


@pages.signed_in
def registry(request: Request) -> HttpResponse:
    """Ask for the days; show a password; hand the workbook over. For anybody else, not there."""
    if not may(request):
        raise Http404
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def _page(request: Request) -> HttpResponse:
    if promise := passwords.promised(request):
        return passwords.with_password(_answer(request, promise.choice), promise)
    form = DaysForm(
        request.POST or None, viewer=pages.viewer_of(request), initial=_last_month(request)
    )
    if form.is_valid():
        days = BETWEEN.join(form.cleaned_data[name].isoformat() for name in ("first", "last"))
        return passwords.offer(request, back=request.path, choice=days)
    page = {"form": form, "back_href": "/casos/", "known": len(answers.FILLED), "most": most()}
    return pages.render(
        request, "desk/registry_export/days.html", page, title=_("Llevar casos al registro CEM"),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _answer(request: Request, days: str) -> HttpResponse:
    first, last = map(date.fromisoformat, days.split(BETWEEN))
    viewer = pages.viewer_of(request)
    found = gathering.gather(viewer, first, last, most=most(), now=request.now)
    who = f"{labels.label('role', viewer.role)}, {pages.office_name(request)}"
    content = book.made(found, who=who, now=request.now)
    response = HttpResponse(content, content_type=exports.TYPES["xlsx"])
    name = f"registro-cem-{first:%Y-%m-%d}-{last:%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _last_month(request: Request) -> dict[str, date]:
    """The month before this one, whole."""
    last = day_of(request.now).replace(day=1) - timedelta(days=1)
    return {"first": last.replace(day=1), "last": last}
