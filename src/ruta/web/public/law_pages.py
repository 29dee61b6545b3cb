"""The law as pages: by institution, by stage, by date, with search; one page per duty and norm."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from ruta import law
from ruta.access.policy import Policy, declares
from ruta.law.clock import Clock
from ruta.law.model import Example, Obligation, Wording
from ruta.law.rulebook import Rulebook
from ruta.web.components.term_words import term_words

from .law_filters import ChangesFilters, LawFilters
from .law_index import stages

CSV_COLUMNS = (
    "id bearer title_es title_en starts ends term basis given kind article area implication "
    "rank confidence from until source"
).split()


@declares(Policy.PUBLIC, database=False)
def law_index(request: HttpRequest) -> HttpResponse:
    """The duties in force on a day, filtered by what stands in the address."""
    rulebook = law.rulebook.default()
    form = LawFilters(rulebook, request.GET)
    search = form.search(_today(rulebook))
    found = stages(rulebook, search)
    context = {
        "form": form,
        "search": search,
        "stages": found,
        "count": sum(len(stage.wordings) for stage in found),
        "query": request.GET.urlencode(),
    }
    return render(request, "public/law_index.html", context)


@declares(Policy.PUBLIC, database=False)
def law_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a CSV file."""
    rulebook = law.rulebook.default()
    search = LawFilters(rulebook, request.GET).search(_today(rulebook))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ley-{search.on}.csv"'
    writer = csv.writer(response)
    writer.writerow(CSV_COLUMNS)
    for stage in stages(rulebook, search):
        writer.writerows(_csv_row(wording) for wording in stage.wordings)
    return response


@declares(Policy.PUBLIC, database=False)
def duty_page(request: HttpRequest, wording_id: str) -> HttpResponse:
    """One duty: who owes what by when, where it is written, its history, examples and doubts."""
    rulebook = law.rulebook.default()
    wording = rulebook.wordings.get(wording_id)
    if wording is None:
        raise Http404
    context = {
        "wording": wording,
        "term": term_words(wording, get_language() or "es"),
        "bearer": rulebook.terms.bearers[wording.bearer],
        "others": [rulebook.terms.bearers[b] for b in wording.other_bearers],
        "joint": [rulebook.terms.bearers[b] for b in wording.joint_bearers],
        "thread": rulebook.thread(wording.id),
        "conflicts": rulebook.conflicts_of(wording.id),
        "worked": [_worked(rulebook, wording, example) for example in wording.examples],
        "in_force": wording.in_force_on(_today(rulebook)),
        "calendar": rulebook.calendars[wording.calendar],
    }
    return render(request, "public/law_duty.html", context)


@declares(Policy.PUBLIC, database=False)
def norm_page(request: HttpRequest, norm_id: str) -> HttpResponse:
    """One norm: what it brought, what it replaced, where it is published."""
    rulebook = law.rulebook.default()
    norm = rulebook.norms.get(norm_id)
    if norm is None:
        raise Http404
    brought = [w for w in rulebook.wordings.values() if w.norm.id == norm_id]
    return render(request, "public/law_norm.html", {"norm": norm, "brought": brought})


@declares(Policy.PUBLIC, database=False)
def law_changes(request: HttpRequest) -> HttpResponse:
    """What differs between the law of two days."""
    rulebook = law.rulebook.default()
    form = ChangesFilters(request.GET)
    first, second = form.days(rulebook.changes[0], _today(rulebook))
    context = {
        "form": form,
        "first": first,
        "second": second,
        "changes": rulebook.diff(first, second),
        "norms": sorted(rulebook.norms.values(), key=lambda n: n.in_force, reverse=True),
    }
    return render(request, "public/law_changes.html", context)


def _today(rulebook: Rulebook) -> date:
    return timezone.now().astimezone(rulebook.zone).date()


def _worked(rulebook: Rulebook, wording: Wording, example: Example) -> dict[str, Any]:
    """An example with what the clock answers to it now, computed and never copied."""
    found = Clock(rulebook).run(example.acts, as_of=example.as_of)
    mine: list[Obligation] = [o for o in found if o.wording is wording]
    last = mine[-1] if mine else None
    return {
        "example": example,
        "obligation": last,
        "status": last.status(example.as_of) if last else "none",
        "as_of": example.as_of,
    }


def _csv_row(wording: Wording) -> list[object]:
    term = wording.within
    return [
        wording.id,
        wording.bearer,
        wording.title_es,
        wording.title_en,
        wording.starts,
        " ".join(wording.ends),
        term.text if term else "",
        "working" if term and term.working else "calendar",
        "; ".join(map(str, wording.given)),
        wording.kind,
        wording.article,
        wording.area,
        wording.implication,
        wording.rank,
        wording.confidence,
        wording.from_,
        wording.until or "",
        wording.source,
    ]
