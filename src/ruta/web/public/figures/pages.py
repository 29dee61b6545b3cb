"""The pages of the figures: the shelf, the front of a release, one table, and how they are made."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from ruta.accountability.figures import ledger, scorecard
from ruta.accountability.publish import shelf
from ruta.accountability.publish.release import Release, Table

from . import beside, keeping, names, places, reading, sections, seen
from . import front as fronts
from .addresses import LANGUAGE, LATEST, Asked
from .choosing import Choosing

DUTY = "duty"
STANDING = (scorecard.FED, scorecard.ASSESSED, scorecard.EMPTY)


@keeping.page
def index(request: HttpRequest) -> HttpResponse:
    """The newest release and, below it, all the others; or that there is none yet."""
    newest = seen.newest()
    if newest is None:
        return render(request, "public/figures/empty.html", _language(request))
    return _front(request, newest)


@keeping.page
def release(request: HttpRequest, release: str) -> HttpResponse:
    """The front of one release."""
    return _front(request, seen.release(release))


@keeping.page
def latest(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever is asked, of the newest release: an address that outlives each of them."""
    newest = seen.newest()
    if newest is None:
        raise Http404
    asked = request.GET.urlencode()
    path = Asked(newest.id).page + rest
    return HttpResponseRedirect(f"{path}?{asked}" if asked else path)


@keeping.page
def table(request: HttpRequest, release: str, table: str) -> HttpResponse:
    """One table: the figure of a place, its breakdowns, its places, and how to read them."""
    looked = seen.table(request, release, table)
    said, asked = looked.table.said, looked.asked
    context = {
        **_about(request, looked.release),
        "seen": looked,
        "said": {
            name: names.spoken(said[name])
            for name in ("title", "question", "grain", "denominator", "source", "not_comparable")
            if name in said
        },
        "form": Choosing(looked, request.GET),
        "place": places.full_name(asked.place),
        "around": [(places.name(each), asked.at(each).page) for each in places.above(asked.place)],
        "only": names.value(asked.by, asked.only) if asked.only else "",
        "law": _law(asked),
        "figure": looked.main(),
        "few": any("<" in row["n"] for row in looked.table.rows()),
        "sections": sections.breakdowns(looked),
        "by_place": sections.by_place(looked),
        "others": _others(looked),
        "csv": asked.file("csv"),
        "xlsx": asked.file("xlsx"),
        "share": request.build_absolute_uri(asked.page),
        "share_latest": request.build_absolute_uri(_latest(asked)),
    }
    return render(request, "public/figures/table.html", context)


@keeping.page
def method(request: HttpRequest) -> HttpResponse:
    """How the figures are made, rounded and attacked, and how anybody recomputes them."""
    newest = seen.newest()
    context = _about(request, newest) if newest else _language(request)
    return render(request, "public/figures/method.html", context)


@keeping.page
def services(request: HttpRequest, release: str) -> HttpResponse:
    """The scorecard of essential services: what figures say of each cell, and what was found."""
    of = seen.release(release)
    kinds = beside.cells(of)
    every = [cell for _kind, sectors in kinds for _sector, inside in sectors for cell in inside]
    standing = {each: sum(cell.standing == each for cell in every) for each in STANDING}
    context = {**_about(request, of), "kinds": kinds, "count": len(every), **standing}
    return render(request, "public/figures/services.html", context)


@keeping.page
def gaps(request: HttpRequest, release: str) -> HttpResponse:
    """The ledger of gaps: sixteen implications, what figures say of each and what studies found."""
    of = seen.release(release)
    study = ledger.study()
    language = translation.get_language() or "es"
    context = {
        **_about(request, of),
        "areas": beside.gaps(of),
        "study": study.name.text(language),
        "caution": study.caution.text(language),
        "studied": names.day(study.on.isoformat()),
    }
    return render(request, "public/figures/gaps.html", context)


def _front(request: HttpRequest, of: Release) -> HttpResponse:
    language = keeping.asked_language(request)
    every = shelf.releases()
    context = {
        **_about(request, of),
        "front": fronts.front(of, language),
        "releases": [_listed(each, language) for each in every],
        "latest": every[0].id == of.id,
    }
    return render(request, "public/figures/front.html", context)


def _about(request: HttpRequest, of: Release) -> dict[str, Any]:
    """What every page of a release says of it."""
    asked = Asked(of.id, language=keeping.asked_language(request))
    corrected = shelf.corrected_by(of, shelf.releases())
    return {
        **_language(request),
        "release": of,
        "notice": names.simulated(of),
        "period": names.period(of),
        "made": names.day(of.manifest["made_at"]),
        "home": asked.page,
        "package": asked.named("figures-package"),
        "report": asked.named("figures-report"),
        "services": asked.named("figures-services"),
        "gaps": asked.named("figures-gaps"),
        "corrected_by": Asked(corrected.id, language=asked.language) if corrected else None,
    }


def _language(request: HttpRequest) -> dict[str, Any]:
    """The other language as a link, and what a link of these pages carries of the chosen one."""
    other = "es-pe" if (translation.get_language() or "").startswith("en") else "en"
    asked = request.GET.copy()
    asked[LANGUAGE] = other
    chosen = keeping.asked_language(request)
    return {
        "other_language": other,
        "in_other_language": f"{request.path}?{asked.urlencode()}",
        "carried": f"?{urlencode({LANGUAGE: chosen})}" if chosen else "",
    }


def _listed(of: Release, language: str) -> dict[str, Any]:
    return {
        "id": of.id,
        "href": Asked(of.id, language=language).page,
        "period": names.period(of),
        "made": names.day(of.manifest["made_at"]),
        "notice": names.simulated(of),
        "corrects": of.manifest.get("corrects") or "",
        "tables": len(of.tables),
    }


def _law(asked: Asked) -> str:
    """The address of the law behind a figure of one duty."""
    wording = names.wordings().get(asked.only) if asked.by == DUTY else None
    return reverse("law-duty", args=[wording.id]) if wording else ""


def _others(looked: seen.Seen) -> list[tuple[str, str]]:
    """The tables of the same indicator: the same figure by other attributes, at the same place."""
    indicator = looked.table.said["indicator"]
    return [
        (names.by(each.dimensions), _where(looked, each).page)
        for each in looked.release.tables.values()
        if each.said["indicator"] == indicator and each.name != looked.table.name
    ]


def _where(looked: seen.Seen, other: Table) -> Asked:
    """Another table at the same place, or for the country where it does not have that place."""
    asked = looked.asked.of(other.name)
    return asked if asked.place in reading.places_of(other) else asked.at(places.PERU)


def _latest(asked: Asked) -> str:
    """The address that will lead to the same figure of every later release."""
    here = Asked(asked.release).page
    latest_ = Asked(LATEST).page
    return asked.page.replace(here, latest_, 1)
