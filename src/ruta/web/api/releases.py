"""
`/cifras/datos/v1/…`: the released tables for programs, as JSON and as CSV; read-only, for anyone.

Every number is the text that was published: `<10`, a rounded number, or nothing. A frozen release
never changes, so that its tables may be kept for good; a correction has another identifier.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from io import StringIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ruta.access.policy import Policy, declares
from ruta.accountability.publish import package, shelf
from ruta.accountability.publish.release import Release, Table

View = Callable[..., HttpResponse]
LIST_KEPT, TABLE_KEPT = "public, max-age=600", "public, max-age=31536000, immutable"
ABOUT_A_TABLE = (
    "indicator", "dimensions", "levels", "unit", "counts", "title", "question", "grain",
    "denominator", "source", "not_comparable", "sha256",
)  # fmt: skip


INVENTED = "datos_simulados"
"""The column that says on every line that nobody lives in these data."""


class Absent(Exception):
    """There is no such release, or no such table in it."""


class Narrowing(forms.Form):
    """What a table may be narrowed to: a level, and a place by the beginning of its ubigeo."""

    level = forms.CharField(max_length=12, required=False)
    place = forms.CharField(max_length=4, required=False)


def feed(kept: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """
    An answer of the feed: public, marked by its content, and counted as any page is, since a
    program asks faster than a person; see `web.limits`.

    :param kept: how long it may be kept, as `Cache-Control` says it
    """

    def declared(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs)
            except Absent as nothing:
                return _json({"error": str(nothing)}, status=404)
            mark = '"' + hashlib.blake2b(response.content, digest_size=16).hexdigest() + '"'
            response.headers["ETag"] = mark
            response.headers["Cache-Control"] = kept
            return get_conditional_response(request, etag=mark, response=response) or response

        return declares(Policy.PUBLIC)(require_safe(answer))

    return declared


@feed(LIST_KEPT)
def releases(request: HttpRequest) -> HttpResponse:
    """Every release, newest first, with where its tables are told and which one corrects it."""
    every = shelf.releases()
    corrects = [(each, shelf.corrected_by(each, every)) for each in every]
    found = [
        {**_about(each), "corrected_by": by.id if by else None, "href": _of_release(each)}
        for each, by in corrects
    ]
    return _json({"version": 1, "releases": found})


@feed(TABLE_KEPT)
def release(request: HttpRequest, release_id: str) -> HttpResponse:
    """One release: its period, its rules, and every table with its definition and its files."""
    found = _release(release_id)
    tables = [_told(found, each) for each in found.tables.values()]
    rules = {"rules": found.manifest.get("rules"), "law": found.manifest.get("law")}
    return _json({**_about(found), **rules, "tables": tables})


@feed(TABLE_KEPT)
def table_json(request: HttpRequest, release_id: str, table_name: str) -> HttpResponse:
    """The rows of a table, all of them texts as published."""
    found = _release(release_id)
    table = _table(found, table_name)
    rows = [dict(row) for row in _rows(table, request)]
    said = {**_about(found), **_told(found, table), "columns": table.columns, "rows": rows}
    return _json(said)


@feed(TABLE_KEPT)
def table_csv(request: HttpRequest, release_id: str, table_name: str) -> HttpResponse:
    """The same rows as CSV, in UTF-8 with a line of headings; of an invented country, said so."""
    found = _release(release_id)
    table, told = _table(found, table_name), package.notice(found.simulated)
    more = {INVENTED: told} if told else {}
    text = StringIO()
    writer = csv.DictWriter(
        text, (*table.columns, *more), lineterminator="\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows({**row, **more} for row in _rows(table, request))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{release_id}-{package.file_of(table.name, found.simulated)}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _release(release_id: str) -> Release:
    """
    :raises Absent: if there is none
    """
    try:
        return shelf.release(release_id)
    except KeyError:
        raise Absent("no such release") from None


def _table(found: Release, name: str) -> Table:
    """
    :raises Absent: if the release has no such table
    """
    if name not in found.tables:
        raise Absent("no such table")
    return found.tables[name]


def _rows(table: Table, request: HttpRequest) -> list[Mapping[str, str]]:
    """The rows that have what the address asks for; what it does not know narrows nothing."""
    form = Narrowing(request.GET)
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    wanted |= {name: request.GET[name] for name in table.dimensions if name in request.GET}
    return [row for row in table.rows() if all(row[n] == value for n, value in wanted.items())]


def _about(found: Release) -> dict[str, Any]:
    """What a release says of itself; an invented country is always said to be one."""
    said = found.manifest
    return {
        "release": found.id,
        "period": said["period"],
        "as_of": said.get("as_of"),
        "made_at": said["made_at"],
        "simulated": said["simulated"],
        "corrects": said.get("corrects"),
    }


def _told(found: Release, table: Table) -> dict[str, Any]:
    """What a table says of itself, and where its rows are."""
    parts = {"release_id": found.id, "table_name": table.name}
    return {
        "table": table.name,
        **{name: table.said.get(name) for name in ABOUT_A_TABLE},
        "json": reverse("feed-table-json", kwargs=parts),
        "csv": reverse("feed-table-csv", kwargs=parts),
    }


def _of_release(found: Release) -> str:
    return reverse("feed-release", kwargs={"release_id": found.id})


def _json(told: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The same content is always the same bytes."""
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)
