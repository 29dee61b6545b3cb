"""
Lists as files: CSV and XLSX, of clear columns only.

A text that a spreadsheet would run as a formula is neutralised in CSV with an apostrophe; XLSX
cells are typed, so a text there is never run. Instants are Lima's: with their offset in CSV, as
dates in XLSX.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse

from ruta.web.components import lima

Value = str | int | datetime | None
FORMULA = re.compile(r"[=+\-@\t\r\n|%]")
INSTANT = "yyyy-mm-dd hh:mm"
WIDTH = 24
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """A list to hand over: `name` is that of the file, without its day or its ending."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


def answer(sheet: Sheet, form: str, now: datetime) -> HttpResponse:
    """
    The sheet as a file to keep, named by its day.

    :raises Http404: if there is no such form of file
    """
    if form not in TYPES:
        raise Http404
    content = as_csv(sheet) if form == "csv" else as_xlsx(sheet, now)
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"{sheet.name}-{lima.day_of(now):%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_csv(sheet: Sheet) -> bytes:
    """The sheet in UTF-8, with the mark that spreadsheets need to read it so."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_written(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet, now: datetime) -> bytes:
    """The sheet as a workbook of one page, made at `now`."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": _wall(now)})
        bold, instant = book.add_format({"bold": True}), book.add_format({"num_format": INSTANT})
        page = book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.columns) - 1, WIDTH)
        for column, title in enumerate(sheet.columns):
            page.write_string(0, column, title, bold)
        for line, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                _put(page, line, column, value, instant)
    return file.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: one that begins like a formula gets an apostrophe."""
    first = unicodedata.normalize("NFKC", text.lstrip(" \u00a0"))[:1] or text[:1]
    return f"'{text}" if first and FORMULA.match(first) else text


def _written(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return lima.local(value).isoformat(timespec="minutes")
    return harmless(value) if isinstance(value, str) else value


def _put(page: Any, line: int, column: int, value: Value, instant: Any) -> None:
    """One cell, by its type; the types of the library are not known."""
    if isinstance(value, datetime):
        page.write_datetime(line, column, _wall(value), instant)
    elif isinstance(value, int):
        page.write_number(line, column, value)
    elif value:
        page.write_string(line, column, value)


def _wall(instant: datetime) -> datetime:
    """What the clock on the wall in Lima shows, which is all that a spreadsheet can hold."""
    return lima.local(instant).replace(tzinfo=None)
