"""The style guide: every component in every state, on invented data, in the demonstration only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ruta.access.policy import Policy, declares

from . import specimens, statuses


@declares(Policy.DEMO)
def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page; `?error` shows the form with its errors."""
    wrong = {"document": "1", "level": ""} if "error" in request.GET else None
    page = {
        "now": specimens.NOW,
        "nav": specimens.PLACES,
        "sections": specimens.SECTIONS,
        "duties": specimens.DUTIES,
        "entries": specimens.ENTRIES,
        "rows": specimens.ROWS,
        "tasks": specimens.TASKS,
        "tiles": specimens.TILES,
        "table": specimens.TABLE,
        "form": specimens.SpecimenForm(wrong),
        "filters": specimens.SpecimenFilters(request.GET),
        "statuses": tuple(statuses.LOOKS),
        "confidences": tuple(statuses.CONFIDENCES),
        "risks": tuple(statuses.RISKS),
    }
    return render(request, "components/guide.html", page)


@declares(Policy.DEMO)
def step(request: HttpRequest) -> HttpResponse:
    """One thing on one page: one question, a way back, and a draft that keeps itself."""
    form = specimens.SpecimenForm(request.POST or None)
    page = {
        "form": form,
        "bound": form["level"],
        "back_href": "/componentes/",
        "save_href": "/componentes/",
        "autosave_href": "/componentes/borrador/",
        "nav": specimens.PLACES,
    }
    return render(request, "components/guide_step.html", page)


@declares(Policy.DEMO)
def draft(request: HttpRequest) -> HttpResponse:
    """Where the style guide's draft goes: nowhere."""
    return HttpResponse(status=204)


@declares(Policy.DEMO)
def public(request: HttpRequest) -> HttpResponse:
    """A page for whoever needs help, with the way to leave it at once."""
    return render(request, "components/guide_public.html", {"now": specimens.NOW})
