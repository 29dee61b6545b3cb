"""The files of a release: a table as CSV and XLSX, the whole as an archive, and the report."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from ruta.accountability.publish.release import Release

from . import book, keeping, names, report_file, seen

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INVENTED = "datos_simulados"


@keeping.file
def table_csv(request: HttpRequest, release: str, table: str) -> HttpResponse:
    """The table as frozen; of an invented country, with a column that says so on every line."""
    looked = seen.table(request, release, table)
    content = looked.table.content()
    if looked.notice:
        content = _marked(content, looked.notice)
    return _download(content, "text/csv; charset=utf-8", looked, "csv")


@keeping.file
def table_xlsx(request: HttpRequest, release: str, table: str) -> HttpResponse:
    """The table as a workbook: how to read it, and its rows."""
    looked = seen.table(request, release, table)
    content = book.workbook(looked.release, looked.table.name, get_language() or "es")
    return _download(content, XLSX, looked, "xlsx")


@keeping.file
def package(request: HttpRequest, release: str) -> HttpResponse:
    """The archive of the release, byte for byte as it was frozen."""
    of = seen.release(release)
    if not of.archive.is_file():
        raise Http404
    return _named(of.packed(), "application/zip", f"cifras-{of.id}{_mark(of)}.zip")


@keeping.file
def report(request: HttpRequest, release: str) -> HttpResponse:
    """The report of the release, article by article, ready to print."""
    of = seen.release(release)
    pdf = report_file.pdf(of, get_language() or "es")
    return _named(pdf, "application/pdf", f"informe-{of.id}{_mark(of)}.pdf", inline=True)


def _marked(content: bytes, notice: str) -> bytes:
    """A table with one column more, the same on every line."""
    rows = list(csv.reader(io.StringIO(content.decode())))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*rows[0], INVENTED])
    writer.writerows([*row, notice] for row in rows[1:])
    return out.getvalue().encode()


def _download(content: bytes, kind: str, looked: seen.Seen, suffix: str) -> HttpResponse:
    of = looked.release
    return _named(content, kind, f"{of.id}-{looked.table.name}{_mark(of)}.{suffix}")


def _named(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    manner = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{manner}; filename="{name}"'
    return response


def _mark(of: Release) -> str:
    return "-datos-simulados" if names.simulated(of) else ""
